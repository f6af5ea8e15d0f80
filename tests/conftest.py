"""Skips: on a user's machine with what to do, in CI a failure. And which tests depend on data.

`DRSN_LITE_TESTS=newcomer` says that these tests run as for somebody who has just cloned: there
tests that need the files of a data set may be skipped in CI too.
"""

import os
from collections import Counter
from collections.abc import Iterator

import needs
import pytest

# Two threads that share busy cores wait for each other: a training took ten times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")
NEWCOMER = os.environ.get("DRSN_LITE_TESTS") == "newcomer"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Turn a skip into a failure where the environment says CI: there everything is at hand."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else "no reason given"
        if not (NEWCOMER and needs.FILES.search(reason)):
            report.outcome = "failed"
            report.longrepr = f"skipped, which nothing may be in CI: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for which reason: a reason says what to do."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("skipped")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} skipped: {reason}")

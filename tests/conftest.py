"""On a user's machine a test without its data or browser is skipped; in CI it fails."""

import os
from collections.abc import Iterator

import pytest

# Two threads that share busy cores wait for each other: a training took ten times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Turn a skip into a failure where the environment says CI: there everything is at hand."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = call.excinfo.value if call.excinfo else "no reason given"
        report.outcome = "failed"
        report.longrepr = f"skipped, which nothing may be in CI: {reason}"
    return report

"""Skips: on a user's machine with what to do, in CI a failure. And which tests depend on data.

`DRSN_LITE_TESTS=newcomer` says that these tests run as for somebody who has just cloned: there
tests that need the files of a data set may be skipped in CI too.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import needs
import pytest
from lookups import Spy
from xdist.scheduler import LoadScopeScheduling

from drsn_lite import datasets, paths

# Two threads that share busy cores wait for each other: a training took ten times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# What tests solve is not noted among what the user has solved, by kernels neither.
_HERE = tempfile.mkdtemp(prefix="drsn-lite-solved-")
atexit.register(shutil.rmtree, _HERE, ignore_errors=True)
os.environ[paths.PROGRESS] = os.path.join(_HERE, "solved.json")
NEWCOMER = os.environ.get("DRSN_LITE_TESTS") == "newcomer"


SPY = Spy()


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks of tests that look for data sets."""
    config.addinivalue_line("markers", "data: looks for data sets; CI runs it with and without")
    config.addinivalue_line("markers", "files(name): skipped without the files of a data set")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium: one for all, since Playwright runs once in a process."""
    from playwright.sync_api import sync_playwright
    from server import find_chromium, launch

    if find_chromium() is None:
        pytest.skip(needs.CHROMIUM)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


class OneBrowser(LoadScopeScheduling):
    """In two processes: one has all that needs a browser, the other takes file after file.

    Two browsers, each with a server and a kernel, would wait for each other. The tests of lessons
    go with the browser: they read what it has run.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::")[0]
        if "/book/test_" in path:
            return "book"  # one after the other: they share a site that takes minutes to build
        return "browser" if re.search("/(browser|lessons)/test_", path) else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser:
    """Who runs what, where there is more than one process."""
    return OneBrowser(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who needs files looks for them; names are the same in each process."""
    for item in items:
        if " at 0x" in item.name:
            raise pytest.UsageError(f"{item.nodeid}: an address in a name, another each time")
        if item.get_closest_marker("files"):
            item.add_marker("data")


def pytest_sessionstart() -> None:
    """A newcomer has no files: make sure of it."""
    here = [name for name in needs.WITH_DOWNLOADS if NEWCOMER and datasets.available(name)]
    if here:
        raise pytest.UsageError(f"no newcomer has {here}: unset DRSN_LITE_DATA, empty the cache")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test with the mark `files` where they are not here."""
    for mark in item.iter_markers("files"):
        needs.skip_without(mark.args[0])


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Note which files look for data sets when they are imported."""
    SPY.now = str(collector.path)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Note which tests look for data sets, each file anew."""
    SPY.now = item.nodeid
    done = yield
    if nextitem is None or nextitem.path != item.path:
        SPY.forget()
    return done


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Turn a skip into a failure where the environment says CI: there everything is at hand.

    And fail a test that looks for data sets and lacks the mark: CI would run it in one state only.
    """
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else "no reason given"
        if not (NEWCOMER and needs.FILES.search(reason)):
            report.outcome = "failed"
            report.longrepr = f"skipped, which nothing may be in CI: {reason}"
    looked = {item.nodeid, str(item.path)} & SPY.seen
    if report.passed and call.when == "call" and looked and not item.get_closest_marker("data"):
        report.outcome = "failed"
        report.longrepr = (
            "looks for data sets: give it the mark, `pytest.mark.data`, so that CI runs it with "
            "them and without"
        )
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for which reason: a reason says what to do."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("skipped")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} skipped: {reason}")

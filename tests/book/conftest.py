"""Fixtures: the book, built once, served under a sub-path as GitHub Pages does it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page

from book.serving import served

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site, which `python -m book` builds if what it is made from has changed."""
    with FileLock(ROOT / "book" / ".built.lock"):
        subprocess.run([sys.executable, "-m", "book"], cwd=ROOT, check=True)
    return ROOT / "book" / "_build" / "html"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served: `http://…/drsn-lite/`."""
    with served(site) as where:
        yield where


@dataclass
class Reader:
    """A reader's browser on the site: every other host is blocked, every complaint is kept."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, name: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + name)
        return self.page

    def wake(self) -> None:
        """Scroll down to the end, until each panel of the page is alive or says why it is not."""
        self.page.evaluate(
            """async () => {
                const ready = "canvas[data-seq], [role=alert]:not([hidden])";
                for (const panel of document.querySelectorAll(".drsn-panel")) {
                    panel.scrollIntoView();
                    await new Promise((go) => {
                        const look = () => panel.querySelector(ready)
                            ? go() : requestAnimationFrame(look);
                        look();
                    });
                }
            }"""
        )


@pytest.fixture
def read(browser: Browser, address: str) -> Iterator[Any]:
    """A function that makes a `Reader` with the options of a browser context."""
    readers: list[Reader] = []

    def read_(**options: Any) -> Reader:
        context = browser.new_context(**options)
        context.set_default_timeout(60_000)
        reader = Reader(context, context.new_page(), address)
        readers.append(reader)

        def route(route: Any) -> None:
            if route.request.url.startswith(address):
                route.continue_()
            else:
                reader.complaints.append(f"leaves the site: {route.request.url}")
                route.abort()

        def answered(response: Any) -> None:
            if response.status >= 400:
                reader.complaints.append(f"{response.status}: {response.url}")

        def said(message: Any) -> None:
            if message.type in ("error", "warning"):
                reader.complaints.append(f"{message.type}: {message.text}")

        context.route("**/*", route)
        reader.page.on("pageerror", lambda error: reader.complaints.append(f"{error}"))
        reader.page.on("console", said)
        reader.page.on("response", answered)
        reader.page.on(
            "requestfailed", lambda request: reader.complaints.append(f"failed: {request.url}")
        )
        return reader

    yield read_
    for reader in readers:
        reader.context.close()

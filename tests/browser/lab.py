"""A JupyterLab server of our own, a notebook in a real browser, and what a reader does there."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright

REPOSITORY = Path(__file__).resolve().parents[2]
MINUTE = 60_000  # ms: patience of a wait, which ends as soon as its condition holds
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
_KERNEL = "jupyterapp.shell.currentWidget?.context?.sessionContext"


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright) -> Browser:
    """Headless Chromium that stays off the network."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=_FLAGS)


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: its address, its token and the folder that it serves."""

    url: str
    token: str
    root: Path


@contextmanager
def serve(root: Path, home: Path) -> Iterator[Server]:
    """Run JupyterLab over the folder `root`, with settings, workspaces and log in `home`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_CONFIG_PATH": str(REPOSITORY),  # Lab reads labconfig/ in it
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    _write_settings(home / "settings")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    command += [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    server = Server(f"http://127.0.0.1:{port}", token, root)
    log = home / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command, env=env, stdout=sink, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait_until_up(server, process, log)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _write_settings(folder: Path) -> None:
    """Keep every cell in the page, rendered: a test looks for outputs far below the window."""
    tracker = folder / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True, exist_ok=True)
    tracker.write_text(json.dumps({"windowingMode": "none"}))


def _wait_until_up(server: Server, process: subprocess.Popen, log: Path) -> None:
    while True:
        try:
            urllib.request.urlopen(f"{server.url}/api/status?token={server.token}", timeout=60)
            return
        except OSError:  # not yet listening
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}") from None


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Write a notebook; a cell that starts with "# " is Markdown."""
    make = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
    notebook = nbformat.v4.new_notebook(cells=[make[cell.startswith("# ")](cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}  # or Lab asks
    nbformat.write(notebook, path)


class Notebook:
    """A notebook open in JupyterLab, alone in its browser context."""

    def __init__(self, browser: Browser, server: Server, **context: Any) -> None:
        context = {"viewport": {"width": 1280, "height": 1000}} | context
        self.context: BrowserContext = browser.new_context(**context)
        self.context.set_default_timeout(MINUTE)
        self.server = server
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []  # uncaught errors, and console errors of widgets
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error}"))
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        ours = any(word in message.text.lower() for word in ("widget", "drsn", "canvas"))
        if message.type == "error" and ours:
            self.complaints.append(message.text)

    def open(self, name: str, *, kernel: bool = True) -> "Notebook":
        """Open a notebook of the server's folder and wait for its kernel."""
        self.page.goto(f"{self.server.url}/doc/tree/{name}?reset&token={self.server.token}")
        self.page.wait_for_function("globalThis.jupyterapp?.shell?.currentWidget?.context?.isReady")
        if kernel:
            self.page.wait_for_function(
                f"{_KERNEL}?.isReady && {_KERNEL}.session?.kernel?.status === 'idle'"
            )
        return self

    def command(self, name: str, **arguments: Any) -> Any:
        """Execute a command of JupyterLab, and wait until it is done."""
        return self.page.evaluate(
            "([name, arguments]) => jupyterapp.commands.execute(name, arguments)", [name, arguments]
        )

    def run_all(self) -> list[str]:
        """Run every cell; the errors in their outputs, as "name: value"."""
        self.page.evaluate(
            "async () => { await jupyterapp.commands.execute('notebook:run-all-cells') }"
        )
        return self.errors()

    def run_code(self, code: str) -> None:
        """Run code in a new cell at the end."""
        self.page.evaluate(
            """async (code) => {
                const { content } = jupyterapp.shell.currentWidget;
                content.activeCellIndex = content.widgets.length - 1;
                await jupyterapp.commands.execute("notebook:insert-cell-below");
                content.activeCell.model.sharedModel.setSource(code);
                await jupyterapp.commands.execute("notebook:run-cell");
            }""",
            code,
        )

    def restore(self) -> None:
        """Take back everything since the notebook was opened or saved."""
        self.page.evaluate("async () => { await jupyterapp.shell.currentWidget.context.revert() }")

    def errors(self) -> list[str]:
        """The errors in the cells' outputs."""
        return self.page.evaluate(
            """() => [...jupyterapp.shell.currentWidget.content.model.cells]
                .flatMap((cell) => cell.toJSON().outputs ?? [])
                .filter((output) => output.output_type === "error")
                .map((output) => `${output.ename}: ${output.evalue}`)"""
        )

    def save(self) -> None:
        """Save the notebook with its outputs."""
        self.command("docmanager:save")

    def theme(self, *, dark: bool) -> None:
        """Change JupyterLab's theme and wait until the page has it."""
        self.command("apputils:change-theme", theme=f"JupyterLab {'Dark' if dark else 'Light'}")
        light = "false" if dark else "true"
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")

    def restart(self) -> None:
        """Restart the kernel."""
        self.page.evaluate(f"async () => {{ await {_KERNEL}.session.kernel.restart() }}")

    def panels(self) -> list["LivePanel"]:
        """The panels on the page, from the top."""
        roots = self.page.locator(".drsn")
        return [LivePanel(roots.nth(i)) for i in range(roots.count())]

    def close(self) -> None:
        """End the kernel and the browser context."""
        self.page.evaluate(f"async () => {{ await {_KERNEL}?.shutdown?.() }}")
        self.context.close()


class LivePanel:
    """A live panel on the page, with what a reader can do to it."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.page = root.page
        self.canvas = root.locator("canvas")
        self.canvas.wait_for()
        self.canvas.scroll_into_view_if_needed()

    def control(self, name: str) -> Locator:
        """The control of a setting."""
        return self.root.locator(f"[name={name}]")

    def settled(self, **settings: Any) -> "LivePanel":
        """Wait until the newest request is answered and painted, and shows these settings."""
        self.page.wait_for_function(
            """([root, wanted]) => {
                const { settings, asked, seq } = root.querySelector("canvas").dataset;
                if (seq === undefined || seq !== asked) return false;
                const shown = JSON.parse(settings);
                return Object.entries(wanted).every(([name, value]) => shown[name] === value);
            }""",
            arg=[self.root.element_handle(), settings],
        )
        return self

    def settings(self) -> dict[str, Any]:
        """The settings of the picture on the screen."""
        return json.loads(self.canvas.get_attribute("data-settings"))

    def sentence(self) -> str:
        """The sentence under the picture."""
        return self.root.locator("output").inner_text()

    def pixels(self) -> str:
        """The picture, as a data URL."""
        return self.canvas.evaluate("canvas => canvas.toDataURL()")

    def places(self) -> list[list[float]]:
        """Where the parts of the panel stand in it, and their sizes."""
        return self.root.evaluate(
            """root => {
                const from = root.getBoundingClientRect();
                return [root, ...root.querySelectorAll("canvas, output, input, select, button")]
                    .map((node) => node.getBoundingClientRect())
                    .map((box) => [box.x - from.x, box.y - from.y, box.width, box.height]);
            }"""
        )

    def error(self) -> str:
        """What the panel's error box says; empty if it shows none."""
        box = self.root.locator(".drsn-error")
        return box.inner_text() if box.is_visible() else ""

    def press(self, name: str, key: str) -> "LivePanel":
        """Focus a control and press a key, as a reader would; wait for the picture."""
        self.control(name).focus()
        self.page.keyboard.press(key)
        return self.settled()

    def drag(self, name: str, start: float, end: float, steps: int = 20) -> "LivePanel":
        """Drag a slider's thumb with the mouse between two fractions of its length."""
        slider = self.control(name)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        thumb = 16

        def at(fraction: float) -> tuple[float, float]:
            across = box["x"] + thumb / 2 + fraction * (box["width"] - thumb)
            return across, box["y"] + box["height"] / 2

        self.page.mouse.move(*at(start))
        self.page.mouse.down()
        self.page.mouse.move(*at(end), steps=steps)
        self.page.mouse.up()
        return self

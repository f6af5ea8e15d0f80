"""A JupyterLab server of our own, a headless browser, and notebooks to open in them."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from playwright.sync_api import Browser, Playwright

REPOSITORY = Path(__file__).resolve().parents[2]
LIMIT = 120  # seconds until a wait, which else ends as soon as its condition holds, fails
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

# On Linux the server gets SIGTERM (15) when its parent dies, however it dies, and ends its kernels
_DIE_WITH_PARENT = """
import ctypes, os, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 15)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


_CHROME = (  # where it is installed on macOS and on Windows, which do not put it on the PATH
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
)


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome, or None."""
    names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    names += [place.format_map(defaultdict(str, os.environ)) for place in _CHROME]
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright) -> Browser:
    """Headless Chromium that stays off the network."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=_FLAGS)


@dataclass(frozen=True)
class Server:
    """A running server: its address and token, the folder that it serves, a notebook's page."""

    url: str
    token: str
    root: Path
    page: str = "/doc/tree/{name}?reset&token={token}"

    def address(self, name: str) -> str:
        """Where a notebook of the folder opens."""
        return self.url + self.page.format(name=name, token=self.token)


_APPS = {
    "jupyterlab": ("--LabApp", Server.page),
    "notebook": ("--JupyterNotebookApp", "/notebooks/{name}?token={token}"),
}


@contextmanager
def serve(
    root: Path, home: Path, app: str = "jupyterlab", extra: Path | None = None
) -> Iterator[Server]:
    """Run JupyterLab, or Notebook 7, over the folder `root`; settings and log are in `home`.

    `extra` is a folder of packages that this server has besides, see `make .venv/.test`.
    """
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
    if extra is not None:
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(extra), env.get("PYTHONPATH")]))
        env["JUPYTER_PATH"] = str(extra / "share" / "jupyter")
        env["JUPYTER_CONFIG_PATH"] += os.pathsep + str(extra / "etc" / "jupyter")
    _write_settings(home / "settings")
    flag, page = _APPS[app]
    command = [sys.executable, "-c", _DIE_WITH_PARENT, "-m", app, "--no-browser"]
    command += ["--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    command += [f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={token}"]
    command += [f"{flag}.expose_app_in_browser=True"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command += ["--LanguageServerManager.autodetect=False"]  # it would look for programs first
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    server = Server(f"http://127.0.0.1:{port}", token, root, page)
    log = home / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=home,  # where it may leave files: collaboration keeps a database there
            env=env,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_up(server, process, log)
        yield server
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """End the server; then its kernels, each in a session of its own, if one outlives it."""
    try:
        kernels = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        kernels = []
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _, alive = psutil.wait_procs(kernels, timeout=3)
    for kernel in alive:
        kernel.kill()


def _write_settings(folder: Path) -> None:
    """Keep every cell in the page, rendered: a test looks for outputs far below the window."""
    tracker = folder / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True, exist_ok=True)
    tracker.write_text(json.dumps({"windowingMode": "none"}))


def _wait_until_up(server: Server, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{server.url}/api/status?token={server.token}", timeout=LIMIT)
            return
        except OSError:  # not yet listening
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Write a notebook; a cell that starts with "# " is Markdown."""
    make = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
    notebook = nbformat.v4.new_notebook(cells=[make[cell.startswith("# ")](cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}  # or Lab asks
    nbformat.write(notebook, path)

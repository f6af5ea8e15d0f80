"""The commands that mend an environment: each is one line to paste into a terminal."""

import os
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def command(*words: str | Path) -> str:
    """The words as one line, quoted for the terminal of this system."""
    texts = [str(word) for word in words]
    return subprocess.list2cmdline(texts) if os.name == "nt" else shlex.join(texts)


def is_conda() -> bool:
    """Whether conda made this environment."""
    return Path(sys.prefix, "conda-meta").is_dir()


def is_made_by_make() -> bool:
    """Whether this is the .venv of the Makefile."""
    return os.path.realpath(sys.prefix) == os.path.realpath(ROOT / ".venv")


def install(requirement: str = "drsn-lite") -> str:
    """Bring all packages to versions that fit; the one requirement if there is no clone."""
    if is_conda():
        where = ("--prefix", sys.prefix, "--file", ROOT / "environment.yml")
        return command("conda", "env", "update", *where)
    pip = (sys.executable, "-m", "pip", "install")
    pins = ROOT / "constraints.txt"
    if pins.is_file():
        return command(*pip, "-c", pins, "-e", ROOT)
    return command(*pip, requirement)


def again(package: str) -> str:
    """Install a package's files once more, in the version that is there."""
    try:
        pinned = f"{package}=={metadata.version(package).split('+')[0]}"
    except metadata.PackageNotFoundError:
        return install(package)
    if is_conda():
        return command("conda", "install", "--prefix", sys.prefix, "--force-reinstall", package)
    pip = (sys.executable, "-m", "pip", "install", "--force-reinstall", "--no-deps")
    return command(*pip, pinned)


def anew() -> str:
    """Make the environment again, with a Python that fits."""
    if is_conda() or os.name == "nt":
        return command("conda", "env", "create", "--file", ROOT / "environment.yml")
    return command("make", "-C", ROOT, "clean", "lab")


def start() -> str:
    """Start JupyterLab from this environment, and its own kernel with it."""
    if is_made_by_make() and os.name != "nt":
        return command("make", "-C", ROOT, "lab")
    lab = (sys.executable, "-m", "jupyterlab")
    if os.name == "nt" or is_conda():  # environment.yml has set the variable
        return command(*lab)
    return command("env", "JUPYTER_PATH=", "JUPYTER_PREFER_ENV_PATH=1", *lab)


def restore(root: Path, folder: str) -> str:
    """Bring back files that belong to the project."""
    if not (root / ".git").exists():  # it came as an archive
        return f"unpack the project's archive again over {root}"
    return command("git", "-C", root, "checkout", "--", folder)

"""The commands that mend an environment: each is one line to paste into a terminal."""

import json
import os
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from drsn_lite.paths import CHECKOUT, ENVIRONMENT


def command(*words: str | Path) -> str:
    """The words as one line, quoted for the terminal of this system."""
    texts = [str(word) for word in words]
    return subprocess.list2cmdline(texts) if os.name == "nt" else shlex.join(texts)


def is_conda() -> bool:
    """Whether conda made this environment."""
    return Path(sys.prefix, "conda-meta").is_dir()


def is_made_by_make(root: Path | None = CHECKOUT) -> bool:
    """Whether this is the .venv of the Makefile."""
    return root is not None and os.path.realpath(sys.prefix) == os.path.realpath(root / ".venv")


def is_in_kernel() -> bool:
    """Whether this is a notebook's kernel, or a command that a notebook's cell has started."""
    return "ipykernel" in sys.modules or "JPY_PARENT_PID" in os.environ


def has(package: str) -> bool:
    """Whether a package is installed in this environment."""
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def has_foreign_server() -> bool:
    """Whether notebooks come here from a server of their own, so that JupyterLab is not needed.

    That is so in Colab, in Kaggle and in editors. What `make lab` made has a server itself.
    """
    return is_in_kernel() and not has("jupyterlab") and not is_made_by_make()


def source(extra: str = "") -> str:
    """What pip takes to install this package again, from where it was installed."""
    try:
        found = metadata.distribution("drsn-lite")
    except metadata.PackageNotFoundError:
        return f"drsn-lite{extra}"
    text = found.read_text("direct_url.json")  # pip's record of a file or an address
    if text is None:
        return f"drsn-lite{extra}=={found.version}"
    origin = json.loads(text)
    url, vcs = origin["url"], origin.get("vcs_info")
    return f"drsn-lite{extra} @ " + (f"{vcs['vcs']}+{url}@{vcs['commit_id']}" if vcs else url)


def install(requirement: str = "", root: Path | None = CHECKOUT) -> str:
    """Bring all packages to versions that fit; the one requirement if there is no checkout.

    Without a requirement, and without a checkout, it is this package with JupyterLab.
    """
    extra = "" if has_foreign_server() else "[lab]"
    if root is None or not (root / "constraints.txt").is_file():
        return command(sys.executable, "-m", "pip", "install", requirement or source(extra))
    if is_conda():
        where = ("--prefix", sys.prefix, "--file", root / "environment.yml")
        return command("conda", "env", "update", *where)
    pins = root / "constraints.txt"
    return command(sys.executable, "-m", "pip", "install", "-c", pins, "-e", f"{root}{extra}")


def reinstall(package: str) -> str:
    """Install a package's files once more, in the version that is there."""
    try:
        pinned = f"{package}=={metadata.version(package).split('+')[0]}"
    except metadata.PackageNotFoundError:
        return install(package)
    if is_conda():
        return command("conda", "install", "--prefix", sys.prefix, "--force-reinstall", package)
    pip = (sys.executable, "-m", "pip", "install", "--force-reinstall", "--no-deps")
    return command(*pip, pinned)


def new_environment(root: Path | None = CHECKOUT) -> str:
    """Make the environment again, with a Python that fits."""
    if root is None:
        return command("conda", "create", "--name", "drsn-lite", "python=3.13", "pip")
    if is_conda() or os.name == "nt":
        return command("conda", "env", "create", "--file", root / "environment.yml")
    return command("make", "-C", root, "clean", "lab")


def start(root: Path | None = CHECKOUT) -> str:
    """Start JupyterLab from this environment, and its own kernel with it."""
    if root and is_made_by_make(root) and os.name != "nt":
        return command("make", "-C", root, "lab")
    lab = (sys.executable, "-m", "jupyterlab")
    if os.name == "nt" or is_conda():  # environment.yml has set the variable
        return command(*lab)
    return command("env", "JUPYTER_PATH=", "JUPYTER_PREFER_ENV_PATH=1", *lab)


def restore(folder: str, root: Path | None = CHECKOUT) -> str:
    """Bring back files that belong to the project."""
    if root is None:  # they came with the wheel
        return command(
            sys.executable, "-m", "pip", "install", "--force-reinstall", "--no-deps", source()
        )
    if not (root / ".git").exists():  # it came as an archive
        return f"unpack the project's archive again over {root}"
    return command("git", "-C", root, "checkout", "--", folder)


def forget_own_folder() -> str:
    """Take back the variable that names the user's folder, so that the cache is looked at."""
    return f"set {ENVIRONMENT}=" if os.name == "nt" else f"unset {ENVIRONMENT}"

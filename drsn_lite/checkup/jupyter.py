"""The doctor on Jupyter: whose kernel runs, whose server is above it, and can it draw widgets?"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from drsn_lite.checkup.findings import Finding
from drsn_lite.checkup.remedies import (
    command,
    has,
    install,
    is_in_kernel,
    is_made_by_make,
    reinstall,
    start,
)

MANAGER = {"8": "5"}
"""Which major version of JupyterLab's widget manager a major version of ipywidgets talks to."""


def check_kernel(folders: Sequence[str] | None = None) -> Iterator[Finding]:
    """A notebook's kernel "python3" runs the Python of this environment."""
    if folders is None:
        from jupyter_core.paths import jupyter_path

        folders = jupyter_path("kernels")
    files = [Path(folder, "python3", "kernel.json") for folder in folders]
    spec = next((file for file in files if file.is_file()), None)
    own = Path(sys.prefix, "share", "jupyter", "kernels", "python3", "kernel.json")
    rewrite = command(sys.executable, "-m", "ipykernel", "install", "--sys-prefix")
    if spec is None:  # Jupyter then starts the ipykernel beside it
        yield from check_installed("kernel python3", "ipykernel")
        return
    program = json.loads(spec.read_text(encoding="utf-8"))["argv"][0]
    # Jupyter puts its own interpreter in the place of a bare "python".
    passed = bool(re.fullmatch(r"python[\d.]*", program)) or is_here(program)
    mend = start() if own.is_file() and not spec.samefile(own) else rewrite
    found = program if passed else f"{program}, named by {spec}"
    yield Finding("kernel python3", passed, found, f"in {sys.prefix}", mend)


def check_server(ancestors: Sequence[tuple[list[str], str]] | None = None) -> Iterator[Finding]:
    """The Jupyter server above this kernel, or else the one that would start, is of this place.

    Where a server without JupyterLab has started this kernel (Colab, Kaggle, an editor), that is
    the one: it runs already. Only what `make lab` has made must have a JupyterLab itself.

    `ancestors` are the command line and working folder of each process above, nearest first.
    """
    if ancestors is None:
        ancestors = list(processes_above()) if is_in_kernel() else []
    own = has("jupyterlab") or is_made_by_make()
    for words, folder in ancestors:
        if any("jupyter" in Path(word).name for word in words[:4]):
            program = os.path.join(folder, shutil.which(words[0]) or words[0])
            passed, wanted = is_here(program) or not own, f"in {sys.prefix}" if own else ""
            yield Finding("Jupyter server", passed, program, wanted, start())
            return
    if ancestors and not own:
        yield Finding("Jupyter server", True, "not seen, but it has started this kernel")
    else:
        yield from check_installed("Jupyter server", "jupyterlab")


def check_widgets(folders: Sequence[str] | None = None) -> Iterator[Finding]:
    """JupyterLab has the browser's half of ipywidgets and of anywidget, in versions that match.

    Where there is no JupyterLab, another server has its own folders, which are not looked at.
    """
    if not has("jupyterlab"):
        return
    if folders is None:
        from jupyter_core.paths import jupyter_path

        folders = jupyter_path("labextensions")
    parts = (
        ("@jupyter-widgets/jupyterlab-manager", "ipywidgets", "jupyterlab_widgets"),
        ("anywidget", "anywidget", "anywidget"),
    )
    for name, package, carrier in parts:
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue  # `check_packages` has said so
        major, minor = version.split(".")[:2]
        wanted = MANAGER.get(major, "?") if package == "ipywidgets" else f"{major}.{minor}"
        files = [Path(folder, name, "package.json") for folder in folders]
        file = next((file for file in files if file.is_file()), None)
        found = json.loads(file.read_text(encoding="utf-8"))["version"] if file else "missing"
        passed = found.startswith(f"{wanted}.")
        yield Finding(f"{name} in Lab", passed, found, f"{wanted}.*", reinstall(carrier))


def check_installed(topic: str, package: str) -> Iterator[Finding]:
    """This environment has its own copy of the package."""
    try:
        yield Finding(topic, True, f"{package} {metadata.version(package)} of this environment")
    except metadata.PackageNotFoundError:
        yield Finding(topic, False, "none", f"{package} in {sys.prefix}", install())


def is_here(program: str) -> bool:
    """Whether a program lies in this environment: its link, not what the link points to."""
    folder = os.path.realpath(os.path.dirname(program))
    return Path(folder).is_relative_to(os.path.realpath(sys.prefix))


def processes_above() -> Iterator[tuple[list[str], str]]:
    """Command line and working folder of each process above this one that may be looked at."""
    import psutil

    for process in psutil.Process().parents():
        try:
            words, folder = process.cmdline(), process.cwd()
        except psutil.Error:
            continue
        if words:
            yield words, folder

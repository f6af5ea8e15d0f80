"""Is this environment able to run the lessons, and if not, which one command mends it?

    python -m drsn_lite doctor                              in a terminal
    from drsn_lite.doctor import doctor; doctor()           in a notebook

It starts where packages are missing, so only the standard library is imported at the top, and it
is quick, so torch is asked for its device only if it is loaded already or `torch=True`.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

from drsn_lite.findings import Finding, Report
from drsn_lite.remedies import again, anew, command, install, restore, start

ROOT = Path(__file__).resolve().parents[1]
OLDEST, TOO_NEW = (3, 11), (3, 14)
DISK_GB = 1.0
MANAGER = {"8": "5"}
"""Which major version of JupyterLab's widget manager a major version of ipywidgets talks to."""


def doctor(torch: bool = False) -> Report:
    """Look at everything the lessons need; never raises.

    Parameters
    ----------
    torch : bool
        Import torch, some seconds, to say on which device it runs. If it is loaded, it is asked.

    Returns
    -------
    Report
        With `failed` empty if the lessons can run here.
    """
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        check_python,
        check_packages,
        check_kernel,
        check_server,
        check_widgets,
        check_files,
        check_disk,
        lambda: check_device(torch),
    )
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check()
        except Exception as error:  # what a broken package raises cannot be foreseen
            name = (
                getattr(check, "__name__", "").removeprefix("check_").replace("<lambda>", "torch")
            )
            findings.append(Finding(name, False, f"{type(error).__name__}: {error}", "", install()))
    return Report(tuple(findings))


def check_python(version: Sequence[int] = sys.version_info) -> Iterator[Finding]:
    """The version of Python is one that all packages have builds for."""
    passed = OLDEST <= tuple(version[:2]) < TOO_NEW
    yield Finding("Python", passed, ".".join(map(str, version[:3])), "3.11 to 3.13", anew())


def check_packages() -> Iterator[Finding]:
    """Each requirement in the package's own metadata is installed in a version that it admits."""
    try:
        from packaging.requirements import Requirement

        lines = metadata.requires("drsn-lite") or []
    except (ImportError, metadata.PackageNotFoundError) as error:
        yield Finding(error.name or "drsn-lite", False, "not installed", "", install())
        return
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        wanted, mend = str(requirement.specifier), install(line)
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Finding(requirement.name, False, "not installed", wanted, mend)
        else:
            fits = requirement.specifier.contains(version, prereleases=True)
            yield Finding(requirement.name, fits, version, wanted, mend)


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

    `ancestors` are the command line and working folder of each process above, nearest first.
    """
    if ancestors is None:
        ancestors = list(processes_above()) if "ipykernel" in sys.modules else []
    for words, folder in ancestors:
        if any("jupyter" in Path(word).name for word in words[:4]):
            program = os.path.join(folder, shutil.which(words[0]) or words[0])
            passed = is_here(program)
            yield Finding("Jupyter server", passed, program, f"in {sys.prefix}", start())
            return
    yield from check_installed("Jupyter server", "jupyterlab")


def check_widgets(folders: Sequence[str] | None = None) -> Iterator[Finding]:
    """JupyterLab has the browser's half of ipywidgets and of anywidget, in versions that match."""
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
        yield Finding(f"{name} in Lab", passed, found, f"{wanted}.*", again(carrier))


def check_files(root: Path = ROOT) -> Iterator[Finding]:
    """The lessons are beside the package, and each shipped network has its card."""
    lessons = sorted(root.glob("notebooks/[0-9]*.ipynb"))
    first = (root / "notebooks" / "00-start-here.ipynb").is_file()
    yield Finding(
        "lessons", first, f"{len(lessons)} in {root}", "00-start-here", restore(root, "notebooks")
    )
    networks = {path.stem for path in root.glob("data/checkpoints/*.safetensors")}
    cards = {path.stem for path in root.glob("data/checkpoints/*.json")}
    passed = bool(networks) and networks == cards
    found = f"{len(networks)}, with {len(networks & cards)} cards"
    yield Finding("trained networks", passed, found, "each with a card", restore(root, "data"))


def check_disk(free_gb: float | None = None) -> Iterator[Finding]:
    """There is room for downloads and checkpoints."""
    gb = shutil.disk_usage(ROOT).free / 1e9 if free_gb is None else free_gb
    mend = command(sys.executable, "-m", "pip", "cache", "purge")
    yield Finding("free disk", gb >= DISK_GB, f"{gb:.1f} GB", f"at least {DISK_GB:g} GB", mend)


def check_device(load: bool) -> Iterator[Finding]:
    """How many cores there are, and what torch would compute on."""
    usable = getattr(os, "sched_getaffinity", None)
    cores = len(usable(0)) if usable else os.cpu_count() or 1
    yield Finding("cores", True, str(cores))
    if load or "torch" in sys.modules:
        try:
            import torch
        except Exception as error:  # a broken build raises OSError, ImportError and others
            yield Finding("torch runs on", False, f"nothing: {error}", "", again("torch"))
            return
        gpu = torch.cuda.is_available()
        yield Finding("torch runs on", True, torch.cuda.get_device_name(0) if gpu else "the CPU")


def check_installed(topic: str, package: str) -> Iterator[Finding]:
    """This environment has its own copy of the package."""
    try:
        yield Finding(topic, True, f"{package} {metadata.version(package)} of this environment")
    except metadata.PackageNotFoundError:
        yield Finding(topic, False, "none", f"{package} in {sys.prefix}", install(package))


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

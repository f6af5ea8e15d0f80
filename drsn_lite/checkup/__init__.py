"""Is this environment able to run the lessons, and if not, which one command mends it?

    python -m drsn_lite doctor                              in a terminal
    from drsn_lite.checkup import doctor; doctor()           in a notebook

It starts where packages are missing, so only the standard library is imported at the top, and it
is quick, so torch is asked for its device only if it is loaded already or `torch=True`.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

from drsn_lite import paths
from drsn_lite.checkup.findings import Finding, Report
from drsn_lite.checkup.jupyter import check_kernel, check_server, check_widgets
from drsn_lite.checkup.remedies import (
    command,
    forget_own_folder,
    has,
    install,
    new_environment,
    reinstall,
    restore,
)
from drsn_lite.paths import CHECKOUT, DATA, ENVIRONMENT, PACKAGE

OLDEST, TOO_NEW = (3, 11), (3, 14)
DISK_GB = 1.0


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
        check_own_folder,
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


def check_python(version: Sequence[int] = sys.version_info[:3]) -> Iterator[Finding]:
    """The version of Python is one that all packages have builds for."""
    passed = OLDEST <= tuple(version[:2]) < TOO_NEW
    found = ".".join(map(str, version[:3]))
    yield Finding("Python", passed, found, "3.11 to 3.13", new_environment())


def check_packages() -> Iterator[Finding]:
    """Each requirement in the package's own metadata is installed in a version that it admits.

    JupyterLab may be missing, for another server may be there; `check_server` looks at that.
    """
    try:
        from packaging.requirements import Requirement

        lines = metadata.requires("drsn-lite") or []
    except (ImportError, metadata.PackageNotFoundError) as error:
        yield Finding(error.name or "drsn-lite", False, "not installed", "", install())
        return
    for line in lines:
        requirement = Requirement(line)
        extra = "lab" if has(requirement.name) else ""
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        wanted = str(requirement.specifier)
        mend = install(f"{requirement.name}{wanted}")
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Finding(requirement.name, False, "not installed", wanted, mend)
        else:
            fits = requirement.specifier.contains(version, prereleases=True)
            yield Finding(requirement.name, fits, version, wanted, mend)


def check_files(checkout: Path | None = CHECKOUT, data: Path = DATA) -> Iterator[Finding]:
    """The lessons are beside the package, and each shipped network has its card.

    A wheel has no lessons: they are where the learner has put them. It has a list of its files.
    """
    mend = restore("data", checkout)
    if checkout is None:
        yield Finding("lessons", True, "no part of an installed package: open them where they are")
        count, lost = recorded(data)
        yield Finding(
            "data files", not lost, f"{count}, {len(lost)} lost or cut", "none lost", mend
        )
    else:
        lessons = sorted(checkout.glob("notebooks/[0-9]*.ipynb"))
        first = (checkout / "notebooks" / "00-start-here.ipynb").is_file()
        found, whence = f"{len(lessons)} in {checkout}", restore("notebooks", checkout)
        yield Finding("lessons", first, found, "00-start-here", whence)
    networks = {path.stem for path in data.glob("checkpoints/*.safetensors")}
    cards = {path.stem for path in data.glob("checkpoints/*.json")}
    passed = bool(networks) and networks == cards
    found = f"{len(networks)}, with {len(networks & cards)} cards"
    yield Finding("trained networks", passed, found, "each with a card", mend)


def recorded(data: Path) -> tuple[int, list[str]]:
    """How many files the installer has put into `data`, and those not there in their length."""
    files = [(Path(str(file.locate())), file.size) for file in metadata.files("drsn-lite") or []]
    ours = [(path, size) for path, size in files if path.resolve().is_relative_to(data)]
    lost = [path.name for path, size in ours if not path.is_file() or path.stat().st_size != size]
    return len(ours), lost


def check_own_folder() -> Iterator[Finding]:
    """The folder of data sets that the environment names, if it names one, can be read."""
    named = os.environ.get(ENVIRONMENT)
    if not named:
        yield Finding(ENVIRONMENT, True, "not set")
        return
    try:
        with os.scandir(paths.own_folder()):  # by its module: tests note there who looks
            passed, found = True, named
    except OSError as error:
        passed, found = False, f"{named}: {error.strerror}"
    except RuntimeError as error:  # "~someone" who is not there
        passed, found = False, f"{named}: {error}"
    wanted = "a folder that can be read, or not set"
    yield Finding(ENVIRONMENT, passed, found, wanted, forget_own_folder())


def check_disk(free_gb: float | None = None) -> Iterator[Finding]:
    """There is room for downloads and checkpoints."""
    gb = shutil.disk_usage(PACKAGE).free / 1e9 if free_gb is None else free_gb
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
            yield Finding("torch runs on", False, f"nothing: {error}", "", reinstall("torch"))
            return
        gpu = torch.cuda.is_available()
        yield Finding("torch runs on", True, torch.cuda.get_device_name(0) if gpu else "the CPU")

"""The wheel, built and unpacked once for all tests that ask what a user has without the project."""

import atexit
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "sweeps")

LITTER = (
    "data/results/cut_off.csv.part",
    "data/in_use.lock",
    "data/__pycache__/compiled.pyc",
    "build/lib/drsn_lite/of_an_older_build.py",
)


def build(kind: str, source: Path, target: Path) -> Path:
    """The `wheel` or `sdist` of a project's folder; what it writes beside its sources stays there.

    Raises
    ------
    subprocess.CalledProcessError
        If it cannot be built.
    """
    code = f"import sys; from setuptools.build_meta import build_{kind} as b; b(sys.argv[1])"
    target.mkdir()
    subprocess.run([sys.executable, "-c", code, target], cwd=source, check=True, stdout=2)
    [made] = target.iterdir()
    return made


@cache
def folder() -> Path:
    """A folder for what is built, removed at the end."""
    path = tempfile.mkdtemp(prefix="drsn-lite-wheel-")
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return Path(path)


@cache
def source() -> Path:
    """A copy of the project to build in, with litter that must not get into what is built.

    What a build leaves behind stays out of the project, too.
    """
    copy = Path(shutil.copytree(ROOT, folder() / "source", ignore=LEFT_OUT))
    for name in LITTER:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    return copy


@cache
def sdist() -> Path:
    """The archive of the sources, made from the project."""
    return build("sdist", source(), folder() / "sdist")


@cache
def wheel() -> Path:
    """The wheel, made from the archive of the sources as a package index would do it."""
    safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not in 3.11.0
    with tarfile.open(sdist()) as archive:
        archive.extractall(folder() / "unpacked-sdist", **safe)
    [project] = (folder() / "unpacked-sdist").iterdir()
    return build("wheel", project, folder() / "wheel")


@cache
def site() -> Path:
    """A folder for PYTHONPATH that holds what the wheel installs, and nothing else."""
    path = folder() / "site"
    with zipfile.ZipFile(wheel()) as archive:
        archive.extractall(path)
    return path


def environment(**more: str) -> dict[str, str]:
    """The variables of a process that has the wheel instead of the project."""
    return os.environ | {"PYTHONPATH": str(site())} | more

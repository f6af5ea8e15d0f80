"""Where files lie: the small ones of the project, and the data sets of the user."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The folder of this package."""


def find_checkout(package: Path) -> Path | None:
    """The project's folder, if the package lies in one: none where it was installed from a wheel.

    A wheel carries the project's `data` inside the package; a checkout has it beside the package.
    """
    root = package.parent
    installed = (package / "data").is_dir() or not (root / "pyproject.toml").is_file()
    return None if installed else root


CHECKOUT = find_checkout(PACKAGE)
"""The project's folder with lessons, Makefile and pins, or None where a wheel was installed."""

DATA = (CHECKOUT or PACKAGE) / "data"
"""Small files that come with the project: checkpoints, result tables, manifests."""

ENVIRONMENT = "DRSN_LITE_DATA"
"""The environment variable that names the user's own folder of data sets."""


def own_folder() -> Path | None:
    """The user's folder of data sets, if the environment names one. It is read, never written."""
    folder = os.environ.get(ENVIRONMENT)
    return Path(folder).expanduser() if folder else None


def cache_folder() -> Path:
    """Where downloads go: `~/.cache/drsn-lite` on Linux, the like on other systems."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("drsn-lite")).expanduser()


PROGRESS = "DRSN_LITE_PROGRESS"
"""The environment variable that names the file of solved exercises."""


def progress_file() -> Path:
    """Where solved exercises are kept: `~/.local/share/drsn-lite/solved.json` on Linux."""
    import platformdirs

    named = os.environ.get(PROGRESS)
    usual = Path(platformdirs.user_data_dir("drsn-lite"), "solved.json")
    return (Path(named) if named else usual).expanduser()

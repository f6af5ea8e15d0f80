"""Where files lie: the small ones of the project, and the data sets of the user."""

import os
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
"""Small files that come with the project: checkpoints, result tables, manifests."""

ENVIRONMENT = "DRSN_LITE_DATA"
"""The environment variable that names the user's own folder of data sets."""


def own_folder() -> Path | None:
    """The user's folder of data sets, if the environment names one. It is read, never written."""
    folder = os.environ.get(ENVIRONMENT)
    return Path(folder).expanduser() if folder else None


def cache_folder() -> Path:
    """Where downloads go: `~/.cache/drsn-lite` on Linux, the like on other systems."""
    import pooch

    return Path(pooch.os_cache("drsn-lite")).expanduser()

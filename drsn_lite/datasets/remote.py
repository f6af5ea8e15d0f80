"""A public file, where it may lie here, and what to say when it cannot be had."""

from dataclasses import dataclass
from pathlib import Path

from drsn_lite import paths


class DataError(OSError):
    """A data file cannot be had. The message says what to do."""


class DataMissingError(DataError):
    """A data file is not here, and could not be downloaded or was not to be."""


class DataRefusedError(DataError):
    """A data file is not the one expected, or cannot be checked."""


@dataclass(frozen=True)
class Remote:
    """A public file: its name, where it is from, its sha256 and its size in bytes."""

    name: str
    url: str
    sha256: str | None = None
    size: int | None = None

    def __str__(self) -> str:
        size = ""
        if self.size:
            small = self.size < 50_000
            size = f"  ({self.size / 1e3:.1f} kB)" if small else f"  ({self.size / 1e6:.1f} MB)"
        return f"{self.name}  from  {self.url}{size}"


def folders(dataset: str) -> list[Path]:
    """Where files of a data set may lie: the user's own folder if there is one, then the cache."""
    own = paths.own_folder()
    return [folder / dataset for folder in (own, paths.cache_folder()) if folder]


def is_here(path: Path) -> bool:
    """Whether a file is there.

    Raises
    ------
    DataRefusedError
        If its folder may not be looked into.
    """
    try:
        return path.is_file()
    except OSError as error:
        raise DataRefusedError(
            f"{path} cannot be looked for: {error}. Check the permissions of {path.parent}, or "
            f"let the environment variable {paths.ENVIRONMENT} name another folder."
        ) from error


def unwritable(dataset: str, name: str, error: OSError) -> str:
    """What could not be written, why, and what to do."""
    return (
        f"{name} could not be written into {paths.cache_folder() / dataset}: {error}. Make room "
        "there or check its permissions; or put the files into a folder "
        f"{dataset!r} elsewhere and name its parent by the environment variable "
        f"{paths.ENVIRONMENT}."
    )


def advice(dataset: str, missing: list[Remote], reason: str) -> str:
    """Which files are missing, where to get them by hand and where to put them."""
    listed = "\n".join(f"    {remote}" for remote in missing)
    places = "\n    or  ".join(str(folder) for folder in folders(dataset))
    return (
        f"load({dataset!r}) needs files that are not here, {reason}.\n"
        f"With a network:  python -m drsn_lite data get {dataset}\n"
        f"Or get them with a browser:\n{listed}\nand put them into\n        {places}\n"
        f"or into a folder named {dataset} anywhere, with the environment variable "
        f"{paths.ENVIRONMENT} naming its parent."
    )

"""Names of files and folders that no table can hold, or that only look different."""

import unicodedata
from pathlib import Path

from drsn_lite.datasets.recordings.recording import RecordingError


def refuse_names(root: Path, names: list[str]) -> None:
    """Raise a RecordingError if names cannot be printed, or look the same and are not.

    The letter "ü" can be written as one sign or as two (NFC, NFD), and both may lie in a folder.
    """
    seen: dict[str, str] = {}
    for name in names:
        try:
            name.encode("utf-8")
        except UnicodeEncodeError:
            raise RecordingError(
                f"the name of {root / name} is no UTF-8, so no table or card can hold it: rename it"
            ) from None
        for part in (name, name.split("/")[0]):
            other = seen.setdefault(unicodedata.normalize("NFC", part), part)
            if other != part:
                raise RecordingError(
                    f"{root / other} and {root / part} look the same but are written with other "
                    f"signs, {other!a} and {part!a}: rename one of them"
                )

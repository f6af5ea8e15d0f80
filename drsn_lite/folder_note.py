"""What a folder held, in words and as a table: recordings and windows of each class."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drsn_lite.folder_files import Listing, counted
from drsn_lite.windows import Cut

if TYPE_CHECKING:
    import pandas as pd

    from drsn_lite.folder import FolderDataset


def report(data: "FolderDataset") -> "pd.DataFrame":
    """Recordings and windows of each class in training and test; one row a class, and their sum.

    Raises
    ------
    ValueError
        If the data do not come from a folder: they do not know their recordings.
    """
    import pandas as pd

    if not hasattr(data, "test_recording"):
        raise ValueError(f"{data.name} does not know its recordings: report is for load('folder')")
    parts = {
        "train": (data.train_y, data.train_recording),
        "test": (data.test_y, data.test_recording),
    }
    every = range(len(data.classes))
    columns = {
        f"{part} recordings": [len(np.unique(names[y == k])) for k in every]
        for part, (y, names) in parts.items()
    }
    columns |= {
        f"{part} windows": np.bincount(y, minlength=len(every)) for part, (y, _) in parts.items()
    }
    table = pd.DataFrame(columns, index=pd.Index(data.classes, name="class"))
    table.loc["all"] = table.sum()
    return table


def describe(
    listing: Listing, parts: Sequence[NDArray[np.int64]], cuts: dict[int, Cut], chosen: bool
) -> str:
    """Where the data come from, what was left out, and whether the classes are balanced."""
    recordings = [np.bincount(listing.y[part], minlength=len(listing.classes)) for part in parts]
    windows = [
        np.bincount(listing.y[part], [len(cuts[n].x) for n in part.tolist()], len(listing.classes))
        for part in parts
    ]
    rows = [
        f"{name}: {r0} + {r1} recordings, {w0:.0f} + {w1:.0f} windows"
        for name, r0, r1, w0, w1 in zip(listing.classes, *recordings, *windows, strict=True)
    ]
    note = (
        f"Folder {listing.root.resolve().name!r}, split by recording"
        f"{' by a pattern' if chosen else ' within each class'} (training + test). "
        f"{'; '.join(rows)}."
    )
    possible, kept = sum(c.possible for c in cuts.values()), sum(len(c.x) for c in cuts.values())
    flat, unread = sum(c.flat for c in cuts.values()), len(listing.names) - len(cuts)
    if possible > kept + flat:
        note += f" Of {possible} windows {kept + flat} were taken, spread evenly (max_windows)."
    if unread:
        plural = "s were" if unread > 1 else " was"
        note += f" {unread} recording{plural} left out (max_windows)."
    if flat:
        plural = "s in which nothing varies were" if flat > 1 else " in which nothing varies was"
        note += f" {flat} window{plural} dropped."
    if listing.empty:
        which = ", ".join(map(repr, listing.empty))
        note += f" No recording lies in {which}, so there is no such class."
    if listing.ignored:
        note += f" Other files, not read: {counted(listing.ignored)}."
    if max(windows[0]) > 1.5 * min(windows[0]) or max(windows[1]) > 1.5 * min(windows[1]):
        share = windows[1] / windows[1].sum()
        most = int(share.argmax())
        note += (
            f" The classes are not balanced: who always says {listing.classes[most]!r} is right in "
            f"{share[most]:.0%} of the test windows. Read the confusion matrix, not only the "
            "accuracy."
        )
    return note

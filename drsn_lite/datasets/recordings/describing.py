"""The note of a folder: what was read, what was left out, and how loud it is."""

from collections.abc import Collection

import numpy as np

from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.loudness import of_recordings
from drsn_lite.datasets.recordings.files import Listing, counted
from drsn_lite.datasets.recordings.recording import Windows


def described(data: FolderDataset, listing: Listing, cuts: Collection[Windows], how: str) -> str:
    """Where the data come from, what was left out, and whether the classes are balanced."""
    note = (
        f"Folder {listing.root.resolve().name!r}, split by recording "
        f"{how} (training + test). {data.counted()}"
    )
    possible, kept = sum(one.possible for one in cuts), sum(len(one.x) for one in cuts)
    flat, unread = sum(one.flat for one in cuts), len(listing.names) - len(cuts)
    if possible > kept + flat:
        note += f" Of {possible} windows {kept + flat} were taken, spread evenly (max_windows)."
    if unread:
        note += f" {unread} recording{'s were' if unread > 1 else ' was'} left out (max_windows)."
    note += _loudness(data)
    if flat:
        plural, were = ("s", "were") if flat > 1 else ("", "was")
        note += f" {flat} window{plural} in which nothing varies {were} dropped."
    if listing.empty:
        which = ", ".join(map(repr, listing.empty))
        note += f" No recording lies in {which}, so there is no such class."
    if listing.ignored:
        note += f" Other files, not read: {counted(listing.ignored)}."
    return note + data.out_of_balance()


def _loudness(data: FolderDataset) -> str:
    """By what the windows were divided, and how much louder one recording is than another."""
    names = np.append(data.train_recording, data.test_recording)
    _, which = np.unique(names, return_inverse=True)
    loud = of_recordings(which, np.append(data.train_rms, data.test_rms))
    by = {"recording": "the RMS of its recording", "window": "its own RMS"}.get(
        str(data.windowing.get("scale")), f"one RMS, {data.scale:.3g}, of the training windows"
    )
    return (
        f" Each window was divided by {by}; the RMS of recordings runs from {loud.min():.3g} to "
        f"{loud.max():.3g}."
    )

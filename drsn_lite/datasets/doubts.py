"""What may spoil the numbers of a set of recordings: sentences, before anyone trains."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.loudness import of_recordings

STILL = 8
"""Samples in a row that do not change: a dropout."""

LOUDER = 20.0
"""So many times the RMS of another recording: 26 dB."""

RARELY = 0.01
"""A share of a recording's samples that is let pass."""


def doubts(data: FolderDataset, every: "Whole | None" = None) -> tuple[str, ...]:
    """All that this module finds, a sentence or two each; empty if nothing warns.

    Parameters
    ----------
    data : FolderDataset
    every : Whole, optional
        `whole(data)`, if it is at hand: it holds a copy of all windows.
    """
    every = every or whole(data)
    looks = (loudness_tells, louder, clipped, still, alone)
    return tuple(said for look in looks for said in look(data, every))


@dataclass(frozen=True, eq=False)
class Whole:
    """Training and test windows together, with the place of each one's recording."""

    x: NDArray[np.float32]
    names: NDArray[np.str_]
    which: NDArray[np.int64]
    y: NDArray[np.int64]
    """Of each recording."""
    loud: NDArray[np.float64]
    """RMS of each recording."""


def whole(data: FolderDataset) -> Whole:
    """Both parts of a data set in one."""
    x = np.concatenate([data.train_x, data.test_x])[:, 0, 0]
    names, first, which = np.unique(
        np.append(data.train_recording, data.test_recording),
        return_index=True,
        return_inverse=True,
    )
    loud = of_recordings(which, np.append(data.train_rms, data.test_rms))
    return Whole(x, names, which, np.append(data.train_y, data.test_y)[first], loud)


def loudness_tells(data: FolderDataset, every: Whole) -> list[str]:
    """Whether the RMS of a recording names its class without looking at anything else.

    Each recording is given the class of the one that is next to it in loudness. Chance is the
    same with the classes dealt out anew, a thousand times.
    """
    apart = np.abs(np.subtract.outer(np.log(every.loud), np.log(every.loud)))
    np.fill_diagonal(apart, np.inf)
    nearest = apart.argmin(axis=1)
    right = (every.y[nearest] == every.y).mean()
    rng = np.random.default_rng(0)
    dealt = [rng.permutation(every.y) for _ in range(1000)]
    chance = np.array([(y[nearest] == y).mean() for y in dealt])
    if right <= np.quantile(chance, 0.999) or right < (1 + chance.mean()) / 2:
        return []
    return [
        f"Loudness alone names the class: of {len(every.y)} recordings {right:.0%} have the class "
        f"of the one nearest in RMS (chance: {chance.mean():.0%}). Is that the fault, or the gain "
        'of a sensor? scale="recording" hides it, scale="training" keeps it: compare'
    ]


def louder(data: FolderDataset, every: Whole) -> list[str]:
    """Recordings of very different loudness that are all divided by one number."""
    times = every.loud.max() / every.loud.min()
    if "scale" in data.windowing or times < LOUDER:
        return []
    return [
        f"The loudest recording has {times:.0f} times the RMS of the quietest, and all are divided "
        "by one number: the network sees some as almost nothing. Where that is the sensor or the "
        'unit, not the fault, take scale="recording"'
    ]


def clipped(data: FolderDataset, every: Whole) -> list[str]:
    """Recordings that stop at a ceiling: the largest value comes oftener than those below it."""
    found = []
    for place, name in enumerate(every.names.tolist()):
        windows = every.x[every.which == place]
        at = float(np.mean([_at_ceiling(row) for row in windows]))
        if at > RARELY:
            found.append((at, name))
    return _listed(found, "of its samples lie at a ceiling", "Turn the gain down and record again")


def _at_ceiling(row: NDArray[np.float32]) -> float:
    """The share of samples at the largest or smallest value, where these are piled up."""
    share = 0.0
    for side in (row, -row):
        values, counts = np.unique(side, return_counts=True)
        if len(values) > 2 and counts[-1] > 2 * max(counts[-2], 1) + 1:
            share += counts[-1] / len(row)
    return share


def still(data: FolderDataset, every: Whole) -> list[str]:
    """Recordings that stand still for a while: a cable, a full buffer, a gap filled with zeros."""
    found = []
    for place, name in enumerate(every.names.tolist()):
        share = float(np.mean([_standing(row) for row in every.x[every.which == place]]))
        if share > RARELY:
            found.append((share, name))
    return _listed(found, "of its samples stand still", "Look for dropouts, and cut them out")


def _standing(row: NDArray[np.float32]) -> float:
    """The share of samples in stretches of `STILL` or more that do not change."""
    ends = np.flatnonzero(np.diff(row, prepend=np.nan, append=np.nan))
    runs = np.diff(ends)
    return float(runs[runs >= STILL].sum() / len(row))


def _listed(found: list[tuple[float, str]], what: str, remedy: str) -> list[str]:
    if not found:
        return []
    share, name = max(found)
    more = f"; so it is in {len(found)} recordings" if len(found) > 1 else ""
    return [f"{name}: {share:.0%} {what}{more}. {remedy}"]


def alone(data: FolderDataset, every: Whole) -> list[str]:
    """Classes that one machine or day has for itself: nothing tells the two apart."""
    if np.array_equal(data.groups, data.train_recording):
        return []
    names = np.unique(data.groups).tolist()
    if len(names) == 1:
        return [
            f"All of the training comes from one group, {names[0]!r}: what is particular to it "
            "the network takes for granted. Record others"
        ]
    own = {
        name: np.unique(data.groups[data.train_y == label]).tolist()
        for label, name in enumerate(data.classes)
    }
    few = [
        f"{name!r} is only in {found[0]!r}"
        for name, found in own.items()
        if len(found) == 1 and sum(found[0] in others for others in own.values()) == 1
    ]
    if not few:
        return []
    listed = ", ".join(few[:4]) + (", …" if len(few) > 4 else "")
    return [
        f"Class and group cannot be told apart: {listed}, and no other class is in it. Whatever "
        "else is particular to that machine or day names the class as well. Record the class on "
        "others"
    ]

"""Files that continue one another: numbered parts of one long recording.

The end of one part foretells the beginning of the next, so with one in training and the next in
test, the test says little about the next recording.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import RecordingError

PAST = 16
"""Samples on either side of a joint that are looked at."""

EDGE = 512
"""Samples at either end of a file from which its correlations are estimated."""

MANY = 9
"""Parts, from which on no chance makes them fit: a tone has the right phase once in three."""

MOST = 500
"""Parts of a series that are compared."""

SILENT = 0.25
"""Of the RMS: where a joint is quieter, the files fade in and out, and it says nothing."""

SURE = 1000.0
"""So many times more likely must the joints be where files continue one another."""

Edges = tuple[NDArray[np.float64], NDArray[np.float64]]
"""The first and the last samples of a recording, `EDGE` or fewer each."""


def series(names: Sequence[str]) -> list[list[str]]:
    """Names that differ in their last number alone, and count on without a gap: in that order."""
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for name in names:
        match = re.fullmatch(r"(.*?)([0-9]+)([^0-9]*\.[^./]*)", name)
        if match:
            found[match[1], match[3]][int(match[2])] = name
    runs: list[list[str]] = []
    for numbered in found.values():
        last = None
        for number in sorted(numbered):
            if last is None or number != last + 1:
                runs.append([])
            runs[-1].append(numbered[number])
            last = number
    return [run for run in runs if len(run) > 1]


def evidence(parts: Sequence[Edges]) -> float:
    """How much more likely the joints are if the parts continue one another: its logarithm.

    The samples around a joint are held to be Gaussian, with the correlations inside the files, so
    each end and beginning have a likelihood ratio: these correlations hold across the joint, or
    none do. The same ends in front of all other beginnings tell how much of it is the model's
    fault; the smaller of the ratio and of its lead over those counts.

    Parameters
    ----------
    parts : sequence of (first, last)
        In order. Two tell nothing: there is no other order to compare with.

    Returns
    -------
    float
        About 0 where a signal does not foretell itself, as white noise; negative where others fit
        as well.
    """
    parts = parts[:MOST]
    if len(parts) < 3 or min(len(edge) for part in parts for edge in part) < 4 * PAST:
        return 0.0
    means = [np.concatenate(part).mean() for part in parts]
    level = np.sqrt(np.mean([np.concatenate(part).var() for part in parts]))
    if not 0 < level < np.inf:  # constant, or a gap
        return 0.0
    firsts, lasts = (
        [(part[side] - mean) / level for part, mean in zip(parts, means, strict=True)]
        for side in (0, 1)
    )
    begins = np.stack([edge[:PAST] for edge in firsts])
    ends = np.stack([edge[-PAST:] for edge in lasts])
    fits = _fits(ends, begins, _correlation([*firsts, *lasts]))
    loud = [np.mean(side**2, axis=1) > SILENT**2 for side in (ends, begins)]
    joints = []
    for n in range(len(parts) - 1):
        others = np.delete(fits[n], [n, n + 1])
        if loud[0][n] and loud[1][n + 1]:
            joints.append((fits[n, n + 1], np.logaddexp.reduce(others) - np.log(len(others))))
    if 2 * len(joints) < len(parts):  # a few loud joints of many say nothing about the rest
        return 0.0
    ratio, elsewhere = np.sum(joints, axis=0)
    return float(min(ratio, ratio - elsewhere))


def _correlation(edges: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Mean correlation of samples 0 to 2 `PAST` − 1 apart."""
    lags = range(2 * PAST)
    each = [[edge[: len(edge) - k] @ edge[k:] / len(edge) for k in lags] for edge in edges]
    found = np.mean(each, axis=0)
    found[0] *= 1 + 1e-4  # numbers in a file are rounded
    return found


def _fits(
    ends: NDArray[np.float64], begins: NDArray[np.float64], correlation: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Logarithm of the likelihood ratio of each end (n, past) before each beginning: (n, n)."""
    lag = np.arange(2 * PAST)
    both = correlation[abs(lag[:, None] - lag)]
    apart = np.kron(np.eye(2), both[:PAST, :PAST])
    more = np.linalg.inv(both) - np.linalg.inv(apart)
    constant = np.linalg.slogdet(both)[1] - np.linalg.slogdet(apart)[1]
    alone = [
        np.einsum("np,pq,nq->n", x, more[part, part], x)
        for x, part in ((ends, slice(PAST)), (begins, slice(PAST, None)))
    ]
    across = ends @ more[:PAST, PAST:] @ begins.T
    return -(constant + alone[0][:, None] + alone[1] + 2 * across) / 2


def continued(edges: Mapping[str, Edges]) -> list[list[str]]:
    """Recordings that continue one another, as far as their joints can tell."""
    runs = series(list(edges))
    return [run for run in runs if evidence([edges[name] for name in run]) > np.log(SURE)]


def check_uncut(root: Path, edges: Mapping[str, Edges], parts: Sequence[Sequence[str]]) -> str:
    """A question, if recordings that seem to continue one another are in several parts.

    Raises
    ------
    RecordingError
        Instead, if there are so many of them (`MANY`) that it can hardly be chance.
    """
    asked = ""
    for run in continued(edges):
        where = [sum(name in part for name in run) for part in map(set, parts)]
        if sum(map(bool, where)) < 2:
            continue
        what = (
            f"{run[0]} to {run[-1]} seem to be {len(run)} parts of one recording (where one ends "
            "the next goes on), and the split puts some into training and some into the test: that "
            "flatters the network. Say what must stay together by group=, a pattern with one group "
            "such as r'(.*)_[0-9]+', or group='recording' if they are recordings of their own"
        )
        if len(run) >= MANY:
            raise RecordingError(f"{root}: {what}")
        asked += f" {what}."
    return asked

"""Which training samples are kept back to find the best epoch: whole recordings, where there are.

Windows of one recording resemble each other, so a network does better on held-out windows of
recordings that it trains on than it ever will on a new recording.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST = 3
"""Groups of each class that it takes to hold one of them out."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Places of the samples that are held out and of those that are trained on, and a word on it.

    `word` says what was held out; `random` whether samples were drawn although there are groups.
    """

    held: NDArray[np.int64]
    kept: NDArray[np.int64]
    word: str
    random: bool = False


def hold_out(
    y: NDArray[np.int64],
    valid: float,
    rng: np.random.Generator,
    groups: ArrayLike | None = None,
    recordings: ArrayLike | None = None,
) -> HeldOut:
    """Choose the part of the training set that is held out.

    Parameters
    ----------
    y : ndarray (n,)
        Labels.
    valid : float
        The fraction held out: of the samples, or of each class's groups, one at least.
    rng : Generator
    groups : array (n,), optional
        What each sample belongs to, such as its machine: a group is held out whole. With fewer
        than `FEWEST` of them in a class, recordings are.
    recordings : array (n,), optional
        The recording of each sample, where groups are more than that. Where these are too few as
        well, samples are drawn after all.

    Raises
    ------
    ValueError
        If there are not as many groups as labels.
    """
    order = rng.permutation(len(y))
    count = max(1, round(valid * len(y)))
    if groups is None:
        return HeldOut(
            order[:count], order[count:], f"{count} of {len(y)} samples, drawn at random"
        )
    coarse = recordings is not None and not np.array_equal(groups, recordings)
    wholes = [("groups", groups), ("recordings", recordings)] if coarse else []
    why = ""
    for what, belongs in wholes or [("recordings", groups)]:
        found, wrong = _whole(np.asarray(belongs), what, y, valid, rng)
        if found is not None:
            held = found[order]
            names = np.asarray(belongs)
            chosen, every = len(np.unique(names[found])), len(np.unique(names))
            word = f"{chosen} of {every} {what}, {held.sum()} of {len(y)} samples"
            return HeldOut(order[held], order[~held], word + (f" ({why})" if why else ""))
        why = f"{why}; {wrong}" if why else wrong
    word = (
        f"{count} of {len(y)} samples, drawn at random: {why}. Windows of one recording are "
        "alike, so the held-out accuracy flatters"
    )
    return HeldOut(order[:count], order[count:], word, random=True)


def _whole(
    belongs: NDArray, what: str, y: NDArray[np.int64], valid: float, rng: np.random.Generator
) -> tuple[NDArray[np.bool_] | None, str]:
    """Whether each sample is held out, if whole groups can be; else why not."""
    _, group = np.unique(belongs, return_inverse=True)
    if len(group) != len(y):
        raise ValueError(f"{len(group)} groups for {len(y)} labels: each sample has one")
    chosen: set[int] = set()
    for label in np.unique(y):
        own = rng.permutation(np.unique(group[y == label]))
        if len(own) < FEWEST:
            return None, f"a class has {len(own)} {what}, and {FEWEST} are needed"
        chosen |= set(own[: max(1, round(valid * len(own)))].tolist())
    held = np.isin(group, list(chosen))
    if len(np.unique(y[~held])) < len(np.unique(y)):
        return None, f"without whole {what} a class would have none to train on"
    return held, ""

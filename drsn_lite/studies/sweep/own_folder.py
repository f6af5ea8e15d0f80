"""A folder of one's own recordings in a plan: `[data] name = "folder"`, and its path and options.

Its runs carry a fingerprint of the recordings, so that results of a folder as it was and as it is
are never taken together. Folds are cut over recordings, or over the groups that `group` names.
"""

import hashlib
import inspect
import json
import re
from collections.abc import Iterable
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from drsn_lite.datasets.recordings.copies import fingerprint
from drsn_lite.datasets.recordings.files import Listing, find
from drsn_lite.datasets.recordings.folder import load_folder
from drsn_lite.datasets.recordings.options import checked
from drsn_lite.datasets.recordings.splitting import groups_of, split
from drsn_lite.studies.engine import Failed

NAME = "folder"
"""Of the data set, as in `datasets.load`."""

WHERE, WHAT = "path", "recordings"
"""Options of a run: where its folder lies, and the fingerprint of what was in it."""

TRIES = 200
"""Draws of groups, to find one whose folds have all classes on both sides."""

Options = dict[str, Any]


def settle(options: Options, beside: Path, folds: int, seed: int) -> Options:
    """The options of a plan, looked over, with the folder's whole path and its fingerprint.

    Parameters
    ----------
    options : dict
        As in `load_folder`; a path that is not absolute begins at `beside`, the plan's folder.
    beside : Path
    folds : int
        Of the plan; 0 where it has seeds.
    seed : int
        Of the split.

    Raises
    ------
    ValueError
        If there is no such folder, an option is out of range, or recordings are too few to split.
    """
    path = options.get(WHERE)
    if not isinstance(path, str) or not path:
        raise ValueError(f'[data] name = "folder" needs path = "…", your recordings; got {path!r}')
    if folds and "test" in options:
        raise ValueError("test belongs to seeds: with folds each recording is in the test once")
    names = inspect.signature(checked).parameters
    checked(**{name: value for name, value in _filled(options).items() if name in names})
    options = options | {WHERE: str((beside / Path(path).expanduser()).resolve())}
    listing = _listing(options)
    if folds:
        parts(listing, options.get("group"), folds, seed)
    else:
        every = _filled(options)
        rng = np.random.default_rng(seed)
        split(listing, every["test"], every["max_windows"], rng, every["group"])
    return options | {WHAT: _fingerprint(listing)}


def loading(options: Options, folds: int, repeat: int, seed: int) -> Options:
    """What `datasets.load` is asked for one run.

    Raises
    ------
    Failed
        If the recordings are no longer those of the plan.
    """
    listing = _listing(options)
    if (now := _fingerprint(listing)) != options[WHAT]:
        raise Failed(f"{listing.root} has changed since the sweep began: {_became(options, now)}")
    given = {name: value for name, value in options.items() if name != WHAT}
    if folds:
        tested = parts(listing, options.get("group"), folds, seed) == repeat
        chosen = (re.escape(listing.names[place]) for place in np.flatnonzero(tested))
        given["test"] = rf"^(?:{'|'.join(chosen)})\Z"
    return given


def parts(listing: Listing, group: str | None, folds: int, seed: int) -> NDArray[np.int64]:
    """In which fold each recording is tested, (n,): each class in each fold, and no group in two.

    Raises
    ------
    ValueError
        If there are too few recordings or groups for so many folds.
    """
    groups, y = groups_of(listing, group), listing.y
    by_group = len(np.unique(groups)) < len(groups)
    which = np.unique(groups, return_inverse=True)[1]
    own = [np.unique(which[y == k]) for k in range(len(listing.classes))]
    k = min(range(len(own)), key=lambda k: len(own[k]))
    what = "groups" if by_group else "recordings"
    if len(own[k]) < folds:
        raise ValueError(
            f"folds = {folds}, and class {listing.classes[k]!r} has {len(own[k])} {what}: each "
            "fold tests one of each class at least, so take fewer folds or record more"
        )
    cutter = StratifiedGroupKFold if by_group else StratifiedKFold
    for state in islice(count(seed), TRIES):
        found = np.empty(len(y), np.int64)
        cuts = cutter(folds, shuffle=True, random_state=state).split(
            y, y, which if by_group else None
        )
        for number, (_, tested) in enumerate(cuts):
            found[tested] = number
        if all(len(np.unique(found[y == k])) == folds for k in range(len(own))):
            return found
    raise ValueError(
        f"no draw of folds = {folds} out of the groups leaves each class some recordings for "
        "training and some for test in each fold: take fewer folds, or seeds = [0, 1, 2] and test="
    )


def without_place(options: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The options that numbers depend on: not where the folder lies."""
    return [(name, value) for name, value in options if name != WHERE]


def check_unchanged(stored: Iterable[str], planned: Iterable[Options], results: Path) -> None:
    """Raise a ValueError if results are of a folder of the plan as it was before.

    Parameters
    ----------
    stored : iterable of str
        Options of the runs that are done, in JSON.
    planned : iterable of dict
        Options of the runs of the plan.
    results : Path
        Where the results lie, for the message.
    """
    now = {options[WHERE]: options[WHAT] for options in planned if WHAT in options}
    for before in map(json.loads, stored):
        place = before.get(WHERE)
        if place in now and before.get(WHAT) != now[place]:
            raise ValueError(
                f"{place} has changed since its results in {results}: "
                f"{_became(before, now[place])}. Numbers of two sets of recordings are not mixed: "
                "give another --out, or put the folder back as it was"
            )


def _filled(options: Options) -> Options:
    """The options, and the defaults of those that are not given."""
    named = inspect.signature(load_folder).parameters.values()
    return {one.name: one.default for one in named if one.name != "streams"} | options


def _listing(options: Options) -> Listing:
    return find(Path(options[WHERE]), _filled(options)["label"], options.get("format"))


def _fingerprint(listing: Listing) -> str:
    """Of a folder: how many recordings, and a hash of their names and `copies.fingerprint`s.

    It does not see a change behind the beginning of a file that leaves its size as it was.
    """
    said = [f"{name}\n{fingerprint(listing.root / name)}" for name in sorted(listing.names)]
    digest = hashlib.blake2b("\n".join(said).encode(), digest_size=8).hexdigest()
    return f"{len(said)}-{digest}"


def _became(before: Options, now: str) -> str:
    """What is known of a change, in words."""
    counts = [one.split("-")[0] for one in (str(before.get(WHAT)), now)]
    if counts[0] == counts[1]:
        return f"of its {counts[0]} recordings some have another content or name"
    return f"it had {counts[0]} recordings and has {counts[1]}"

"""Four sets of recordings as folders of one's own, for the studies behind lesson 11.

- "rig": `lessons.lesson11.rig`, three machines at three speeds, another draw for each run;
- "cwru": four classes of bearings, each recording of CWRU in ten pieces with gaps between them; the
  bearings with faults of 0.007, 0.014 and 0.021 inches are groups, the healthy one is in all;
- "fsdd": spoken digits of six speakers, recordings 0 to 24 of each;
- "tones": `lessons.lesson11.tones`, ten classes by six instruments.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from drsn_lite import datasets
from drsn_lite.datasets import cwru, fsdd, fsdd_files
from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.downloads import fetch
from drsn_lite.lessons.lesson11 import rig, tones

PIECES = 10
GAP = 0.1
"""Of a piece of a CWRU recording, so much is left out at its end."""
TAKES = 25
"""Recordings of each digit and speaker that are used."""
HELD_OUT = {"007": "abc", "014": "def", "021": "ghi"}
"""With the bearings of each size, these pieces of the healthy one are held out."""


@dataclass(frozen=True)
class Own:
    """How a folder is made and read.

    Attributes
    ----------
    write : callable
        Writes the folder: write(folder, seed).
    read : dict
        Options of `load("folder", …)`.
    splits : dict
        Name of a split to the patterns of its groups, for `test`; none: a random one.
    epochs : int
        Of a training.
    """

    write: Callable[[Path, int], object]
    read: dict[str, Any]
    splits: dict[str, tuple[str, ...]]
    epochs: int = 20
    recordings: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"recording": ()})

    def load(self, folder: Path, split: str, seed: int, **more: Any) -> FolderDataset:
        """The set, split; a group of the split is held out, the next one with each seed."""
        groups = (self.recordings | self.splits)[split]
        test = {"test": groups[seed % len(groups)]} if groups else {}
        data = datasets.load("folder", folder, seed=seed, **self.read | test | more)
        assert isinstance(data, FolderDataset)
        return data


def _cwru(folder: Path, seed: int, channel: str = "DE") -> None:
    """Pieces of CWRU as NPY files, "OR/007-c.npy"; "normal" goes through the others' filter."""
    for name, remote in cwru.remotes().items():
        (path,) = fetch("cwru", [remote], download=False)
        x = cwru.read_channel(path, int(path.stem), channel)
        x = cwru.to_12_khz(x) if name == "normal" else x
        kind, size = re.findall("([A-Za-z]+)([0-9]*)", name)[0]
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for place, piece in enumerate(np.array_split(x, PIECES)):
            part = piece[: round((1 - GAP) * len(piece))]
            np.save(folder / kind / f"{size or 'ok'}{chr(97 + place)}.npy", part)


def _fsdd(folder: Path, seed: int) -> None:
    """Links would be refused, so the files are copied."""
    folder.mkdir(parents=True, exist_ok=True)
    source = fsdd_files.folder(download=False)
    for name in fsdd_files.sums():
        if int(Path(name).stem.split("_")[2]) < TAKES:
            shutil.copy(source / name, folder)


SETS = {
    "rig": Own(
        lambda folder, seed: rig.write(folder, takes=4, seed=seed),
        {"key": "bearing.gs", "max_windows": 300},
        {
            "machine": tuple(f"/{name}-" for name in rig.MACHINES),
            "speed": tuple(f"-{speed}rpm" for speed in rig.SPEEDS_RPM),
        },
    ),
    "cwru": Own(
        _cwru,
        {"rate_hz": cwru.RATE_HZ, "max_windows": 300, "group": "recording"},
        {"bearing": tuple(f"/({size}|ok[{three}])" for size, three in HELD_OUT.items())},
    ),
    "fsdd": Own(
        _fsdd,
        {
            "label": "^([0-9])_",
            "length": 2048,
            "pad": True,
            "max_windows": 150,
            "group": "recording",
        },
        {"speaker": tuple(f"_{name}_" for name in fsdd.SPEAKERS)},
    ),
    "tones": Own(
        lambda folder, seed: tones.write(folder, takes=8, seed=seed),
        {"length": 2048, "max_windows": 150, "group": "recording"},
        {"instrument": tuple(f"/{name}-" for name in tones.INSTRUMENTS)},
    ),
}
"""By name."""

_made: dict[tuple[str, int], Path] = {}


def folder(name: str, seed: int = 0) -> Path:
    """The folder of a set, written once; of the rig and the tones another one for each seed."""
    place = name, seed if name in ("rig", "tones") else 0
    if place not in _made:
        made = Path(mkdtemp(prefix=f"drsn-{name}-"))
        SETS[name].write(made, place[1])
        _made[place] = made
    return _made[place]


@lru_cache(4)
def loaded(name: str, split: str, seed: int, scale: str, **more: Any) -> FolderDataset:
    """A set, split; a folder of the rig or the tones is of the same seed."""
    return SETS[name].load(folder(name, seed), split, seed, scale=scale, **more)


@cache
def sensor() -> FolderDataset:
    """CWRU as its other sensor heard it, at the fan end."""
    made = Path(mkdtemp(prefix="drsn-fan-end-"))
    _cwru(made, 0, "FE")
    return SETS["cwru"].load(made, "recording", 0)

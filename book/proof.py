"""`python -m book.proof` draws a sample of each panel's settings afresh, beside the tables.

The page of a reader shows what a table holds, so a table must hold what Python draws.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from book import runs, tables
from book.grids import GRIDS, Grid

_ARRAY = {"offset", "shape"}


def differences(grid: Grid, folder: Path, frames: int, seed: int = 0) -> Iterator[str]:
    """What a table says otherwise than Python, for so many Frames drawn afresh.

    Parameters
    ----------
    grid : Grid
    folder : Path
        Where the chunks of the table are.
    frames : int
        How many; settings are drawn at random from `seed`.
    """
    rng = np.random.default_rng(seed)
    sizes = [grid.size // grid.chunks] * grid.chunks
    for _ in range(frames):
        chunk = int(rng.integers(grid.chunks))
        place = int(rng.integers(sizes[chunk]))
        settings = list(grid.settings(chunk))[place]
        stored = tables.unpack((folder / f"{chunk}.bin").read_bytes())
        if len(stored) != sizes[chunk]:
            yield f"{grid.name}, chunk {chunk}: {len(stored)} Frames, not {sizes[chunk]}"
            continue
        words, buffer = grid.panel.frame(**settings).pack()
        drawn = words, np.frombuffer(buffer, np.float32)
        for what in _compare(stored[place], drawn):
            yield f"{grid.name}, {settings}: {what}"


def _compare(stored: tuple[Any, Any], drawn: tuple[Any, Any]) -> Iterator[str]:
    """What differs between two packed Frames, each words and numbers."""
    for name in ("sentence", "alt", "columns"):
        if stored[0][name] != drawn[0][name]:
            yield f"{name}: {stored[0][name]!r}, drawn {drawn[0][name]!r}"
    if len(stored[0]["plots"]) != len(drawn[0]["plots"]):
        yield "another number of plots"
        return
    for one, other in zip(stored[0]["plots"], drawn[0]["plots"], strict=True):
        yield from _compare_values(one, stored[1], other, drawn[1], one["title"])


def _compare_values(one: Any, ones: Any, other: Any, others: Any, where: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        if one.keys() == _ARRAY:
            found, wanted = _array(one, ones), _array(other, others)
            if found.shape != wanted.shape or not _alike(found, wanted):
                yield f"{where}: other numbers"
            return
        for key in one:
            yield from _compare_values(one[key], ones, other[key], others, f"{where}, {key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for k, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _compare_values(left, ones, right, others, f"{where}, {k}")
    elif one != other and (one is not None or other is not None):
        yield f"{where}: {one!r}, drawn {other!r}"


def _array(told: dict[str, Any], numbers: Any) -> Any:
    size = int(np.prod(told["shape"]))
    return numbers[told["offset"] : told["offset"] + size].reshape(told["shape"])


def _alike(found: Any, wanted: Any) -> bool:
    """As good to the eye: see `tables.fits_half`."""
    finite = np.isfinite(wanted)
    if not np.array_equal(finite, np.isfinite(found)) or not np.array_equal(
        found == 0, wanted == 0
    ):
        return False
    span = np.ptp(wanted[finite]) or np.abs(wanted[finite]).max() if finite.any() else 0
    return bool(np.all(np.abs(found[finite] - wanted[finite]) <= tables.FINE * span))


def main() -> int:
    """Run from the command line: how many differences there are, each with its words."""
    parser = argparse.ArgumentParser(prog="python -m book.proof", description=__doc__)
    parser.add_argument("--frames", type=int, default=4, help="of each panel")
    parser.add_argument("--tables", type=Path, default=runs.TABLES)
    options = parser.parse_args()
    with runs.newcomer():
        found = [
            what
            for grid in GRIDS.values()
            for what in differences(grid, options.tables / grid.name, options.frames)
        ]
    print("\n".join(found) or f"{options.frames} Frames of each of {len(GRIDS)} panels are right.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

"""What lesson 07 says in words about its tables, so that words and tables cannot drift apart."""

from functools import cache
from pathlib import Path

import nbformat
import pytest

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "07-what-thresholds-zero.ipynb"
CELLS = ("imports", "surgery-verdicts")


@cache
def lesson() -> dict:
    """The names that the cells which read the tables leave behind."""
    sources = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, 4).cells}
    names: dict = {}
    for one in CELLS:
        exec(compile(sources[one], one, "exec"), names)
    return names


COSTS = [
    ("drsn-cw", "alpha of clean self", 0.0, "better"),
    ("drsn-cw", "alpha of clean self", 5.0, "better"),
    ("drsn-cw", "alpha of clean self", 10.0, "better"),
    ("drsn-cw", "alpha of clean self", -5.0, "not clear"),
    *(("drsn-cs", "alpha of clean self", snr, "not clear") for snr in (-8.0, -5.0, 0.0, 5.0)),
    ("drsn-cw", "freeze alpha", 0.0, "worse"),
    ("drsn-cw", "tau of clean self", 0.0, "worse"),
    ("drsn-cw", "tau of clean self", 10.0, "not clear"),
    ("drsn-cw", "shuffle channels", 0.0, "worse"),
]


@pytest.mark.parametrize(("network", "name", "snr", "word"), COSTS)
def test_verdicts_on_surgeries(network: str, name: str, snr: float, word: str) -> None:
    names = lesson()
    assert names["verdict"](*names["cost"](network, name, snr)) == word


def test_what_is_said_about_sizes_of_effects() -> None:
    cost = lesson()["cost"]
    quiet, noisy = (cost("drsn-cw", "scale", snr, 0.0, True)[0] for snr in (10.0, 0.0))
    assert abs(quiet - noisy) < 3  # "about as much at 10 dB as at 0 dB"
    for network in ("drsn-cw", "drsn-cs"):
        tau, alpha = (cost(network, f"freeze {what}", 0.0)[0] for what in ("tau", "alpha"))
        assert tau < 3 * alpha < 0
    same, other = (cost("drsn-cw", f"alpha of {who}", 0.0)[0] for who in ("same state", "any"))
    assert other < 3 * same < 0
    settled, raw = (cost("drsn-cw", "scale", 0.0, 0.5, settled)[0] for settled in (True, False))
    assert settled > raw / 4  # "most of the damage of a small cut was the size of the features"

"""What lesson 08 says in words about its tables, so that words and tables cannot drift apart."""

from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "08-is-it-worth-it.ipynb"
CELLS = (
    *("imports", "claims-code", "claim-gain-shift", "claim-expert"),
    *("claim-noise", "fails-noise", "when-facts", "when-table"),
)


@cache
def lesson() -> dict:
    """The names that the cells which read the tables leave behind."""
    sources = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, 4).cells}
    names: dict = {}
    for one in CELLS:
        exec(compile(sources[one], one, "exec"), names)
    return names


FACTS = {
    **dict.fromkeys(range(1, 7), "better"),
    **dict.fromkeys((7, 8, 17), "worse"),
    **dict.fromkeys((9, 10, 11, 12, 13, 14, 16), "not clear"),
    15: "better",
}


def test_each_sentence_of_the_page_refers_to_a_number_that_bears_it_out() -> None:
    table = pd.DataFrame(lesson()["rows"], index=range(1, len(lesson()["rows"]) + 1))
    assert table["verdict"].to_dict() == FACTS
    gain = table["gain"].round()
    assert min(gain[4], gain[5], gain[6]) > 2 * max(gain[1], gain[3])  # "there they were largest"
    assert (gain[7], gain[8], gain[6], gain[4]) == (-13, -17, 20, 11)
    assert table.loc[11, "half"] < 3  # the plan's rule for "if there is a gain, it is small"


GAINS = [
    ("drsn-cw", "resnet", "base", "better"),
    ("drsn-cw", "resnet-wide", "kept noise", "better"),
    ("drsn-cw", "resnet-wide", "no noise", "better"),
    ("drsn-cw", "resnet-wide", "epochs 10", "not clear"),
    ("drsn-cw", "resnet-wide", "twice as wide", "better"),
    ("senet", "resnet-wide", "base", "better"),
    *(("drsn-cw", "senet", c, "not clear") for c in ("base", "data 50", "kept noise", "Table II")),
    ("drsn-cw", "senet", "data 1000", "better"),
    ("drsn-cs", "resnet-wide", "base", "not clear"),
    ("drsn-cs", "resnet-wide", "kept at -5 dB", "not clear"),
    ("drsn-cs", "resnet-wide", "no noise", "better"),
    ("drsn-cw", "drsn-cs", "kept at -5 dB", "not clear"),
    ("drsn-cw", "drsn-cs", "no noise", "not clear"),
    ("alpha-half", "resnet", "base", "better"),
    ("alpha-trained", "resnet-wide", "base", "better"),
    ("tau-trained", "resnet", "base", "not clear"),
    ("drsn-cw-detached", "drsn-cw", "base", "worse"),
    ("drsn-cw-narrow", "drsn-cw", "base", "not clear"),
    ("drsn-cw-narrow", "resnet-wide", "base", "better"),
]


@pytest.mark.parametrize(("new", "old", "condition", "word"), GAINS)
def test_verdicts_on_claims(new: str, old: str, condition: str, word: str) -> None:
    names = lesson()
    table = pd.concat([names["heart"], names["rules"]])
    table = table[table["condition"] == condition]
    (row,) = names["gains"](table, new, old, ["condition"]).to_dict("records")
    assert row["verdict"] == word


def test_what_is_said_about_sizes_of_effects() -> None:
    compare = lesson()["gains"]
    by_level = compare(lesson()["quiet"], "drsn-cw", "resnet-wide", ["snr_db"])
    assert by_level.set_index("snr_db")["gain"].idxmax() == 0
    mean = lesson()["mean_of"]
    for network in ("resnet-wide", "drsn-cw"):
        fresh = (mean["base", network] - mean["kept noise", network]).mean()
        assert fresh == pytest.approx(4, abs=0.5)

"""What lesson 08 says in words about its tables, so that words and tables cannot drift apart."""

from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "08-is-it-worth-it.ipynb"
CELLS = (
    *(
        "imports",
        "claims-code",
        "claim-gain-numbers",
        "claim-gain-shift",
        "claim-expert",
        "claim-loudness",
    ),
    *("claim-noise", "claim-noise-home", "claim-data", "fails-noise", "when-facts", "when-table"),
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
    **dict.fromkeys((7, 8, 18), "worse"),
    **dict.fromkeys((9, 10, 11, 12, 13, 14, 15, 17, 19), "not clear"),
    16: "better",
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


def test_shrinking_adds_nothing_clear_to_its_own_attention() -> None:
    found = lesson()["verdicts"](lesson()["looks"](lesson()["heart"], "drsn-cw", "senet-abs"))
    assert len(found) >= 7
    assert set(found["after Holm"]) == {"not clear"}
    base = lesson()["looks"](lesson()["base"], "senet-abs", "resnet-wide")["base"]
    assert base.mean() > lesson()["over_wide"]["base"].mean(), "it has all of the gain"


def test_which_conditions_are_clear_after_holm() -> None:
    found = lesson()["verdicts"](lesson()["over_wide"]).set_index("look")["after Holm"]
    words = ("base", "epochs 120", "twice as wide", "data 1000", "kept noise", "no noise")
    assert found.to_dict() == {c: "better" if c in words else "not clear" for c in found.index}
    assert {"Table II", "data 50", "epochs 10"} <= set(found.index)


def test_what_is_called_a_difference_is_tested_as_one() -> None:
    """Fresh noise over the gate, and one amount of data against another: not clear, and said so."""
    for family in (lesson()["more"], lesson()["change"]):
        assert set(lesson()["verdicts"](family)["alone"]) == {"not clear"}
    fresh = lesson()["verdicts"](lesson()["fresh"]).set_index("look")
    assert (fresh["after Holm"] == "better").all()


def test_the_rival_without_a_threshold_breaks_and_gains_as_well() -> None:
    unlike, verdicts = lesson()["unlike"], lesson()["verdicts"]
    families = unlike("drsn-cw", "senet-abs")
    clear = [
        look
        for family in families.values()
        for look in verdicts(family).query("`after Holm` != 'not clear'")["look"]
    ]
    assert sum(map(len, families.values())) == 28
    assert clear == ["gain 4"]
    rival = verdicts(unlike("senet-abs", "resnet-wide")["Unseen noise, 0 dB"]).set_index("look")
    assert (rival.loc[["burst", "impulses"], "after Holm"] == "worse").all()


def test_a_fixed_tau_is_as_far_behind_where_no_signal_is_louder_than_another() -> None:
    """It does not have to follow the loudness: with none to follow the gap stays."""
    found = lesson()["verdicts"](lesson()["gaps"]).set_index("look")["alone"]
    assert found.to_list() == ["worse", "worse", "not clear", "worse"]
    mean, half = lesson()["band"](lesson()["gap_at_rms_1"] - lesson()["gap"])
    assert abs(mean) < half


def test_what_is_said_about_sizes_of_effects() -> None:
    compare = lesson()["gains"]
    by_level = compare(lesson()["quiet"], "drsn-cw", "resnet-wide", ["snr_db"])
    assert by_level.set_index("snr_db")["gain"].idxmax() == 0
    fresh = [gain.mean() for name, gain in lesson()["fresh"].items() if "-5" not in name]
    assert fresh == pytest.approx([4, 4], abs=0.5)

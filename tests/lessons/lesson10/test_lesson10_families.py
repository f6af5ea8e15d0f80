"""Lesson 10: families of verdicts by Holm's rule, its own splits, and what is known of files."""

import re

import numpy as np
import pytest
from runs import read, stubs

from drsn_lite.datasets import cwru
from drsn_lite.lessons.lesson10 import bearing_results, pictures
from drsn_lite.results.gains import UNCLEAR, band, verdict
from drsn_lite.results.luck import holm

pytestmark = pytest.mark.data

LESSON = "10-real-bearings"
METHODS = ("lr-spectrum", "lr-envelope", "lr-both", "drsn-cw")


def words(cell: str) -> str:
    """The text of a cell."""
    [found] = [one.source for one in read(LESSON).cells if one.id == cell]
    return " ".join(found.split())


def printed(cell: str) -> str:
    """What a cell prints in the run with stubs."""
    outputs = stubs(LESSON)[cell].outputs
    return "".join(one.text for one in outputs if one.get("name") == "stdout")


def clear_over_the_wide_resnet(data: str) -> tuple[set, set]:
    """(method, level) that is clear by its own band, and by Holm's rule over all 24."""
    table = 100 * bearing_results.accuracy(data).loc["gaussian"]
    family = {
        (name, snr_db): (table.loc[snr_db, name] - table.loc[snr_db, "resnet-wide"]).to_numpy()
        for name in METHODS
        for snr_db in bearing_results.SNR_DB
    }
    alone = {key for key, gain in family.items() if verdict(*band(gain)) != UNCLEAR}
    kept = holm(list(family.values()))
    return alone, {key for key, word in zip(family, kept, strict=True) if word != UNCLEAR}


def test_of_24_bands_over_the_wide_resnet_holm_keeps_seven_on_cwru() -> None:
    alone, kept = clear_over_the_wide_resnet("cwru")
    assert {key for key in alone if key[0] == "lr-both"} == {
        ("lr-both", snr_db) for snr_db in bearing_results.SNR_DB
    }
    assert not [key for key in alone if key[0] == "drsn-cw"]
    wanted = {("lr-envelope", snr_db) for snr_db in bearing_results.SNR_DB}
    assert kept == wanted | {("lr-spectrum", -10.0)}
    assert "the envelope's six, only one more" in words("over-after")


def test_by_holms_rule_no_rival_is_clear() -> None:
    gains = bearing_results.rivals().loc["gaussian"]
    family = [
        gains.loc[snr_db, name] for name in pictures.RIVALS for snr_db in bearing_results.SNR_DB
    ]
    assert len(family) == 24
    assert set(holm(family)) == {UNCLEAR}
    assert "by Holm's rule none is clear" in words("over-after")
    assert "(2 better)" in pictures.over_others().sentence


def test_bearings_held_out_fall_to_about_59_percent() -> None:
    table = bearing_results.part("bearing", "cwru")
    rows = table[np.isinf(table["snr_db"]) & (table["method"] == "lr-both")]
    means = 100 * rows.groupby("split")["accuracy"].mean()
    assert means["same"] == pytest.approx(100, abs=0.1)
    assert means["held"] == pytest.approx(59, abs=0.7)


def test_the_course_knows_the_fingerprints_of_27_of_thirty_further_files() -> None:
    files = [remote for load in (1, 2, 3) for remote in cwru.remotes(load).values()]
    assert len(files) == 30
    assert [one.name for one in files if not one.sha256] == ["98.mat", "99.mat", "100.mat"]
    text = words("loads")
    assert "27 of these thirty" in text
    assert "nobody has" not in text


def test_section_8_asks_a_drsn_and_both_regressions() -> None:
    [source] = [one.source for one in read(LESSON).cells if one.id == "loads-run"]
    for who in ("regression, clean", "regression, in noise", "DRSN-CW, in noise"):
        assert who in source


def test_the_lessons_own_split_leaks_as_the_packages_does() -> None:
    shares = [
        float(re.search(r"([\d.]+)% right", printed(cell))[1])
        for cell in ("leak-own", "split-used")
    ]
    assert shares[0] > 98.5
    assert 10 < shares[1] < 30, "about 20"


def test_what_learners_build_is_used_and_agrees() -> None:
    assert "measured 1.50 kHz, expected 1.50 kHz" in printed("fold-used")
    assert "X099_DE_time is taken, the one at 2 hp: True" in printed("variable-used")
    away = float(re.search(r"taken away: ([\d.]+)", printed("offset-away"))[1])
    assert away == pytest.approx(0.1, abs=0.02), "chance"

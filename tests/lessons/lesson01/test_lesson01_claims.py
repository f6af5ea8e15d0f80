"""What lesson 01 says of its own numbers: how a fault drowns, who hears it, whose function ran."""

import re

import numpy as np
import pytest
from runs import solved, stubs

from drsn_lite.datasets import gearbox
from drsn_lite.lessons.lesson01 import drowning
from drsn_lite.noise import KINDS

LESSON = "01-noise-and-signals"
CHOOSING = ("frequency-used", "envelope-used", "add")


def said(cells, name):
    """What a cell prints, and its pictures in words."""
    parts = []
    for output in cells[name].outputs:
        parts += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return "".join(parts)


def words(name):
    return " ".join(stubs(LESSON)[name].source.split())


@pytest.mark.parametrize("name", CHOOSING)
def test_what_the_learner_wrote_is_used_once_it_is_right(name):
    mine, ours = said(solved(LESSON).cells, name), said(stubs(LESSON), name)
    assert mine.startswith("Used here: your ")
    assert ours.startswith("Used here: ")
    assert "your" not in ours
    assert mine.splitlines()[1:] == ours.splitlines()[1:]


def test_the_learner_s_line_is_that_of_the_simulator():
    hz = gearbox.fault_frequency("outer race", 30)
    assert f"{hz:.1f} Hz" in said(solved(LESSON).cells, "frequency-used")
    assert float(re.search(r"envelope: (\d+) ±", said(stubs(LESSON), "spectrum-figure"))[1]) == (
        pytest.approx(hz, abs=12800 / 2048)
    )


def test_noise_made_by_hand_has_the_snr_asked_for():
    for cells in (stubs(LESSON), solved(LESSON).cells):
        got = re.findall(r"got ([-\d.]+) dB", said(cells, "add"))
        np.testing.assert_allclose([float(value) for value in got], [-5.0] * 3, atol=1e-3)


def test_the_fall_of_the_outer_race_in_words_is_that_of_the_picture():
    picture = said(stubs(LESSON), "table")
    assert "97% are found at −2.5 dB, 10% at −12.5 dB" in picture
    assert "from 97 % at −2.5 dB to 10 % at −12.5 dB" in words("table-verdict")


def test_recap_faults_are_found_at_10_db_and_white_noise_hides_them_at_minus_20():
    text = said(stubs(LESSON), "table-check")
    false = float(re.search(r"all rows: ([\d.]+)%", text)[1])
    for kind, loud, quiet in re.findall(r"(\w+) +found at 10 dB (\d+)%, at −20 dB (\d+)%", text):
        assert int(loud) >= 99
        assert (int(quiet) > false + 1) == (kind == "pink")


def test_recap_shares_and_spreads():
    share = re.search(r"pink +([\d.]+)% of its power", said(stubs(LESSON), "band-share"))[1]
    low, high = re.search(
        r"quietest (\S+) dB, loudest (\S+) dB", said(stubs(LESSON), "differs")
    ).groups()
    recap = words("recap")
    assert f"only {float(share):.0f} % of it between 3 and 5 kHz" in recap
    assert f"from −{-float(low):.0f} to +{float(high):.0f} dB" in recap


def test_who_goes_further_down_depends_on_fault_and_noise():
    runs = drowning.table().query("torque == 18")
    sign = {}
    for (fault, kind), rows in runs.groupby(["fault", "noise"]):
        gain = []
        for _, one in rows.groupby("seed"):
            at = {m: drowning.half_point(drowning.curve(r)) for m, r in one.groupby("method")}
            gain.append(at["envelope"] - at["logistic"])
        clear = abs(np.mean(gain)) > 2.776 * np.std(gain, ddof=1) / 5**0.5
        sign[fault, kind] = int(np.sign(np.mean(gain)) * clear)
    white = [kind for kind in KINDS if kind != "pink"]
    assert all(sign[fault, kind] == 1 for fault in ("inner race", "ball") for kind in white)
    assert all(sign["outer race", kind] == 0 for kind in white)
    assert sign["outer race", "pink"] == -1
    assert sign["inner race", "pink"] == sign["ball", "pink"] == 0

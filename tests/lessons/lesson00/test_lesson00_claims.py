"""What lesson 00 says of its own numbers: which way τ goes in which unit, who is ahead where."""

import numpy as np
import pytest
from runs import begin, solved, stubs
from test_claims import words

from drsn_lite.checks import catalogue
from drsn_lite.lessons import lab
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise
from drsn_lite.results import tables
from drsn_lite.results.gains import band, by_seed, gains

LESSON = "00-start-here"
SPINE = tables.read("spine").query("noise == 'gaussian'").assign(condition="spine")


def means(snr_db):
    """τ and the share of zeros of each unit of the lab's DRSN-CW, means over its samples."""
    records = look(
        lab.network("gearbox", "drsn-cw"), add_noise(lab.samples("gearbox")[0], snr_db, rng=0)
    )
    return np.array([[float(r.tau.mean()), float(r.zeroed.mean())] for r in records]).T


def test_tau_rises_in_the_first_three_units_only():
    (quiet, few), (loud, many) = means(20.0), means(-10.0)
    rise = loud / quiet
    assert rise[0] == rise.max()
    assert (rise[:3] > 1.2).all()
    assert abs(np.log(rise[3])) < np.log(1.1)
    assert (rise[4:] < 0.8).all()
    assert many[0] / few[0] < rise[0] / 2, "the share of zeros of unit 1 moves much less"


def clear(data, rival):
    """Level → the sign of a gain whose band does not hold 0."""
    found = gains(SPINE.query("data == @data"), "drsn-cw", rival, ["snr_db"])
    return {r.snr_db: np.sign(r.gain) for r in found.itertuples() if abs(r.gain) > r.half}


def test_the_answer_names_every_star():
    assert clear("gearbox", "resnet-wide") == {0.0: 1, np.inf: 1}
    assert clear("gearbox", "senet") == {-10.0: -1, 0.0: 1}
    assert clear("digits", "resnet-wide") == {-10.0: -1}
    assert clear("digits", "senet") == {}
    assert clear("cwru", "resnet-wide") == {}
    assert clear("cwru", "senet") == {-10.0: 1}
    digits = gains(SPINE.query("data == 'digits'"), "drsn-cw", "resnet-wide", ["snr_db"])
    assert (digits["gain"] < 0).all(), "nowhere ahead"


def test_levels_are_lucky_together():
    """Gains at neighbouring levels of one network go together: few experiments, not six."""
    pairs = []
    for data in ("gearbox", "digits"):
        table = by_seed(SPINE[SPINE["data"] == data], "drsn-cw", "resnet-wide", ["snr_db"])
        wide = table.pivot_table("gain", "seed", "snr_db")
        pairs += [wide[a].corr(wide[b]) for a, b in ((5.0, 10.0), (10.0, np.inf))]
    assert np.mean(pairs) == pytest.approx(0.6, abs=0.4)


def test_the_picture_counts_the_clear_differences_of_the_table():
    [picture] = [o for o in stubs(LESSON)["verdict"].outputs if "image/png" in o.get("data", {})]
    assert "ahead in 4 of 36 places and clearly behind in 2" in picture.data["text/plain"]


@pytest.mark.parametrize("answered", [False, True], ids=["package", "learner"])
def test_the_count_of_zeros_is_the_lab_s_whoever_counts(answered):
    cell = (solved(LESSON).cells if answered else stubs(LESSON))["first-check-used"]
    who, *rows = "".join(o.text for o in cell.outputs).splitlines()
    assert who == "Used here: " + ("your function" if answered else "the package's count")
    assert len(rows) == 2
    for row, level in zip(rows, (10.0, -5.0), strict=True):
        shares = lab.zeroed_by_unit("gearbox", "drsn-cw", level)
        assert ", ".join(f"{share:.0%}" for share in shares) in row


def test_on_the_bearings_it_is_ahead_of_senet_where_senet_is_behind_the_resnet():
    here = 100 * SPINE.query("data == 'cwru' and snr_db == -10").pivot_table(
        "accuracy", "seed", "network"
    )
    ahead, _ = band(here["drsn-cw"] - here["senet"])
    mean, half = band(here["senet"] - here["resnet-wide"])
    said = " ".join(words(LESSON, "verdict-words").split())
    assert f"the loudest, by {ahead:.0f} points" in said
    assert f"SENet itself is {-mean:.0f} ± {half:.0f} points behind the ResNet" in said


def test_the_map_counts_what_was_solved_in_this_run():
    for run, count in ((begin(LESSON, False), 0), (begin(LESSON, True), 1)):
        [output] = run.result().cells["progress"].outputs
        assert f"{count} of {len(catalogue())} exercises" in output.data["text/plain"]
        assert f">{count} of 1</td>" in output.data["text/html"]

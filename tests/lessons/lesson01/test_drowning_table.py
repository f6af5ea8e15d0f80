"""The detector of lesson 01, its table, and the script that makes it."""

import numpy as np
import pytest

from drsn_lite import noise
from drsn_lite.datasets import gearbox
from drsn_lite.lessons.lesson01 import drowning
from drsn_lite.lessons.lesson01.drowning import band_hz, prominence
from drsn_lite.studies import drowning_table

FAULTS = ("outer race", "inner race", "ball")
METHODS = ("envelope", "envelope-long", "logistic")
EVERY = [(m, f, k, t) for m in METHODS for f in FAULTS for k in noise.KINDS for t in (1, 6, 18)]


@pytest.fixture(scope="module")
def script():
    return drowning_table


@pytest.fixture(scope="module")
def signals():
    return gearbox.simulate(40, seed=11, speeds_hz=(30.0,), torques=(18.0,))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stands_out_at_its_own_frequency_only(signals, fault):
    x, y = signals
    own = np.median(prominence(x[y == gearbox.STATES.index(fault)], fault, 30.0))
    healthy = np.median(prominence(x[y == 0], fault, 30.0))
    wrong_speed = np.median(prominence(x[y == gearbox.STATES.index(fault)], fault, 24.0))
    assert own > 3 * healthy
    assert own > 3 * wrong_speed


def test_prominence_does_not_mind_the_unit_and_takes_a_speed_for_each(signals):
    x = signals[0][:3]
    np.testing.assert_allclose(prominence(9.81 * x, "ball", 30.0), prominence(x, "ball", 30.0))
    speeds = np.array([20.0, 30.0, 40.0])
    one_by_one = [prominence(row, "ball", hz) for row, hz in zip(x, speeds, strict=True)]
    np.testing.assert_allclose(prominence(x, "ball", speeds), one_by_one)


def test_prominence_of_a_known_envelope():
    """A carrier in the band, modulated at the fault frequency and its double, on white noise."""
    hz = gearbox.fault_frequency("outer race", 30.0)
    t = np.arange(2048) / gearbox.RATE_HZ
    low, high = band_hz("outer race")
    carrier = np.cos(np.pi * (low + high) * t)
    floor = 0.01 * noise.draw("gaussian", t.shape, 0)
    steady = prominence(carrier + floor, "outer race", 30.0)
    beating = prominence((1 + 0.5 * np.cos(2 * np.pi * hz * t)) * carrier + floor, "outer race", 30)
    assert beating > 20 * steady


def test_a_signal_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="longer record"):
        prominence(np.ones(64), "ball", 30.0)
    with pytest.raises(ValueError, match="no fault frequency"):
        prominence(np.ones(2048), "healthy", 30.0)


def test_the_table_is_complete_and_has_five_seeds():
    rows = drowning.table()
    counts = rows.groupby(["method", "fault", "noise", "torque", "snr_db"])["seed"].nunique()
    assert len(counts) == len(EVERY) * rows["snr_db"].nunique()
    assert (counts >= 5).all()
    assert len(rows) == counts.sum()
    assert rows[["detected", "false_alarms"]].stack().between(0, 1).all()


def test_alarms_are_as_rare_as_asked_for():
    rates = drowning.table().groupby(["method", "noise"])["false_alarms"].mean()
    assert rates.between(0.03, 0.08).all(), rates


@pytest.mark.parametrize(("method", "fault", "kind", "torque"), EVERY)
def test_a_fault_is_found_at_10_db_and_drowns_below(method, fault, kind, torque):
    curve = drowning.found(method, fault, kind, torque)
    assert curve.mean[-1] > 0.9
    assert curve.mean[0] < 0.5
    assert (np.diff(curve.mean) > -0.08).all()
    assert ((curve.low <= curve.mean + 1e-9) & (curve.mean <= curve.high + 1e-9)).all()
    assert curve.snr_db[0] < drowning.half_point(curve) < 0


def test_pink_noise_leaves_more_of_the_line_and_a_longer_record_helps():
    for fault in FAULTS:
        half = {
            (m, k): drowning.half_point(drowning.found(m, fault, k, 18))
            for m in METHODS
            for k in ("gaussian", "pink")
        }
        assert half["envelope", "pink"] < half["envelope", "gaussian"] - 2
        assert half["envelope-long", "gaussian"] < half["envelope", "gaussian"] - 2


def _gain(fault, kind):
    """Decibels by which the regression goes further down than the envelope, with its 95 % band."""
    rows = drowning.table().query("torque == 18 and fault == @fault and noise == @kind")
    gain = []
    for _, one in rows.groupby("seed"):
        half = {m: drowning.half_point(drowning.curve(r)) for m, r in one.groupby("method")}
        gain.append(half["envelope"] - half["logistic"])
    return np.mean(gain), 2.78 * np.std(gain, ddof=1) / len(gain) ** 0.5


@pytest.mark.parametrize("kind", noise.KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_the_verdict_in_the_words_of_the_lesson(fault, kind):
    """The prose of the cell `duel-told`; if the table changes, it has to be written again."""
    better = {("outer race", "pink"): -1} | {
        (f, k): 1 for f in ("inner race", "ball") for k in ("gaussian", "laplacian")
    }
    gain, band = _gain(fault, kind)
    assert (abs(gain) > band) * np.sign(gain) == better.get((fault, kind), 0), (gain, band)


def test_half_point():
    def curve(*shares):
        shares = np.array(shares)
        return drowning.Curve(np.array([-10.0, 0.0, 10.0]), shares, shares, shares)

    assert drowning.half_point(curve(0.1, 0.4, 0.9)) == pytest.approx(2.0)
    assert drowning.half_point(curve(0.6, 0.4, 0.9)) == pytest.approx(2.0)
    assert np.isnan(drowning.half_point(curve(0.6, 0.8, 0.9)))
    assert np.isnan(drowning.half_point(curve(0.1, 0.2, 0.3)))
    with pytest.raises(ValueError, match="no rows"):
        drowning.found("ear", "ball", "pink", 18)


def test_the_script_makes_a_row_of_the_table_again(script, monkeypatch):
    """Seed 0 at one SNR, outer race only: the numbers that are shipped."""
    monkeypatch.setattr(script, "SNR_DB", (-5.0,))
    monkeypatch.setattr(script, "FAULTS", ("outer race",))
    short = script.Signals(100, 540, 2048)
    long = script.Signals(101, 99, 2048)  # not looked at here
    rows = script.judged(short, long, "laplacian", 0)
    made = [row for row in rows if row["method"] != "envelope-long"]
    shipped = drowning.table().query(
        "seed == 0 and noise == 'laplacian' and snr_db == -5 and fault == 'outer race'"
    )
    for row in made:
        mine = shipped.query(f"method == {row['method']!r} and torque == {row['torque']}").iloc[0]
        for name in ("detected", "false_alarms"):
            assert row[name] == pytest.approx(mine[name], abs=0.034), row  # 2 signals of 60


def test_a_score_that_separates_finds_all_with_the_alarms_asked_for(script):
    healthy, torque = np.arange(400) / 400, np.tile([1.0, 18.0], 200)
    rows = script.judge(healthy, healthy + 1, slice(0, None), slice(0, None), torque)
    assert [row["torque"] for row in rows] == [1, 18]
    assert all(row["detected"] == 1 for row in rows)
    assert all(row["false_alarms"] == pytest.approx(0.05, abs=0.01) for row in rows)
    same = script.judge(healthy, healthy, slice(0, None), slice(0, None), torque)
    assert all(row["detected"] == row["false_alarms"] for row in same)

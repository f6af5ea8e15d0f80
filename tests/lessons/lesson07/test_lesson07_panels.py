"""Panels of lesson 07 on noise and signal under the zeros: their numbers are those of the table."""

import pytest
from scipy import stats

from drsn_lite.drawing import Bars, Points, Whiskers
from drsn_lite.lessons.lesson07 import guess_removed as guess
from drsn_lite.lessons.lesson07 import noise_or_signal as shown
from drsn_lite.noise import KINDS
from drsn_lite.results import tables

TABLE = tables.read("anatomy").query("unit > 0")


def rows(network: str, kind: str, snr_db: float):
    """The rows of five seeds, by unit."""
    return TABLE.query("network == @network and noise == @kind and snr_db == @snr_db").groupby(
        "unit"
    )


def marks(frame, plot: int) -> dict[str, Bars | Points]:
    return {mark.label: mark for mark in frame.plots[plot].marks if getattr(mark, "label", "")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("network", ["drsn-cw", "drsn-cs"])
@pytest.mark.parametrize("snr_db", [-8.0, 0.0, 10.0])
def test_energies_and_shares(network: str, kind: str, snr_db: float) -> None:
    frame = shown.noise_or_signal.frame(snr_db=snr_db, kind=kind, network=network)
    mean = 100 * rows(network, kind, snr_db).mean(numeric_only=True)
    energy, under = marks(frame, 0), marks(frame, 1)
    assert energy["noise"].heights == pytest.approx(mean["noise_removed"], abs=1e-3)
    assert energy["signal"].y == pytest.approx(mean["signal_removed"], abs=1e-3)
    assert energy["features"].y == pytest.approx(mean["zeroed"], abs=1e-3)
    assert under["among the zeroed"].heights == pytest.approx(mean["noise_in_zeroed"], abs=1e-3)
    assert under["among the kept"].y == pytest.approx(mean["noise_in_kept"], abs=1e-3)


@pytest.mark.parametrize(("curve", "words"), shown.CURVES)
@pytest.mark.parametrize("ruler", ["through", "denoised", "apart"])
def test_the_gain_is_that_of_the_curve_with_its_band(curve: str, words: str, ruler: str) -> None:
    given = {"snr_db": 4.0, "kind": "pink", "network": "drsn-cs", "ruler": ruler, "curve": curve}
    frame = shown.noise_or_signal.frame(**given)
    dots = marks(frame, 2)[words]
    (whiskers,) = [mark for mark in frame.plots[2].marks if isinstance(mark, Whiskers)]
    assert dots.x.tolist() == [1, 2, 3, 4, 5, 6]
    work = tables.read("gate_work").query(
        "network == 'drsn-cs' and noise == 'pink' and snr_db == 4 and curve == @curve"
    )
    for unit, won in work.groupby("unit")[ruler]:
        low, high = stats.t.interval(0.95, 4, won.mean(), stats.sem(won))
        assert dots.y[unit - 1] == pytest.approx(won.mean(), abs=1e-3)
        middle, half = whiskers.mean[unit - 1], whiskers.half[unit - 1]
        assert [middle - half, middle + half] == pytest.approx([low, high], abs=1e-3)
    assert ("the gate as it is" in marks(frame, 2)) == (curve != "gate")


def test_both_tables_have_the_same_gate() -> None:
    """200 signals in the one, 100 in the other; the same networks and noise."""
    gate = tables.read("gate_work").query("curve == 'gate'")
    mine = gate.groupby("network")[["through", "denoised"]].mean()
    anatomy = TABLE[TABLE["unit"] > 0].groupby("network").mean(numeric_only=True)
    for column, after in (("through", "snr_after"), ("denoised", "snr_denoised")):
        theirs = (anatomy[after] - anatomy["snr_before"]).loc[mine.index]
        assert (mine[column] - theirs).abs().max() < 0.1


def test_the_sentence_names_units_where_the_noise_is_clearly_hit_harder() -> None:
    frame = shown.noise_or_signal.frame(snr_db=-8.0, kind="gaussian", network="drsn-cw")
    harder = []
    for unit, part in rows("drsn-cw", "gaussian", -8.0):
        half = stats.t.ppf(0.975, 4) * stats.sem(part["noise_removed"])
        if part["noise_removed"].mean() - half > part["signal_removed"].mean():
            harder.append(str(unit))
    assert 0 < len(harder) < 6
    assert f"units {', '.join(harder)}. " in frame.sentence


@pytest.mark.parametrize("unit", [1, 6])
def test_the_guess_meets_the_truth_and_only_after_it_is_committed(unit: int) -> None:
    given = {"noise": 40.0, "signal": 20.0, "unit": unit}
    before = guess.guess_removed.frame(**given, committed=False)
    assert "measured" not in marks(before, 0)
    after = marks(guess.guess_removed.frame(**given, committed=True), 0)
    mean = 100 * rows("drsn-cw", "gaussian", 0.0).mean(numeric_only=True).loc[unit]
    expected = [mean["noise_removed"], mean["signal_removed"]]
    assert after["measured"].y == pytest.approx(expected, abs=1e-3)
    assert after["your guess"].y.tolist() == [40, 20]
    assert after["set to zero"].heights[0] == pytest.approx(mean["zeroed"], abs=1e-3)

"""The two panels of lesson 05: every corner of the controls, and the claims their pictures make."""

import math
import re
from itertools import product

import numpy as np
import pytest

from drsn_lite.drawing import Bars, Frame, Line, Mark, Plot
from drsn_lite.lessons import lab

# by its path: the package gives the submodule's name to the panel
from drsn_lite.lessons.lesson05 import channel_thresholds as ct
from drsn_lite.lessons.lesson05 import guess_threshold as gt
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise


def bars(frame: Frame, title: str) -> np.ndarray:
    (plot,) = [plot for plot in frame.plots if title in plot.title]
    return next(mark for mark in plot.marks if isinstance(mark, Bars)).heights


def line(plot: Plot, label: str) -> Mark:
    (mark,) = [m for m in plot.marks if isinstance(m, Line) and m.label == label]
    return mark


@pytest.mark.parametrize("noise", ["proportional", "equal"])
def test_reweighting_leaves_every_snr_where_it_was(noise: str) -> None:
    for alpha in (0.01, 0.5, 1.0):
        frame = ct.channel_thresholds.frame(gate="senet", alpha=alpha, noise=noise)
        assert np.abs(bars(frame, "SNR gained")).max() < 1e-5
        assert (bars(frame, "Set to zero") == 0).all()
    assert "multiplies signal and noise" in frame.sentence


def test_the_noise_has_the_snr_of_the_slider() -> None:
    clean, _ = ct.features()
    for snr, channel in product((-5.0, 5.0, 20.0), (1, 3, 6)):
        frame = ct.channel_thresholds.frame(snr_db=snr, channel=channel)
        x = line(frame.plots[0], "before").y
        noise = x - clean[channel - 1]
        measured = 10 * np.log10(np.sum(clean[channel - 1] ** 2) / np.sum(noise**2))
        assert measured == pytest.approx(snr, abs=1e-3)


def test_shared_wipes_the_quiet_channel_out_and_channelwise_cannot() -> None:
    shared = bars(ct.channel_thresholds.frame(gate="drsn-cs", alpha=0.8), "Set to zero")
    own = bars(ct.channel_thresholds.frame(gate="drsn-cw", alpha=0.8), "Set to zero")
    assert shared[0] == 100
    assert shared[-1] < 40
    assert own.max() < 80
    assert own.max() - own.min() < 15
    assert (
        "wipes channel 1 out"
        in ct.channel_thresholds.frame(gate="drsn-cs", alpha=0.8, channel=1).sentence
    )


def test_thresholds_never_pass_the_cap_and_shared_ones_are_alike() -> None:
    for alpha in (0.0, 0.3, 1.0):
        (plot,) = [
            p
            for p in ct.channel_thresholds.frame(gate="drsn-cw", alpha=alpha).plots
            if "Threshold" in p.title
        ]
        tau, cap = plot.marks[0].heights, plot.marks[1].y
        np.testing.assert_allclose(tau, alpha * cap, rtol=1e-5)
        shared = bars(ct.channel_thresholds.frame(gate="drsn-cs", alpha=alpha), "Threshold")
        np.testing.assert_allclose(shared, tau.mean(), rtol=1e-5)


def test_channelwise_is_not_always_the_better_one() -> None:
    """With the same noise everywhere, a loud channel's own cap is far above its noise."""
    shared, own = (
        bars(
            ct.channel_thresholds.frame(gate=gate, noise="equal", snr_db=10, alpha=0.9),
            "SNR gained",
        )[-1]
        for gate in ("drsn-cs", "drsn-cw")
    )
    assert shared > -1
    assert own < shared - 2


def test_the_sentence_says_what_the_bars_show() -> None:
    frame = ct.channel_thresholds.frame(gate="drsn-cw", channel=3, alpha=0.7)
    tau, zeroed, before, after = re.search(
        r"τ = ([\d.]+) sets (\d+) %.*: (−?[\d.]+) → (−?[\d.]+) dB", frame.sentence
    ).groups()
    assert float(tau) == pytest.approx(bars(frame, "Threshold")[2], abs=0.006)
    assert float(zeroed) == pytest.approx(bars(frame, "Set to zero")[2], abs=0.6)
    before, after = (float(text.replace("−", "-")) for text in (before, after))
    loudest = bars(frame, "Set to zero")[-1]
    assert f" and {loudest:.0f} % of the loudest" in frame.sentence
    assert round(loudest) != round(bars(frame, "Set to zero")[0])
    gained = after - before
    assert gained == pytest.approx(bars(frame, "SNR gained")[2], abs=0.11)


def test_the_snr_does_not_care_about_scale() -> None:
    rng = np.random.default_rng(0)
    clean, noise = rng.standard_normal((2, 20_000))
    x = clean + 0.5 * noise
    assert ct.snr_left(clean, x) == pytest.approx(20 * math.log10(2), abs=0.1)
    assert ct.snr_left(clean, 0.1 * x) == pytest.approx(ct.snr_left(clean, x), abs=1e-9)
    assert math.isnan(ct.snr_left(clean, 0 * x))


def test_nothing_is_given_away_before_the_commitment() -> None:
    hidden, shown = (gt.guess_threshold.frame(guess=2.0, committed=c) for c in (False, True))
    assert not [m for p in hidden.plots for m in p.marks if isinstance(m, Line)]
    assert "Measured" not in hidden.sentence
    assert line(shown.plots[0], "measured").y.shape == gt.LEVELS_DB.shape
    assert [len(f.plots) for f in (hidden, shown)] == [2, 2]


def test_the_revealed_ratio_is_the_one_on_the_curve_and_near_the_product_of_its_factors() -> None:
    tau, size, alpha = gt.ratios()
    np.testing.assert_allclose(tau[0], 1)
    np.testing.assert_allclose(tau, size * alpha, rtol=0.25)  # medians do not multiply exactly
    for unit in range(1, 7):
        frame = gt.guess_threshold.frame(unit=unit, committed=True)
        said = float(re.search(r"dB: ([\d.]+) times", frame.sentence).group(1))
        at = list(gt.LEVELS_DB).index(gt.ASKED_DB)
        assert said == pytest.approx(tau[at, unit - 1], abs=0.051)
        assert tau[:, unit - 1].max() < gt.TOP
        for label, factor in (("mean |x|", size), ("α", alpha)):
            np.testing.assert_allclose(
                line(frame.plots[1], label).y, factor[:, unit - 1], rtol=1e-6
            )
        assert f"mean |x| is {size[at, unit - 1]:.1f} times as large, α" in frame.sentence


def test_a_ratio_is_the_median_over_samples_and_channels_of_their_own_ratios() -> None:
    x, network = lab.samples("gearbox")[0], lab.network("gearbox", "drsn-cw")
    quiet, noisy = (
        look(network, add_noise(x, snr, rng=0))[3].mean_abs.double().numpy()
        for snr in (gt.KNOWN_DB, gt.ASKED_DB)
    )
    own = np.median((noisy / quiet)[quiet > 0])
    at = list(gt.LEVELS_DB).index(gt.ASKED_DB)
    assert gt.ratios()[1, at, 3] == pytest.approx(own, rel=1e-6)
    assert abs(np.median(noisy) / np.median(quiet) / own - 1) > 1e-3

"""The panels of lesson 04: every corner of the controls, and the numbers that they show."""

import re

import numpy as np
import pytest
import torch

from drsn_lite.drawing import Bars, Frame, Line, Points
from drsn_lite.lessons import lab
from drsn_lite.lessons.lesson04 import guess_weight_change as gw
from drsn_lite.lessons.lesson04 import se_over_snr as ov
from drsn_lite.lessons.lesson04 import se_steps as st
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise


def bars(frame: Frame, title: str) -> np.ndarray:
    (plot,) = [plot for plot in frame.plots if plot.title.startswith(title)]
    return next(mark for mark in plot.marks if isinstance(mark, Bars)).heights


def dots(frame: Frame, title: str) -> np.ndarray:
    (plot,) = [plot for plot in frame.plots if plot.title.startswith(title)]
    return next(mark for mark in plot.marks if isinstance(mark, Points)).y


@pytest.mark.parametrize(("unit", "snr"), [(1, 20.0), (4, 0.0), (6, -10.0)])
def test_each_step_follows_from_the_one_before(unit: int, snr: float) -> None:
    """Squeeze, hidden layer, weights and scaling, by hand from the features of the sample."""
    frame = st.se_steps.frame(unit=unit, snr_db=snr, sample=3, other=12)
    noisy = np.concatenate([add_noise(lab.samples("digits")[0][[i]], snr, rng=i) for i in (3, 12)])
    network = lab.network("digits", "senet")
    record = look(network, noisy)[unit - 1]
    w1, b1, w2, b2 = (p.detach().numpy() for p in network.units[unit - 1].gate.parameters())
    z = record.before.numpy().mean((2, 3))
    hidden = np.maximum(z @ w1.T + b1, 0)
    alpha = 1 / (1 + np.exp(-(hidden @ w2.T + b2)))
    for title, numbers in (
        ("Squeeze", z),
        ("Excite, hidden", hidden),
        ("Excite: weight", alpha),
        ("Scale", alpha * z),
    ):
        np.testing.assert_allclose(bars(frame, title), numbers[0], atol=2e-5)
        np.testing.assert_allclose(dots(frame, title), numbers[1], atol=2e-5)


def test_the_sentence_of_the_steps_says_what_the_bars_show() -> None:
    frame = st.se_steps.frame(sample=5, other=5, channel=4, unit=6)
    numbers = re.search(
        r"mean (\S+), weight α = (\S+), so mean (\S+) after.* α = (\S+);.* most (\S+)\.",
        frame.sentence,
    ).groups()
    z, alpha, scaled, other, apart = (float(number.replace("−", "-")) for number in numbers)
    for said, title in ((z, "Squeeze"), (alpha, "Excite: weight"), (scaled, "Scale")):
        assert said == pytest.approx(bars(frame, title)[3], abs=0.0051)
    assert (alpha, 0.0) == (other, apart)  # a sample beside itself


def test_axes_stand_still_while_the_sample_changes() -> None:
    frames = [st.se_steps.frame(sample=sample, other=39 - sample) for sample in range(0, 40, 3)]
    for place in (2, 3, 4, 5):
        assert len({frame.plots[place].limits() for frame in frames}) == 1
        for mark in (mark for frame in frames for mark in frame.plots[place].marks):
            low, high = frames[0].plots[place].limits()[1]
            values = mark.heights if isinstance(mark, Bars) else mark.y
            assert low <= values.min()
            assert values.max() <= high


@pytest.mark.parametrize("kind", ["gaussian", "pink"])
def test_weights_over_snr_are_those_of_the_network(kind: str) -> None:
    frame = ov.se_over_snr.frame(snr_db=-5.0, unit=5, kind=kind)
    noisy = add_noise(lab.samples("digits")[0], -5.0, kind, rng=0)
    alpha = look(lab.network("digits", "senet"), noisy)[4].alpha[..., 0, 0].numpy()
    np.testing.assert_allclose(bars(frame, "Weights at −5 dB"), alpha.mean(0), atol=1e-5)
    between = bars(frame, "How far")
    assert between[0] == pytest.approx(alpha.mean(0).std(), abs=1e-4)
    assert between[1] == pytest.approx(alpha.std(0).mean(), abs=1e-4)


def test_the_change_by_noise_starts_at_nothing_and_grows() -> None:
    change = [
        bars(ov.se_over_snr.frame(snr_db=snr, unit=6), "How far")[2] for snr in (20, 10, 0, -10)
    ]
    assert change[0] == 0
    assert all(np.diff(change) > 0)


def test_the_spreads_tell_three_kinds_of_weights_apart() -> None:
    levels, samples, channels = len(ov.LEVELS_DB), 40, 8
    rng = np.random.default_rng(0)
    one = np.broadcast_to(rng.random(channels), (levels, samples, channels))
    assert ov.spreads(one, 0)[0] > 0.1
    np.testing.assert_allclose(ov.spreads(one, 0)[1:], 0, atol=1e-12)
    by_sample = np.broadcast_to(rng.random((samples, 1)), (levels, samples, channels))
    np.testing.assert_allclose(ov.spreads(by_sample, 0)[[0, 2]], 0, atol=1e-12)
    by_noise = np.broadcast_to(rng.random((levels, 1, 1)), (levels, samples, channels))
    expected = abs(by_noise[0, 0, 0] - by_noise[-1, 0, 0])
    np.testing.assert_allclose(ov.spreads(by_noise, 0), [0, 0, expected], atol=1e-12)


def test_nothing_is_given_away_before_the_commitment() -> None:
    hidden, shown = (gw.guess_weight_change.frame(guess=0.3, committed=c) for c in (False, True))
    assert not [m for p in hidden.plots for m in p.marks if isinstance(m, Line)]
    assert "Measured" not in hidden.sentence
    said = float(re.search(r"changes by ([\d.]+) on average", shown.sentence).group(1))
    network, x = lab.network("digits", "senet"), lab.samples("digits")[0]
    records = (look(network, add_noise(x, snr, rng=0)) for snr in (20.0, -5.0))
    truth = np.mean([(a.alpha - b.alpha).abs().mean() for a, b in zip(*records, strict=True)])
    assert said == pytest.approx(float(truth), abs=6e-4)
    assert 0 < truth < gw.TOP
    first = look(network, add_noise(x, 20.0, rng=0))[-1].alpha[0, :, 0, 0].numpy()
    np.testing.assert_allclose(bars(hidden, "One digit: weights of unit 6"), first, atol=1e-5)


def test_no_panel_leaves_a_hook_or_a_gradient_behind() -> None:
    st.se_steps.frame(sample=2)
    network = lab.network("digits", "senet")
    assert not any(unit.gate._forward_hooks for unit in network.units)
    assert all(p.grad is None for p in network.parameters())
    assert torch.is_grad_enabled()

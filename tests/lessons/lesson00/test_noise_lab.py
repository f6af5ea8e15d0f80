"""The noise lab and the prediction of lesson 00: what they draw is what the network did."""

import numpy as np
import pytest
import torch

from drsn_lite.drawing import Bars, Frame, Image, Line, Points, Steps
from drsn_lite.lessons import lab
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise, snr_db
from drsn_lite.panels import guess_zeroed, noise_lab


def marks(frame: Frame, plot: int, kind: type) -> list:
    return [mark for mark in frame.plots[plot].marks if isinstance(mark, kind)]


def test_the_input_has_the_noise_that_was_asked_for() -> None:
    noisy, clean = marks(noise_lab.frame(snr_db=-3, kind="pink", sample=9), 0, Line)
    assert snr_db(clean.y[None].astype(float), noisy.y[None].astype(float))[0] == pytest.approx(
        -3, abs=1e-3
    )


@pytest.mark.parametrize("network", ["drsn-cs", "drsn-cw"])
@pytest.mark.parametrize("data", ["gearbox", "digits"])
def test_features_thresholds_and_shares_agree(data: str, network: str) -> None:
    x, _, _ = lab.samples(data)
    noisy = add_noise(x[7:8], 0, "gaussian", rng=7)
    records = look(lab.network(data, network), noisy)
    frame = noise_lab.frame(
        snr_db=0, data=data, network=network, sample=7, unit=4, channel=3, kind="gaussian"
    )
    tau = marks(frame, 3, Bars)[0].heights
    np.testing.assert_allclose(tau, records[3].tau.flatten().expand(16).numpy(), rtol=1e-5)
    if data == "gearbox":
        before, after = (line.y for line in marks(frame, 1, Line))
    else:
        before, after = np.split(marks(frame, 1, Image)[0].values, [4], axis=1)
        after = after[:, 1:]
    size = np.abs(before)
    expected = np.sign(before) * np.maximum(size - tau[2], 0)
    np.testing.assert_allclose(after, expected, atol=1e-6)
    assert marks(frame, 2, Steps)[0].heights.sum() == before.size
    shares = marks(frame, 4, Bars)[0].heights
    np.testing.assert_allclose(
        shares, [100 * float(record.zeroed.mean()) for record in records], rtol=1e-4
    )
    all_of_them, third = records[3].zeroed.mean(), records[3].zeroed[0, 2]
    assert f"sets {100 * all_of_them:.0f} % of its features to zero" in frame.sentence
    assert f"({100 * third:.0f} % in channel 3)" in frame.sentence


def test_the_probabilities_are_those_of_the_network() -> None:
    x, y, classes = lab.samples("gearbox")
    frame = noise_lab.frame(snr_db=20, sample=2, network="drsn-cw")
    with torch.no_grad():
        noisy = torch.from_numpy(add_noise(x[2:3], 20, "gaussian", rng=2))
        expected = lab.network("gearbox", "drsn-cw")(noisy).softmax(1)[0].numpy()
    np.testing.assert_allclose(marks(frame, 5, Bars)[0].heights / 100, expected, atol=1e-5)
    assert marks(frame, 5, Bars)[0].names == classes
    assert marks(frame, 5, Bars)[0].highlight == y[2]


def test_networks_without_thresholds_say_so() -> None:
    for network in ("resnet", "senet"):
        frame = noise_lab.frame(network=network)
        assert "nothing is set to zero" in frame.sentence
        assert not marks(frame, 4, Bars)[0].heights.any()


def test_classes_take_turns_and_the_test_part_is_used() -> None:
    _, labels, classes = lab.samples("digits")
    np.testing.assert_array_equal(labels, np.tile(np.arange(len(classes)), 4))


def test_a_guess_is_kept_and_the_truth_comes_only_after_it() -> None:
    hidden, shown = (guess_zeroed.frame(guess=20, committed=c) for c in (False, True))
    assert not marks(hidden, 0, Line)
    assert "Measured at" not in hidden.sentence
    known, guess = marks(hidden, 0, Points)
    assert (known.x[0], guess.x[0], guess.y[0]) == (10, -5, 20)
    curve = marks(shown, 0, Line)[0]
    at = float(curve.y[list(curve.x).index(-5)])
    assert at == pytest.approx(
        100 * lab.zeroed_by_unit("gearbox", "drsn-cw", -5.0).mean(), rel=1e-5
    )
    assert f"{abs(20 - at):.0f} points off" in shown.sentence


def test_the_sentence_says_when_the_network_is_wrong_and_what_is_right() -> None:
    _, y, classes = lab.samples("digits")
    seen = set()
    for sample in range(lab.SAMPLES):
        frame = noise_lab.frame(data="digits", network="resnet", snr_db=-10, sample=sample)
        said = int(marks(frame, 5, Bars)[0].heights.argmax())
        truth = classes[y[sample]]
        right = said == y[sample]
        ending = "right." if right else f"wrong, it is {truth}."
        assert f"It says {classes[said]} with" in frame.sentence
        assert frame.sentence.endswith(ending)
        seen.add(right)
    assert seen == {True, False}


@pytest.mark.parametrize(("unit", "channel"), [(1, 1), (2, 5), (6, 16)])
def test_the_unit_and_the_channel_that_are_looked_at_stand_out(unit: int, channel: int) -> None:
    frame = noise_lab.frame(
        network="drsn-cw", unit=unit, channel=min(channel, 8 * (1 + (unit > 2)))
    )
    thresholds, units = (marks(frame, plot, Bars)[0] for plot in (3, 4))
    assert thresholds.highlight == min(channel, 8 * (1 + (unit > 2))) - 1
    assert units.highlight == unit - 1

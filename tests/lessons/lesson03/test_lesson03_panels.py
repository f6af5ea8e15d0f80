"""The panels of lesson 03: what they draw is what was measured, at the ends and in the middle."""

import nbformat
import numpy as np
import pandas as pd
import pytest
import torch
import torch.nn.functional as F

from drsn_lite import datasets
from drsn_lite.blocks import ResidualUnit
from drsn_lite.drawing import Frame, Image, Line, Points
from drsn_lite.lessons.lesson03 import depth, unet
from drsn_lite.lessons.lesson03.loss_surface import surfaces, valley
from drsn_lite.networks import build
from drsn_lite.noise import snr_db
from drsn_lite.panels import gradient_depth, guess_depth, loss_surface, unet_denoiser
from drsn_lite.paths import DATA


def lines(frame: Frame, plot: int) -> dict[str, Line]:
    return {m.label: m for m in frame.plots[plot].marks if isinstance(m, Line) and m.label}


def test_gradient_norms_are_those_of_hooks_in_a_whole_forward_pass() -> None:
    """The oracle: retained gradients at the outputs of stem and units, from an ordinary step."""
    data = datasets.load("digits")
    x, y = torch.from_numpy(data.train_x[:16]), torch.from_numpy(data.train_y[:16])
    network = build("convnet", depth.deep_plan(3), 10, seed=1)
    found = depth.gradient_norms(network, x, y)
    kept: list[torch.Tensor] = []

    def keep(_module, _given, out):
        out.retain_grad()
        kept.append(out)

    for part in (network.stem, *network.units):
        part.register_forward_hook(keep)
    F.cross_entropy(network(x), y).backward()
    expected = [feature.grad.norm().item() for feature in kept]
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_what_the_lesson_says_of_gradients() -> None:
    """With BatchNorm plain gradients grow on the way back; without it they vanish."""

    def ratio(name: str, normalisation: str) -> float:
        frame = gradient_depth.frame(units=20, normalisation=normalisation)
        y = lines(frame, 1)[name].y
        assert (
            y[-1]
            == pytest.approx(
                max(lines(frame, 0)[name].y[0], -8) - lines(frame, 0)[name].y[-1], abs=0.01
            )
            or y[-1] == -8
        )
        return float(y[-1])

    assert ratio("plain", "batchnorm") > 1.5
    assert abs(ratio("residual", "batchnorm")) < 1.5
    assert ratio("plain", "none") == -8
    assert abs(ratio("residual", "none")) < 1
    assert ratio("plain", "he") < -1
    assert ratio("residual", "he") > 1


def test_without_batchnorm_there_is_none_and_he_has_his_variance() -> None:
    network = depth.without_batchnorm(build("resnet", depth.deep_plan(6), 10, seed=0), he_seed=0)
    assert not [m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    weights = torch.cat([unit.branch[5].weight.flatten() for unit in network.units])
    assert weights.var().item() == pytest.approx(2 / (8 * 9), rel=0.1)


def test_the_plan_has_the_layers_it_says() -> None:
    for units in (1, 5):
        network = build("resnet", depth.deep_plan(units), 10)
        kinds = (torch.nn.Conv2d, torch.nn.Linear)
        assert sum(isinstance(m, kinds) for m in network.modules()) == 2 * units + 2


def test_a_guess_is_kept_and_the_truth_comes_only_after_it() -> None:
    hidden, shown = (guess_depth.frame(guess=20, committed=c) for c in (False, True))
    assert not lines(hidden, 0)
    assert "Measured" not in hidden.sentence
    network = build("convnet", depth.deep_plan(32), 10)
    layers = sum(isinstance(m, torch.nn.Conv2d | torch.nn.Linear) for m in network.modules())
    assert f"Your guess for {layers} layers" in hidden.sentence
    assert f"Measured at {layers} layers" in shown.sentence
    assert lines(shown, 0)["plain"].x[-1] == layers
    table = pd.read_csv(DATA / "results" / "degradation.csv")
    rows = table.query("network == 'convnet' and units == 32 and learning_rate == 0.1")
    truth = 100 * rows["train_accuracy"].mean()
    assert lines(shown, 0)["plain"].y[-1] == pytest.approx(truth, rel=1e-5)
    rate = table.query("network == 'convnet' and learning_rate == 0.1")
    means = 100 * rate.groupby("units")["train_accuracy"].mean().to_numpy()
    assert lines(shown, 0)["plain"].y == pytest.approx(means, rel=1e-5), "other rates are not in it"
    assert f"{abs(20 - truth):.0f} points off" in shown.sentence
    assert f"mean of {len(rows)} seeds" in shown.sentence


def test_surfaces_are_the_shipped_ones() -> None:
    frame = loss_surface.frame(units="16", seed=3, elevation=90, azimuth=0)
    images = [plot.marks[0] for plot in frame.plots[1::2]]
    for name, image in zip(("convnet", "resnet"), images, strict=True):
        assert isinstance(image, Image)
        losses = surfaces()[f"{name}-16-3"]
        np.testing.assert_allclose(10**image.values, losses, rtol=1e-4)
        assert f"on {100 * valley(losses):.0f} %" in frame.sentence


def test_a_turn_of_360_degrees_is_none() -> None:
    a, b = (loss_surface.frame(azimuth=angle).plots[0].marks[0] for angle in (-180, 180))
    np.testing.assert_allclose(a.y, b.y, atol=1e-5)
    np.testing.assert_allclose(a.x, b.x, atol=1e-5)


def test_the_denoisers_answer_is_drawn_and_measured() -> None:
    frame = unet_denoiser.frame(snr_in=3, sample=4)
    noisy, clean = (lines(frame, 0)[label].y for label in ("noisy", "clean"))
    assert snr_db(clean.astype(float), noisy.astype(float)) == pytest.approx(3, abs=1e-3)
    for plot, name in ((2, "unet-skips"), (3, "unet-plain")):
        network = unet.load(name)
        expected = unet.denoise(network, noisy[None, None, None])
        answer = frame.plots[plot].marks[1]
        np.testing.assert_allclose(answer.y, expected.ravel(), atol=1e-5)
        out = snr_db(clean.astype(float), expected.ravel().astype(float))
        assert f"{out:.1f} dB" in frame.sentence
        points = [
            m for m in frame.plots[1].marks if isinstance(m, Points) and m.role == answer.role
        ]
        assert points[0].y[0] == pytest.approx(out, abs=1e-3)


def test_a_sample_keeps_its_noise_while_the_level_moves() -> None:
    def noise(level: float) -> np.ndarray:
        marks = lines(unet_denoiser.frame(snr_in=level, sample=2), 0)
        return marks["noisy"].y - marks["clean"].y

    a, b = noise(0.0), noise(10.0)
    np.testing.assert_allclose(a / b, np.sqrt(10), rtol=1e-2)


def test_the_unit_of_the_lesson_is_the_packages() -> None:
    notebook = nbformat.read(DATA.parent / "notebooks" / "03-residual-networks.ipynb", as_version=4)
    names = {"nn": torch.nn}
    exec({cell.id: cell.source for cell in notebook.cells}["unit"], names)
    mine, theirs = names["Unit"](6), ResidualUnit(6, 6, kernel=(3, 3))
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(4, 6, 5, 7, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(mine(x), theirs(x))
    torch.testing.assert_close(mine.eval()(x), theirs.eval()(x))

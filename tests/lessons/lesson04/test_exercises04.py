"""The exercises of lesson 04: right answers in many forms pass, each wrong one gets its name."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from drsn_lite.checks import check
from drsn_lite.gates import SqueezeExcite
from drsn_lite.lessons.lesson04 import exercises as lesson04
from drsn_lite.lessons.lesson04 import exercises_excite as lesson04_excite
from drsn_lite.lessons.lesson04 import exercises_parameters as lesson04_parameters
from drsn_lite.lessons.lesson04 import exercises_scale as lesson04_scale
from drsn_lite.lessons.lesson04 import exercises_snr as lesson04_snr
from drsn_lite.networks import count_parameters


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("se-squeeze", lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1)),
        ("se-squeeze", lambda x: x.flatten(2).mean(-1)),
        ("se-squeeze", lambda x: np.asarray(x).sum((2, 3)) / (x.shape[2] * x.shape[3])),
        (
            "se-excite",
            lambda z, w1, b1, w2, b2: F.linear(F.linear(z, w1, b1).relu(), w2, b2).sigmoid(),
        ),
        (
            "se-excite",
            lambda z, w1, b1, w2, b2: (
                1 / (1 + (-(F.linear(z, w1, b1).clamp(min=0) @ w2.T + b2)).exp())
            ),
        ),
        ("se-scale", lambda x, alpha: torch.einsum("nchw,nc->nchw", x, alpha)),
        ("se-scale", lambda x, alpha: x * alpha.reshape(*alpha.shape, 1, 1).expand_as(x)),
        ("se-parameters", lambda c, r: (c + 1) * (c // r) + (c // r + 1) * c),
    ],
)
def test_the_same_in_other_words(name: str, answer) -> None:
    verdict = check(name, answer)
    assert verdict.passed, verdict.message


def test_the_package_gate_is_the_right_answer() -> None:
    gate = SqueezeExcite(4)
    fc1, _, fc2, _ = gate.attention
    z = lesson04_scale.OBLONG.mean(dim=(2, 3))
    alpha = lesson04_excite.EXCITE.truth(z, fc1.weight, fc1.bias, fc2.weight, fc2.bias)
    x = lesson04_scale.OBLONG
    torch.testing.assert_close(lesson04_scale.SCALE.truth(x, alpha), gate(x))
    torch.testing.assert_close(lesson04.SQUEEZE.truth(x), z)


@pytest.mark.parametrize(("channels", "reduction"), [(8, 1), (16, 4), (10, 4), (8, 8)])
def test_the_count_is_that_of_the_package(channels: int, reduction: int) -> None:
    gate = SqueezeExcite(channels, reduction)
    assert lesson04_parameters.PARAMETERS.truth(channels, reduction) == count_parameters(gate)


def test_the_decibels_are_what_a_simulation_gives() -> None:
    rng = np.random.default_rng(4)
    signal, noise_a, noise_b = rng.standard_normal((3, 400_000))
    a, b = (signal, noise_a), (signal, np.sqrt(0.1) * noise_b)

    def db(wa: float, wb: float) -> float:
        parts = [wa * one + wb * other for one, other in zip(a, b, strict=True)]
        return 10 * np.log10(np.mean(parts[0] ** 2) / np.mean(parts[1] ** 2))

    truth = lesson04_snr.WEIGHTS.truth
    for name, weights in (("channel", (0.1, 0)), ("plain sum", (1, 1)), ("weighted sum", (0.1, 1))):
        assert truth[name] == pytest.approx(db(*weights), abs=0.05)
    rounded = {"channel": 0, "plain sum": 5.6, "weighted sum": 10.4}
    assert check("se-snr", rounded).passed

"""The exercises of lesson 09: right answers in other words pass, each wrong one gets its name."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite.checks import check
from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.lessons.lesson09 import exercises_pixels as lesson09_pixels
from drsn_lite.lessons.lesson09 import one_unit
from drsn_lite.lessons.lesson09.exercises_confound import CONFOUND
from drsn_lite.lessons.lesson09.exercises_counts import PARAMETERS
from drsn_lite.lessons.lesson09.pixel_noise import add
from drsn_lite.networks import count_parameters


def test_counted_by_the_networks_themselves() -> None:
    counts = {name: count_parameters(one_unit.build(name)) for name in ("resnet", "drsn-cw")}
    assert check("one-unit-parameters", counts)
    assert PARAMETERS.truth == counts


def test_counted_by_hand() -> None:
    conv, norm = 8 * 8 * 9 + 8, 2 * 8
    resnet = (9 * 8 + 8) + 2 * conv + 3 * norm + (8 * 10 + 10)
    gate = (8 * 2 + 2) + 2 * 2 + (2 * 8 + 8)
    assert check("one-unit-parameters", {"resnet": resnet, "drsn-cw": resnet + gate})


def test_uniform_noise_may_be_measured() -> None:
    noise = np.random.default_rng(0).uniform(0, 0.5, 200_000)
    answer = {"mean": noise.mean(), "standard deviation": noise.std()}
    assert check("uniform-noise", answer)
    assert check("uniform-noise", {"mean": 1 / 4, "standard deviation": 1 / math.sqrt(48)})


def test_same_power_agrees_with_drawn_noise() -> None:
    x = np.tile(lesson09_pixels.GREY, (2000, 1, 1, 1)).astype(np.float32)
    noisy = add(x, "salt and pepper", 0.4, rng=0)
    measured = np.sqrt(np.mean((noisy - x) ** 2))
    formula = lesson09_pixels.SAME_POWER.truth(lesson09_pixels.GREY, 0.4)
    assert measured == pytest.approx(formula, rel=0.01)


def test_same_power_in_other_words() -> None:
    def by_loop(x, share):
        total = sum(0.5 * share * (p - to) ** 2 for p in x.ravel() for to in (0, 1))
        return math.sqrt(total / x.size)

    assert check("same-power", by_loop)


def test_shrink_2d_in_other_words() -> None:
    def by_relus(x, alpha):
        tau = torch.einsum("nc,nc->nc", alpha, x.abs().flatten(2).mean(2))[..., None, None]
        return torch.relu(x - tau) - torch.relu(-x - tau)

    assert check("shrink-2d", by_relus)


@pytest.mark.parametrize("word", ["Confound", " confound", "CONFOUND"])
def test_words_in_any_case(word: str) -> None:
    assert check("spot-the-confound", CONFOUND.truth | {"B": word})


def test_wrong_counts_are_those_that_the_mistakes_give() -> None:
    resnet, drsn = one_unit.build("resnet"), one_unit.build("drsn-cw")
    convs = [m for m in resnet.modules() if isinstance(m, nn.Conv2d)]
    norms = [m for m in resnet.modules() if isinstance(m, nn.BatchNorm2d)]
    layers = [m for m in drsn.units[0].gate.modules() if isinstance(m, nn.Linear)]
    size = count_parameters(resnet)
    wrong: dict[str, list[dict[str, int]]] = {}
    for m in PARAMETERS.misconceptions:
        wrong.setdefault(m.slug, []).append(m.wrong)
    statistics = sum(m.running_mean.numel() + m.running_var.numel() for m in norms)
    layer_biases = sum(m.bias.numel() for m in layers)
    resnets = {
        "no-biases": size - sum(m.bias.numel() for m in convs),
        "running-statistics-counted": size + statistics,
        "batch-norm-forgotten": size - sum(map(count_parameters, norms)),
        "last-batch-norm-forgotten": size - count_parameters(norms[-1]),
        "one-convolution-in-the-unit": size - count_parameters(convs[-1]),
        "flattened-instead-of-averaged": size + 10 * 8 * (14 * 14 - 1),
        "stem-forgotten": size - count_parameters(convs[0]),
        "classifier-bias-forgotten": size - 10,
    }
    drsns = {
        "gate-without-batch-norm": count_parameters(one_unit.build("senet")),
        "gate-without-biases": count_parameters(drsn) - layer_biases,
        "hidden-layer-of-c": size + count_parameters(ShrinkChannelwise(8, hidden=8)),
        "one-threshold-output": count_parameters(drsn) - 7 * (2 + 1),
        "thresholds-are-parameters": count_parameters(drsn) + 8,
    }
    for slug, count in resnets.items():
        assert wrong[slug][0] == {"resnet": count}, slug
    for slug, count in drsns.items():
        assert wrong[slug][0] == {"drsn-cw": count}, slug

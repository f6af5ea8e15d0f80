"""Lesson 02: answers as learners write them, in several styles, get the right verdict."""

import numpy as np
import pytest
import pywt
import torch
import torch.nn.functional as F

from drsn_lite.checks import check
from drsn_lite.lessons.lesson02.exercises import SOFT
from drsn_lite.lessons.lesson02.exercises_gradient import GRADIENT


def by_relu(x, tau):
    return torch.relu(x - tau) - torch.relu(-x - tau)


def by_numpy(x, tau):
    return np.sign(x) * np.maximum(np.abs(x) - tau, 0)


def by_where(x, tau):
    return torch.where(x > tau, x - tau, torch.where(x < -tau, x + tau, 0.0))


def by_clamp(x, tau):
    return x - torch.minimum(torch.maximum(x, -torch.as_tensor(tau)), torch.as_tensor(tau))


@pytest.mark.parametrize("answer", [by_relu, by_numpy, by_where, by_clamp])
def test_soft_in_any_style_passes(answer):
    assert check("soft-threshold", answer).passed


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (lambda x, tau: torch.where(x.abs() > tau, x, 0.0), "hard-instead-of-soft"),
        (lambda x, tau: F.relu(x - tau) + F.relu(-x - tau), "lost-sign"),
        (lambda x, tau: F.relu(x - tau), "one-sided"),
        (lambda x, tau: torch.where(x > 0, x - tau, x + tau), "no-dead-zone"),
        (lambda x, tau: F.relu(-x - tau) - F.relu(x - tau), "sign-turned-round"),
        (lambda x, tau: torch.maximum(torch.minimum(x, 0 * x + tau), 0 * x - tau), "what-was-"),
        (lambda x, tau: x if abs(x) > tau else 0, "raised"),
        (lambda x, tau: F.relu(x - tau) - F.relu(x + tau), "minus-misplaced"),
        (lambda x, tau: F.relu(x - tau) - F.relu(-x), "second-threshold-forgotten"),
        (lambda x, tau: F.relu(x) - tau, "tau-after-the-relu"),
        (lambda x, tau: by_relu(x, tau)[..., :1], "wrong-shape"),
        (lambda x, tau: x.sub_(by_clamp(x, tau)) * 0 + 1, "changes-its-input"),
    ],
)
def test_mistakes_in_soft_are_named(answer, slug):
    verdict = check("soft-threshold", answer)
    assert verdict.misconception.startswith(slug), verdict


def test_the_counterexample_can_be_followed_by_hand():
    message = check("soft-threshold", lambda x, tau: torch.relu(x - tau)).message
    assert "x = [-3, -0.4, 1.5], tau = 1" in message
    assert "expected [-2, 0, 0.5]" in message
    assert "yours    [0, 0, 0.5]" in message


def test_the_gradient_by_autograd_passes():
    def answer(x, tau):
        x = x.clone().requires_grad_()
        t = (torch.zeros_like(x) + tau).requires_grad_()  # a τ for each x
        by_relu(x, t).sum().backward()
        return x.grad, t.grad

    assert check("soft-threshold-gradient", answer).passed


def test_the_gradient_as_booleans_and_numpy_passes():
    def answer(x, tau):
        outside = np.abs(x.numpy()) > np.asarray(tau)
        return outside, np.where(outside, -np.sign(x), 0)

    assert check("soft-threshold-gradient", answer).passed


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (lambda x, tau: (x.abs() > tau, x.sign() * (x.abs() > tau)), "wrong-gradient-sign"),
        (lambda x, tau: (x.abs() > tau, -1.0 * (x.abs() > tau)), "sign-of-x-forgotten"),
        (lambda x, tau: (torch.ones_like(x), -x.sign()), "gradient-in-dead-zone"),
        (lambda x, tau: (x > tau, -1.0 * (x > tau)), "one-sided"),
        (lambda x, tau: x.abs() > tau, "wrong-"),
        (lambda x, tau: (x.abs() > tau, ...), "not-tried"),
    ],
)
def test_mistakes_in_the_gradient_are_named(answer, slug):
    verdict = check("soft-threshold-gradient", answer)
    assert verdict.misconception.startswith(slug), verdict


def test_both_median_rules_pass_as_universal_threshold():
    def about_zero(finest, n):
        return np.median(np.abs(finest)) / 0.6745 * np.sqrt(2 * np.log(n))

    def about_the_median(finest, n):
        spread = np.median(np.abs(finest - np.median(finest)))
        return spread / 0.67449 * (2 * np.log(n)) ** 0.5

    assert check("universal-threshold", about_zero).passed
    assert check("universal-threshold", about_the_median).passed


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (lambda f, n: np.median(abs(f)) / 0.6745 * (2 * np.log10(n)) ** 0.5, "log10-instead-of-ln"),
        (lambda f, n: np.median(abs(f)) / 0.6745 * (2 * np.log2(n)) ** 0.5, "log2-instead-of-ln"),
        (lambda f, n: (2 * np.log(n)) ** 0.5, "forgot-sigma"),
        (lambda f, n: np.median(abs(f)) / 0.6745 * 2 * np.log(n), "forgot-sqrt"),
        (lambda f, n: f.std() * (2 * np.log(n)) ** 0.5, "std-instead-of-mad"),
        (lambda f, n: np.median(abs(f)) * (2 * np.log(n)) ** 0.5, "forgot-0.6745"),
    ],
)
def test_mistakes_in_the_universal_threshold_are_named(answer, slug):
    assert check("universal-threshold", answer).misconception == slug


def test_which_tau():
    assert check("which-tau", {"sample": "b", "factor": 2}).passed
    swapped = check("which-tau", {"sample": "A", "factor": 2})
    assert swapped.misconception == "less-noise-larger-threshold"
    assert check("which-tau", {"sample": "B", "factor": 4}).misconception == "variance-scaling"
    assert check("which-tau", {"sample": "same", "factor": 1}).misconception == "same-threshold"
    assert check("which-tau", {"sample": ..., "factor": ...}).misconception == "not-tried"
    assert check("which-tau", {"sample": "B", "factor": "two"}).misconception == "wrong-type"


def test_no_probe_lies_on_a_tie():
    for exercise in (SOFT, GRADIENT):
        for probe in exercise.probes:
            assert ((probe["x"].abs() - probe["tau"]).abs() > 0.05).all()


def test_the_truths_agree_with_pywavelets_and_autograd():
    soft, gradient = SOFT, GRADIENT
    for probe in soft.probes[:2]:
        expected = pywt.threshold(probe["x"].numpy(), probe["tau"], "soft")
        np.testing.assert_allclose(soft.truth(**probe), expected, atol=1e-12)
        x = probe["x"].clone().requires_grad_()
        tau = torch.full_like(x, probe["tau"], requires_grad=True)
        by_where(x, tau).sum().backward()
        assert torch.equal(gradient.truth(**probe)[0], x.grad)
        assert torch.equal(gradient.truth(**probe)[1], tau.grad)

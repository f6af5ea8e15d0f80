"""What a lesson writes out in full gives the same numbers as the package."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import read, stubs

from drsn_lite import shrinkage
from drsn_lite.lessons.lesson02 import wavelets as wv
from drsn_lite.noise import draw


def namespace(lesson: str, *ids: str, **names: Any) -> dict[str, Any]:
    """The names that these cells of a lesson leave behind, run here in order after `names`."""
    cells = {cell.id: cell for cell in read(lesson).cells}
    for one in ids:
        exec(compile(cells[one].source, f"{lesson}:{one}", "exec"), names)
    return names


LESSON02 = "02-soft-thresholding"


@cache
def _soft() -> Callable[..., torch.Tensor]:
    return namespace(LESSON02, "imports", "operator")["soft"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**16), tau=st.floats(0, 4), double=st.booleans())
def test_soft_is_the_packages(seed, tau, double):
    soft = _soft()
    x = 2 * torch.randn(3, 4, 1, 50, generator=torch.Generator().manual_seed(seed))
    x = x.double() if double else x
    torch.testing.assert_close(soft(x, tau), shrinkage.soft_threshold(x, tau), rtol=0, atol=1e-6)
    own = torch.linspace(0, 2, 12).reshape(3, 4, 1, 1).to(x.dtype)
    torch.testing.assert_close(soft(x, own), shrinkage.soft_threshold(x, own), rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", wv.SIGNALS)
def test_sure_picks_the_minimum_of_an_unbiased_estimate(name):
    sure_threshold = namespace(LESSON02, "sure", np=np, wv=wv)["sure_threshold"]
    clean, sigma = wv.demo_signal(name), 0.3

    def risk(size: np.ndarray, t: float) -> float:  # the formula of the lesson, written plainly
        zeroed = np.sum(size <= t)
        return sigma**2 * (len(size) - 2 * zeroed) + np.sum(np.minimum(size, t) ** 2)

    gaps = []
    for seed in range(40):
        w_clean, w = wv.analyse(clean), wv.analyse(clean + sigma * draw("gaussian", (2048,), seed))
        size = np.abs(w[wv.COARSE :])
        lowest = min(risk(size, t) for t in np.linspace(0, 2, 101))
        assert risk(size, sure_threshold(w, sigma)) <= lowest + 1e-9
        squares = (wv.shrink(w, 0.6) - w_clean)[wv.COARSE :] ** 2
        gaps.append(risk(size, 0.6) - squares.sum())
    error_of_the_mean = np.std(gaps, ddof=1) / 40**0.5
    assert abs(np.mean(gaps)) < 3.5 * error_of_the_mean
    assert error_of_the_mean < 0.02 * 2048 * sigma**2


def test_the_learned_tau_is_the_one_found_by_trying():
    cell = stubs(LESSON02)["learn"]
    printed = "".join(output.text for output in cell.outputs).splitlines()
    learned = float(printed[-2].split("τ = ")[1].split(",")[0])
    tried = float(printed[-1].split("τ = ")[1])
    assert learned == pytest.approx(tried, abs=0.02)

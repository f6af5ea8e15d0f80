"""The exercises of lesson 06: right answers in other words pass; the numbers behind them."""

import numpy as np
import pytest
import torch
from scipy import stats
from sklearn.metrics import precision_score, recall_score

from drsn_lite.blocks import ResidualUnit
from drsn_lite.checks import check
from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.lessons.lesson06 import exercises as lesson06
from drsn_lite.lessons.lesson06.exercises_band import BAND
from drsn_lite.lessons.lesson06.exercises_matrix import COUNTS, MATRIX
from drsn_lite.networks import build, count_parameters


def test_the_unit_of_the_package_is_a_right_answer() -> None:
    class Given(ResidualUnit):
        """A residual unit whose branch and attention are handed in."""

        def __init__(self, branch, attention, channels: int) -> None:
            super().__init__(channels, channels, gate=ShrinkChannelwise)
            self.__dict__["_branch"], self.__dict__["_given"] = branch, attention
            del self.branch
            self.__dict__["branch"] = branch
            self.gate.__dict__["_attend"] = attention

    def answer(x, branch, attention):
        return Given(branch, attention, x.shape[1])(x)

    assert check("rsbu-cw-unit", answer)


def test_the_unit_in_other_words() -> None:
    def answer(x, branch, attention):
        b = branch(x)
        tau = torch.einsum("nc,nc->nc", attention(b.abs().mean((2, 3))), b.abs().mean((2, 3)))
        tau = tau[..., None, None]
        return x + b - b.clamp(-tau, tau)

    assert check("rsbu-cw-unit", answer)


@pytest.mark.parametrize("channels", [4, 8, 16])
def test_the_size_is_that_of_the_gate(channels: int) -> None:
    assert lesson06.SIZE.truth(channels) == count_parameters(ShrinkChannelwise(channels))
    narrow = [m.wrong for m in lesson06.SIZE.misconceptions if m.slug == "narrow-hidden-layer"]
    quarter = count_parameters(ShrinkChannelwise(channels, hidden=channels // 4))
    assert narrow[-1](channels) == quarter


def test_twelve_gates_make_the_difference_of_the_papers_networks() -> None:
    gates = 4 * sum(lesson06.SIZE.truth(channels) for channels in (4, 8, 16))
    larger = count_parameters(build("drsn-cw", "paper"))
    assert gates == larger - count_parameters(build("resnet", "paper")) == 3136


def test_the_band_is_that_of_scipy() -> None:
    gains = np.array([1.0, 2.5, 3.0, -0.5, 2.0])
    low, high = stats.t.interval(0.95, 4, gains.mean(), stats.sem(gains))
    assert BAND.truth(gains) == pytest.approx((high - low) / 2)


def test_the_matrix_is_read_as_scikit_learn_reads_it() -> None:
    counts = COUNTS
    truth = np.repeat(np.arange(3), counts.sum(axis=1))
    said = np.concatenate([np.repeat(np.arange(3), row) for row in counts])
    expected = MATRIX.truth
    assert expected["accuracy"] == pytest.approx((truth == said).mean())
    found = recall_score(truth, said, labels=[1], average=None)[0]
    assert expected["cracks found"] == pytest.approx(found)
    assert expected["alarms right"] == pytest.approx(precision_score(truth > 0, said > 0))

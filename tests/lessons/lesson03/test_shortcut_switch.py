"""The panel that trains: two networks as one are two networks, and the slider may go any way."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.drawing import Image, Line
from drsn_lite.lessons.lesson03 import shortcut_switch as switch
from drsn_lite.lessons.lesson03.spiral_pair import MOMENTUM, RATE, WIDTH, Pair


class Alone(nn.Module):
    """One of the two networks, made of ordinary layers with the weights of a pair."""

    def __init__(self, pair: Pair, which: int) -> None:
        super().__init__()
        self.linears = nn.ModuleList()
        for weight, bias in zip(pair.weights, pair.biases, strict=True):
            linear = nn.Linear(weight.shape[1], weight.shape[2])
            linear.weight.data = weight[which].detach().T.clone()
            linear.bias.data = bias[which, 0].detach().clone()
            self.linears.append(linear)
        self.norms = nn.ModuleList(nn.BatchNorm1d(WIDTH) for _ in pair.gammas)
        self.shortcuts = which == 1

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.linears[0](x)
        for norm, linear in zip(self.norms[:-1], self.linears[1:-1], strict=True):
            added = linear(F.relu(norm(h)))
            h = h + added if self.shortcuts else added
        return self.linears[-1](F.relu(self.norms[-1](h)))


@pytest.mark.parametrize("which", [0, 1], ids=["plain", "with shortcuts"])
def test_two_as_one_train_as_each_alone(which: int) -> None:
    pair = Pair(depth=5, seed=3)
    alone = Alone(pair, which)
    optimizer = torch.optim.SGD(alone.parameters(), lr=RATE, momentum=MOMENTUM)
    losses = []
    for _ in range(12):
        loss = F.cross_entropy(alone(pair.x), pair.labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    pair.train_to(12, every=4)
    np.testing.assert_allclose([pair_[which] for pair_ in pair.losses], losses, rtol=1e-3)
    alone.eval()
    with torch.no_grad():
        torch.testing.assert_close(pair.logits(pair.x)[which], alone(pair.x), rtol=1e-3, atol=1e-3)
    assert list(pair.seen) == [0, 4, 8, 12]


def test_both_begin_with_the_same_weights() -> None:
    pair = Pair(depth=3, seed=1)
    assert all(torch.equal(w[0], w[1]) for w in (*pair.weights, *pair.biases))
    bound = 1 / WIDTH**0.5
    assert 0.9 * bound < pair.weights[1].abs().max() <= bound


@pytest.mark.parametrize("seed", range(5))
def test_what_the_lesson_says_of_it(seed: int) -> None:
    deep, shallow = (switch.pair(depth, seed) for depth in (32, 2))
    for both in (deep, shallow):
        both.train_to(switch.LAST, switch.STEP)
    plain, residual = np.array(deep.losses)[-10:].mean(0)
    assert plain > 0.05 > 0.01 > residual
    assert max(np.array(shallow.losses)[-1]) < 0.01


def lines(frame) -> dict[str, Line]:
    return {mark.label: mark for mark in frame.plots[1].marks if isinstance(mark, Line)}


def test_the_slider_may_go_back_and_the_other_network_is_one_switch_away() -> None:
    far = switch.shortcut_switch.frame(step=40, depth="8")
    near = switch.shortcut_switch.frame(step=15, depth="8")
    again = switch.shortcut_switch.frame(step=40, depth="8")
    assert len(lines(near)["with shortcuts"].y) == 15
    for a, b in zip(far.plots[0].marks, again.plots[0].marks, strict=True):
        for name in a.arrays:
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
    other = switch.shortcut_switch.frame(step=40, depth="8", shortcuts="on")
    assert "with shortcuts, after 40 steps" in other.sentence
    one, two = (frame.plots[0].marks[0] for frame in (far, other))
    assert isinstance(one, Image)
    assert np.abs(one.values - two.values).max() > 0.5


def test_the_points_lie_where_the_map_says_their_class() -> None:
    """At the end the network is right: under a point of the second spiral the map is light."""
    frame = switch.shortcut_switch.frame(step=100, depth="8", shortcuts="on")
    image, first, second = frame.plots[0].marks
    for points, light in ((first, False), (second, True)):
        rows, columns = np.rint(points.y).astype(int), np.rint(points.x).astype(int)
        assert ((image.values[rows, columns] > 0.5) == light).mean() > 0.9

"""The exercises of lesson 03: right answers in many forms pass, each wrong one gets its name."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.blocks import identity_shortcut
from drsn_lite.checks import check
from drsn_lite.lessons.lesson03 import exercises_claims as lesson03_claims
from drsn_lite.lessons.lesson03 import exercises_dense as lesson03_dense
from drsn_lite.lessons.lesson03 import residual_blocks


def test_a_shortcut_in_other_words() -> None:
    def by_pooling(x, out_channels, stride):
        x = F.avg_pool2d(x, 1, stride)
        extra = out_channels - x.shape[1]
        zeros = x.new_zeros(len(x), 1, *x.shape[2:])
        return torch.cat([zeros] * (extra // 2) + [x] + [zeros] * (extra - extra // 2), dim=1)

    assert check("shortcut", by_pooling)
    assert check("shortcut", lambda x, c, s: identity_shortcut(x, c, s).numpy())


def test_filters_in_other_words() -> None:
    def in_a_loop(direction, weights):
        out = [d * w.norm() / d.norm() for d, w in zip(direction, weights, strict=True)]
        return torch.stack(out)

    assert check("filter-normalise", in_a_loop)


def test_claims_in_another_case() -> None:
    assert check("who-claimed-what", {k: v.upper() for k, v in lesson03_claims.CLAIMS.items()})


class Published(nn.Module):
    """The block of the third seed text, at the sizes of the exercise."""

    def __init__(self, in_channels, out_channels, stride=[1, 1], downsample=None):  # noqa: B006
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride[0], 1, bias=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride[1], 1, bias=False)
        self.bn = nn.BatchNorm2d(out_channels)
        self.downsample = downsample

    def forward(self, x):
        residual = x
        if self.downsample is not None:
            residual = downsample(residual)
        out = F.relu(self.bn(self.conv1(x)))
        out = self.bn(self.conv2(out))
        return F.relu(out + residual)


downsample = nn.Sequential(nn.Conv2d(4, 8, 1, 2, bias=False), nn.BatchNorm2d(8))


class Mended(Published):
    """Mended by a learner: other names, another order."""

    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        super().__init__(in_channels, out_channels, stride)
        self.last_norm = nn.BatchNorm2d(out_channels)
        self.downsample = downsample or nn.Identity()

    def forward(self, x):
        out = self.last_norm(self.conv2(F.relu(self.bn(self.conv1(x)))))
        return F.relu(out + self.downsample(x))


def test_the_published_block_and_a_mended_one() -> None:
    verdict = check("mend-the-block", Published)
    assert verdict.misconception == "nothing-mended"
    assert "evaluation off by %" in verdict.message
    assert check("mend-the-block", Mended)


def test_the_damage_is_real() -> None:
    """One BatchNorm for two convolutions: right in training, wrong in evaluation."""
    right = residual_blocks.examine(Mended, 8, 8)
    wrong = residual_blocks.examine(Published, 8, 8)
    assert wrong["mean"] == pytest.approx(right["mean"], rel=1e-5)
    assert right["evaluation off by %"] < 2
    assert wrong["evaluation off by %"] > 20
    assert residual_blocks.examine(Published, 6, 10)["runs"] == 0
    block = Published(4, 8, [2, 1], nn.Sequential(nn.Conv2d(4, 8, 1, 2), nn.BatchNorm2d(8)))
    block(torch.rand(4, 4, 8, 8)).sum().backward()
    assert all(p.grad is None for p in block.downsample.parameters())


class Untracked(Mended):
    """Its BatchNorms always take the statistics of the batch."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.track_running_stats = False
                module.running_mean = module.running_var = None


def test_neighbours_are_seen_where_the_statistics_are_the_batchs() -> None:
    name = "neighbours move it by %"
    assert residual_blocks.examine(Mended, 8, 8)[name] < 0.01
    assert residual_blocks.examine(Untracked, 8, 8)[name] > 1


def test_dense_numbers_of_the_worked_example() -> None:
    assert check("dense-numbers", lambda i, n, k: (n * (n + 1) / 2, np.int64(i + n * k)))
    assert lesson03_dense.DENSE.truth(64, 6, 32) == (21, 256)


def test_a_check_leaves_the_random_state_alone() -> None:
    before = torch.random.get_rng_state()
    check("mend-the-block", Mended)
    assert torch.equal(torch.random.get_rng_state(), before)

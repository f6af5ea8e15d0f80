"""Lesson 03: blocks as learners mend them, half mended ones with the name that they should get."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.checks import check


class Right(nn.Module):
    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride[0], 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride[1], 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = downsample

    def branch(self, x):
        return self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))

    def short(self, x):
        return x if self.downsample is None else self.downsample(x)

    def forward(self, x):
        return F.relu(self.branch(x) + self.short(x))


class InSequence(nn.Module):
    def __init__(self, in_channels, out_channels, stride=None, downsample=None):
        super().__init__()
        first, second = stride or [1, 1]
        self.body = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, 3, first, 1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, 3, second, 1, bias=False),
            nn.BatchNorm2d(out_channels),
        )
        self.downsample = downsample if downsample is not None else nn.Sequential()

    def forward(self, x):
        return (self.body(x) + self.downsample(x)).relu()


class Clamped(Right):
    def forward(self, x):
        y = self.branch(x)
        y += self.short(x)
        return y.clamp(min=0)


class Habit(Right):
    def __init__(self, in_channels, out_channels, stride=[1, 1], downsample=None):  # noqa: B006
        super().__init__(in_channels, out_channels, stride, downsample)


class OneNorm(Right):
    def branch(self, x):
        return self.bn1(self.conv2(F.relu(self.bn1(self.conv1(x)))))


class NameMissing(Right):
    def short(self, x):
        return x if self.downsample is None else downsample(x)  # noqa: F821


class Ignored(Right):
    def short(self, x):
        return x


class NoReLU(Right):
    def branch(self, x):
        return self.bn2(self.conv2(self.bn1(self.conv1(x))))


class Nothing(Right):
    def forward(self, x):
        F.relu(self.branch(x) + self.short(x))


class Misspelt(Right):
    def forward(self, x):
        return F.relu(self.branch(x) + self.shortcut(x))


class NoForward(nn.Module):
    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        super().__init__()


class NoSuper(nn.Module):
    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3)


class Frozen(Right):
    @torch.no_grad()
    def forward(self, x):
        return super().forward(x)


class NoSum(Right):
    def forward(self, x):
        return F.relu(self.branch(x))


class Before(Right):
    def forward(self, x):
        return F.relu(self.branch(x)) + self.short(x)


class Bare(Right):
    def forward(self, x):
        return self.branch(x) + self.short(x)


WRONG = [
    (Habit, "mutable-default"),
    (OneNorm, "second-batchnorm-never-used"),
    (NameMissing, "global-downsample"),
    (Ignored, "downsample-ignored"),
    (NoReLU, "middle-relu-left-out"),
    (Nothing, "returns-nothing"),
    (Misspelt, "raised"),
    (NoForward, "no-forward"),
    (NoSuper, "raised"),
    (Frozen, "cuts-the-gradient"),
    (NoSum, "shortcut-left-out"),
    (Before, "relu-before-the-addition"),
    (Bare, "last-relu-left-out"),
    (Right(8, 8), "wrong-type"),
    (nn.Sequential(nn.Conv2d(8, 8, 3)), "wrong-type"),
]


@pytest.mark.parametrize(("block", "slug"), WRONG)
def test_a_half_mended_block_gets_its_name(block, slug) -> None:
    verdict = check("mend-the-block", block)
    assert verdict.misconception == slug, verdict


@pytest.mark.parametrize("block", [Right, InSequence, Clamped, lambda *a, **k: Right(*a, **k)])
def test_a_mended_block_passes(block) -> None:
    assert check("mend-the-block", block), check("mend-the-block", block)


def test_the_line_that_raised_is_the_learners() -> None:
    message = check("mend-the-block", Misspelt).message
    assert "self.shortcut(x)" in message
    assert "drsn_lite" not in message

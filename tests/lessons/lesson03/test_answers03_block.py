"""Lesson 03: blocks as learners mend them, each with one thing wrong or none."""

import answered
import pytest
import torch.nn.functional as F
from torch import nn

from drsn_lite.checks import check


class Block(nn.Module):
    """Right; its parts are replaced below."""

    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride[0], 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride[1], 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = downsample

    def residual(self, x):
        return x if self.downsample is None else self.downsample(x)

    def branch(self, x):
        return self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))

    def forward(self, x):
        return F.relu(self.branch(x) + self.residual(x))


def with_(branch=None, residual=None, forward=None):
    """The block with some of its methods replaced."""
    parts = {"branch": branch, "residual": residual, "forward": forward}
    return type("Mine", (Block,), {name: part for name, part in parts.items() if part})


def shared_norm(self, x):
    return self.bn1(self.conv2(F.relu(self.bn1(self.conv1(x)))))


def added_to_x(self, x):
    x += self.branch(x)
    return F.relu(x)


def silent(self, x):
    F.relu(self.branch(x) + self.residual(x))


class OneNorm(Block):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.bn2 = self.bn1


class OtherStride(Block):
    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        super().__init__(in_channels, out_channels, (stride[0], stride[0]), downsample)


class NoPadding(Block):
    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        super().__init__(in_channels, out_channels, stride, downsample)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride[0], bias=False)


class ListDefault(Block):
    def __init__(self, in_channels, out_channels, stride=[1, 1], downsample=None):  # noqa: B006
        super().__init__(in_channels, out_channels, stride, downsample)


class NoSuper(nn.Module):
    def __init__(self, in_channels, out_channels, stride=(1, 1), downsample=None):
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3)


WRONG = [
    ("mend-the-block", slug, answer)
    for slug, answer in [
        ("one-batchnorm", OneNorm),
        ("second-batchnorm-never-used", with_(branch=shared_norm)),
        ("stride-misplaced", OtherStride),
        ("stride-misplaced", NoPadding),
        ("shortcut-left-out", with_(forward=lambda self, x: F.relu(self.branch(x)))),
        (
            "relu-before-the-addition",
            with_(forward=lambda self, x: F.relu(self.branch(x)) + self.residual(x)),
        ),
        ("last-relu-left-out", with_(forward=lambda self, x: self.branch(x) + self.residual(x))),
        ("downsample-ignored", with_(residual=lambda self, x: x)),
        (
            "middle-relu-left-out",
            with_(branch=lambda self, x: self.bn2(self.conv2(self.bn1(self.conv1(x))))),
        ),
        (
            "batchnorm-left-out",
            with_(branch=lambda self, x: self.conv2(F.relu(self.bn1(self.conv1(x))))),
        ),
        (
            "shortcut-subtracted",
            with_(forward=lambda self, x: F.relu(self.branch(x) - self.residual(x))),
        ),
        ("changes-its-input", with_(forward=added_to_x)),
        ("returns-nothing", with_(forward=silent)),
        ("mutable-default", ListDefault),
        ("cuts-the-gradient", with_(forward=lambda self, x: Block.forward(self, x).detach())),
        ("raised", NoSuper),
        ("wrong-type", Block(8, 8)),
        ("wrong-type", lambda x: x),
    ]
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)


@pytest.mark.parametrize(
    "answer", [Block, type("Other", (Block,), {}), lambda *a, **named: Block(*a, **named)]
)
def test_a_right_answer_passes_in_any_style(answer) -> None:
    verdict = check("mend-the-block", answer)
    assert verdict.passed, verdict

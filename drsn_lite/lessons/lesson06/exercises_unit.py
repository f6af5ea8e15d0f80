"""Lesson 06: write the unit of the paper, RSBU-CW, from a branch and an attention."""

from collections.abc import Callable

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.shrinkage import soft_threshold

Layer = Callable[[Tensor], Tensor]
Squeeze = Callable[[Tensor], Tensor]


class _Branch:
    """Stands for BN, ReLU, Conv, BN, ReLU, Conv: mixes channels and neighbours."""

    def __call__(self, x: Tensor) -> Tensor:
        return 0.8 * x.roll(1, dims=1) - 0.5 * x.roll(1, dims=3) + 0.3

    def __repr__(self) -> str:
        return "lambda x: 0.8 * x.roll(1, 1) - 0.5 * x.roll(1, 3) + 0.3"


class _Attention:
    """Stands for FC, BN, ReLU, FC, sigmoid: (N, C) → (N, C) in (0, 1)."""

    def __call__(self, a: Tensor) -> Tensor:
        if a.ndim != 2:
            raise ValueError(
                f"attention takes one number a channel, of shape (N, C), and got {a.ndim} axes"
            )
        return torch.sigmoid(a - a.mean(dim=1, keepdim=True) + 0.2)

    def __repr__(self) -> str:
        return "lambda a: torch.sigmoid(a - a.mean(1, keepdim=True) + 0.2)"


def _abs(b: Tensor) -> Tensor:
    return b.abs().mean(dim=(2, 3))


def _tau(b: Tensor, attention: Layer) -> Tensor:
    a = _abs(b)
    return (attention(a) * a)[:, :, None, None]


def _unit(x: Tensor, branch: Layer, attention: Layer) -> Tensor:
    b = branch(x)
    return soft_threshold(b, _tau(b, attention)) + x


def _soft(b: Tensor, tau: Tensor) -> Tensor:
    """As soft_threshold, for a τ that may be negative."""
    return b.sign() * torch.relu(b.abs() - tau)


def _wrong(shrink: Callable[[Tensor, Layer], Tensor]) -> Callable[..., Tensor]:
    """A unit with another way of thresholding, and the shortcut where it belongs."""
    return lambda x, branch, attention: shrink(branch(x), attention) + x


def _squeezed(
    squeeze: Squeeze, scale: Squeeze = lambda b: _abs(b), attends: Squeeze | None = None
) -> Callable[..., Tensor]:
    """A unit whose attention sees `attends` (or `squeeze`), and whose α multiplies `squeeze`."""

    def shrink(b: Tensor, attention: Layer) -> Tensor:
        seen = (attends or squeeze)(b)
        return _soft(b, (attention(seen) * squeeze(b))[:, :, None, None])

    return _wrong(shrink)


def _with_tau(tau: Callable[[Tensor, Layer], Tensor]) -> Callable[..., Tensor]:
    """A unit with another τ, made of (mean |b|, attention)."""
    return _wrong(lambda b, attention: _soft(b, tau(_abs(b), attention)[:, :, None, None]))


def _probe(x: Tensor) -> dict[str, object]:
    return {"x": x, "branch": _Branch(), "attention": _Attention()}


SMALL = torch.tensor([[[[1.5, -2.0]], [[-0.5, 3.0]]], [[[-1.0, 0.3]], [[2.5, -0.8]]]])
X = torch.randn(4, 4, 1, 4, generator=torch.Generator().manual_seed(6))


def _mean_over(axes: tuple[int, ...]) -> Squeeze:
    return lambda b: b.abs().mean(axes, keepdim=True).expand(*b.shape[:2], 1, 1).flatten(1)


UNIT = Exercise(
    name="rsbu-cw-unit",
    truth=_unit,
    # As many channels as positions: axes that do not line up then give wrong numbers, no error.
    probes=(_probe(SMALL), _probe(X), _probe(X[:1])),
    through=("x",),
    learns=True,
    misconceptions=(
        *ways(
            "no-shortcut",
            "The branch is right, but it stands alone: add x. Without the shortcut this is the "
            "unit of a ConvNet with thresholds.",
            lambda x, branch, attention: _unit(x, branch, attention) - x,
        ),
        *ways(
            "threshold-after-the-addition",
            "You shrink the sum. In the paper's unit the threshold stands in the branch, before "
            "the addition: what the shortcut carries is never shrunk.",
            lambda x, branch, attention: soft_threshold(
                branch(x) + x, _tau(branch(x) + x, attention)
            ),
            lambda x, branch, attention: soft_threshold(branch(x) + x, _tau(branch(x), attention)),
        ),
        *ways(
            "relu-after-the-addition",
            "A ReLU follows your addition. It kills the negative values that soft thresholding "
            "has kept; in a pre-activation unit the next unit begins with BN and ReLU.",
            lambda x, branch, attention: torch.relu(_unit(x, branch, attention)),
        ),
        *ways(
            "threshold-from-the-input",
            "Your threshold is computed from x. It belongs to the features that it shrinks: "
            "compute it from what the branch returns.",
            lambda x, branch, attention: soft_threshold(branch(x), _tau(x, attention)) + x,
            lambda x, branch, attention: (
                soft_threshold(b := branch(x), (attention(_abs(x)) * _abs(b))[:, :, None, None]) + x
            ),
            lambda x, branch, attention: (
                soft_threshold(b := branch(x), (attention(_abs(b)) * _abs(x))[:, :, None, None]) + x
            ),
        ),
        *ways(
            "branch-not-thresholded",
            "The branch is added as it is. What the branch returns is to be shrunk, not x: x goes "
            "through the shortcut untouched.",
            lambda x, branch, attention: branch(x) + x,
            lambda x, branch, attention: soft_threshold(x, _tau(x, attention)) + branch(x),
            lambda x, branch, attention: soft_threshold(x, _tau(branch(x), attention)) + branch(x),
        ),
        *ways(
            "input-thresholded",
            "You shrink x itself, and the branch only serves the threshold, or is not called at "
            "all. Shrink what `branch(x)` returns.",
            lambda x, branch, attention: soft_threshold(x, _tau(x, attention)) + x,
            lambda x, branch, attention: soft_threshold(x, _tau(branch(x), attention)) + x,
            lambda x, branch, attention: soft_threshold(x, _tau(x, attention)),
        ),
        *ways(
            "shortcut-from-the-branch",
            "Something else than x goes round the threshold. The shortcut carries x, the input of "
            "the unit, once.",
            lambda x, branch, attention: _unit(x, branch, attention) - x + branch(x),
            lambda x, branch, attention: _unit(x, branch, attention) + branch(x),
            lambda x, branch, attention: _unit(x, branch, attention) + x,
        ),
        *ways(
            "shortcut-not-added",
            "The shortcut is an addition: branch plus x, position by position.",
            lambda x, branch, attention: _unit(x, branch, attention) - 2 * x,
            lambda x, branch, attention: 2 * x - _unit(x, branch, attention),
            lambda x, branch, attention: (_unit(x, branch, attention) - x) * x,
            lambda x, branch, attention: torch.cat([_unit(x, branch, attention) - x, x], 1),
        ),
        *ways(
            "signed-mean",
            "You averaged the signed features. The squeeze of DRSN is of |x|: where a mean is "
            "negative, your threshold is too, and features grow.",
            _squeezed(lambda b: b.mean((2, 3))),
            _squeezed(_abs, attends=lambda b: b.mean((2, 3))),
            _squeezed(lambda b: b.mean((2, 3)), attends=_abs),
        ),
        *ways(
            "abs-after-the-mean",
            "You took |·| of the mean. Positive and negative features have cancelled by then: "
            "first |x|, then the mean.",
            _squeezed(lambda b: b.mean((2, 3)).abs()),
            _squeezed(_abs, attends=lambda b: b.mean((2, 3)).abs()),
            _squeezed(lambda b: b.mean((2, 3)).abs(), attends=_abs),
        ),
        *ways(
            "sum-for-mean",
            "You added up |x| over the positions. Take the mean: else a longer signal has a larger "
            "threshold, and it may pass every feature.",
            _squeezed(lambda b: b.abs().sum((2, 3))),
            _squeezed(lambda b: b.abs().sum((2, 3)), attends=_abs),
        ),
        *ways(
            "another-average",
            "τ is made from the mean of |x|. You took another measure of size: the root of the "
            "mean square, a largest value, a median or a standard deviation.",
            _squeezed(lambda b: b.square().mean((2, 3)).sqrt()),
            _squeezed(lambda b: b.square().mean((2, 3))),
            _squeezed(lambda b: b.abs().amax((2, 3))),
            _squeezed(lambda b: b.abs().flatten(2).median(2).values),
            _squeezed(lambda b: b.flatten(2).std(2)),
            _squeezed(lambda b: b.flatten(2).std(2, correction=0)),
        ),
        *ways(
            "shared-over-batch",
            "You averaged over axis 0, the batch: a sample's threshold then depends on its "
            "neighbours. Average over the positions alone.",
            _squeezed(_mean_over((0, 2, 3))),
            _wrong(lambda b, attention: _soft(b, _tau(b, attention).mean(0, keepdim=True))),
        ),
        *ways(
            "shared-over-channels",
            "You averaged over the channels as well. That is one threshold for a whole sample, as "
            "in DRSN-CS. Here each channel has its own.",
            _squeezed(_mean_over((1, 2, 3))),
            _squeezed(_mean_over((1, 2, 3)), attends=_abs),
            _with_tau(lambda a, attention: attention(a) * a.mean()),
            _with_tau(lambda a, attention: attention(a) * a.max()),
            _with_tau(lambda a, attention: (attention(a) * a).mean() + 0 * a),
            _wrong(lambda b, attention: _soft(b, _tau(b, attention).mean(1, keepdim=True))),
        ),
        *ways(
            "missing-mean",
            "This takes α for the threshold. Eq. 14: τ = α · mean |x|, channel by channel.",
            _with_tau(lambda a, attention: attention(a)),
        ),
        *ways(
            "missing-alpha",
            "The attention says nothing here: your τ is mean |x| alone. Multiply it by α.",
            _with_tau(lambda a, attention: a),
            _with_tau(lambda a, attention: a / 2),
        ),
        *ways(
            "alpha-and-mean-put-together-wrongly",
            "α is a share of mean |x|: τ is their product, each taken once.",
            _with_tau(lambda a, attention: attention(a) + a),
            _with_tau(lambda a, attention: a / attention(a)),
            _with_tau(lambda a, attention: attention(a) / a),
            _with_tau(lambda a, attention: (1 - attention(a)) * a),
            _with_tau(lambda a, attention: attention(a) * a**2),
            _with_tau(lambda a, attention: torch.sigmoid(attention(a)) * a),
            _with_tau(lambda a, attention: attention(attention(a) * a)),
        ),
        *ways(
            "scaled-as-in-senet",
            "You multiply the features by the gate's number, as SENet does. Then nothing is ever "
            "set to zero: shrink by τ = α · mean |x| instead.",
            _wrong(lambda b, attention: b * attention(_abs(b))[:, :, None, None]),
            _wrong(lambda b, attention: b * attention(b.mean((2, 3)))[:, :, None, None]),
            _wrong(lambda b, attention: b * _tau(b, attention)),
        ),
        *ways(
            "hard-threshold",
            "This is hard thresholding: what lies above τ is not moved towards zero.",
            _wrong(lambda b, attention: b * (b.abs() > _tau(b, attention))),
        ),
        *ways(
            "relu-instead-of-soft",
            "Negative features are lost: this is a ReLU with an offset. Soft thresholding works "
            "on both sides of zero.",
            _wrong(lambda b, attention: torch.relu(b - _tau(b, attention))),
            _wrong(lambda b, attention: torch.relu(b)),
            _wrong(lambda b, attention: soft_threshold(b.relu(), _tau(b.relu(), attention))),
            _wrong(lambda b, attention: torch.relu(soft_threshold(b, _tau(b, attention)))),
        ),
        *ways(
            "lost-sign",
            "The sizes are right, and all features came out positive: give them their sign back.",
            _wrong(lambda b, attention: torch.relu(b.abs() - _tau(b, attention))),
        ),
        *ways(
            "nothing-set-to-zero",
            "You take τ off and never stop at zero, so small features change sides. What is "
            "smaller than τ becomes 0.",
            _wrong(lambda b, attention: b - _tau(b, attention)),
            _wrong(lambda b, attention: b + _tau(b, attention)),
            _wrong(lambda b, attention: b - b.sign() * _tau(b, attention)),
            _wrong(lambda b, attention: b + b.sign() * _tau(b, attention)),
            _wrong(lambda b, attention: b.abs() - _tau(b, attention)),
        ),
        *ways(
            "clipped-instead-of-shrunk",
            "You kept what soft thresholding takes away: large features are cut at ±τ. Shrinking "
            "is the other part, x − clip(x, −τ, τ).",
            _wrong(lambda b, attention: b - _soft(b, _tau(b, attention))),
        ),
        *ways(
            "axes-not-lined-up",
            "τ has one number for each sample and channel, but it met other axes of the features "
            "(broadcasting starts at the *last* axis). Give it two axes more at the end.",
            _wrong(lambda b, attention: _soft(b, _tau(b, attention)[:, :, 0, 0])),
            _wrong(lambda b, attention: _soft(b, _tau(b, attention)[:, :, 0])),
            _wrong(lambda b, attention: _soft(b, _tau(b, attention)[:, :, 0, 0][None, None])),
            _wrong(lambda b, attention: _soft(b, _tau(b, attention).transpose(1, 3))),
        ),
        *ways(
            "unfinished",
            "This is a step on the way: τ, α or the features of the branch. Go on: shrink the "
            "branch by τ, then add x.",
            lambda x, branch, attention: branch(x),
            lambda x, branch, attention: _tau(branch(x), attention),
            lambda x, branch, attention: _tau(branch(x), attention)[:, :, 0, 0],
            lambda x, branch, attention: _tau(branch(x), attention) + x,
            lambda x, branch, attention: attention(_abs(branch(x))),
            lambda x, branch, attention: _abs(branch(x)),
            lambda x, branch, attention: x,
        ),
    ),
    praise="Branch, threshold, shortcut: that is RSBU-CW, and the network is twelve of them.",
)

EXERCISES = (UNIT,)

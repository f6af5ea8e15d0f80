"""Lesson 09: the shrinkage gate on images (N, C, H, W)."""

from collections.abc import Callable

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways

Gate = Callable[[Tensor, Tensor], Tensor]

FEATURES = torch.tensor(
    [[[[1.0, -3.0], [0.5, 1.5]], [[0.2, 0.6], [-0.2, -1.0]]], [[[4.0, 0.0], [0.3, -1.0]]] * 2]
)
ALPHA = torch.tensor([[0.5, 0.25], [1.0, 0.8]])
WIDE = torch.linspace(-2.0, 3.0, 81).reshape(3, 3, 3, 3).mul(7).sin()
WIDE_ALPHA = torch.linspace(0.2, 0.9, 9).reshape(3, 3)
ODD = torch.linspace(-2.0, 3.0, 2 * 3 * 4 * 5).reshape(2, 3, 4, 5).sin()


def _probe(x: Tensor, alpha: Tensor) -> dict[str, Tensor]:
    return {"x": x, "alpha": alpha}


def _soft(x: Tensor, tau: Tensor) -> Tensor:
    return x.sign() * torch.relu(x.abs() - tau)


def _wide(alpha: Tensor) -> Tensor:
    return alpha[:, :, None, None]


def _tau(x: Tensor, alpha: Tensor, *over: int) -> Tensor:
    return _wide(alpha) * x.abs().mean(dim=over or (2, 3), keepdim=True)


def _by(tau: Gate) -> Gate:
    """Soft thresholding with another τ."""
    return lambda x, alpha: _soft(x, tau(x, alpha))


def _bent(curve: Gate) -> Gate:
    """The right τ, and something else done with it."""
    return lambda x, alpha: curve(x, _tau(x, alpha))


_shrink = _by(_tau)

Axes = Callable[[Tensor], Tensor]
_AXES: tuple[Axes, ...] = (_wide, lambda a: a, lambda a: a[:, :, None], lambda a: a[None, None])


def _aligned(alpha_axes: Axes, mean_axes: Axes) -> Gate:
    """Soft thresholding whose α and mean |x| come with these axes."""
    return _by(lambda x, alpha: alpha_axes(alpha) * mean_axes(x.abs().mean((2, 3))))


_MISALIGNED = tuple(_aligned(f, g) for f in _AXES for g in _AXES if (f, g) != (_wide, _wide))

SHRINK_2D = Exercise(
    name="shrink-2d",
    truth=_shrink,
    # Axes of one length: what does not line up gives wrong numbers, and no error.
    probes=(
        _probe(FEATURES, ALPHA),
        _probe(WIDE, WIDE_ALPHA),
        _probe(ODD, WIDE_ALPHA[:2]),
        _probe(WIDE[:1], WIDE_ALPHA[:1]),
    ),
    through=("x", "alpha"),
    learns=True,
    misconceptions=(
        *ways(
            "mean-over-width-alone",
            "You averaged over the last axis alone, which would do for a signal of height one. In "
            "an image each row then gets its own threshold. Average over both axes of the image.",
            _by(lambda x, alpha: _tau(x, alpha, 3)),
        ),
        *ways(
            "mean-over-height-alone",
            "You averaged over the height alone, so each column has its own threshold. Average "
            "over both axes of the image.",
            _by(lambda x, alpha: _tau(x, alpha, 2)),
        ),
        *ways(
            "shared-over-channels",
            "You averaged over the channels as well, as DRSN-CS does. Channel-wise, each channel "
            "has a mean and an α of its own.",
            _by(lambda x, alpha: _tau(x, alpha, 1, 2, 3)),
            _by(lambda x, alpha: _tau(x, alpha, 1)),
            _by(lambda x, alpha: _tau(x, alpha).mean(1, keepdim=True)),
            _by(lambda x, alpha: _tau(x, alpha.mean(1, keepdim=True))),
            _by(lambda x, alpha: _tau(x, alpha.mean(1, keepdim=True), 1, 2, 3)),
        ),
        *ways(
            "shared-over-batch",
            "You averaged over the batch: an image's threshold then depends on its neighbours.",
            _by(lambda x, alpha: _tau(x, alpha, 0, 2, 3)),
            _by(lambda x, alpha: _tau(x, alpha, 0)),
            _by(lambda x, alpha: _tau(x, alpha).mean(0, keepdim=True)),
            _by(lambda x, alpha: _tau(x, alpha.mean(0, keepdim=True))),
        ),
        *ways(
            "one-mean-for-all",
            "That is one mean for all images and channels together. Average over the positions of "
            "one channel of one image.",
            _by(lambda x, alpha: _tau(x, alpha, 0, 1, 2, 3)),
            _by(lambda x, alpha: _tau(x, alpha).mean()),
            _by(lambda x, alpha: alpha.mean() * x.abs().mean()),
            _by(lambda x, alpha: _tau(x, alpha, 0, 1)),
        ),
        *ways(
            "signed-mean",
            "You averaged x, not |x|: where the mean is negative, features grow.",
            _by(lambda x, alpha: _wide(alpha) * x.mean((2, 3), keepdim=True)),
        ),
        *ways(
            "abs-after-the-mean",
            "You took |·| of the mean. Positive and negative features have cancelled by then: "
            "first |x|, then the mean.",
            _by(lambda x, alpha: _wide(alpha) * x.mean((2, 3), keepdim=True).abs()),
        ),
        *ways(
            "sum-for-mean",
            "You added up |x|. Take the mean: a larger image has no larger threshold.",
            _by(lambda x, alpha: _wide(alpha) * x.abs().sum((2, 3), keepdim=True)),
            _by(lambda x, alpha: _wide(alpha) * x.abs().sum((2, 3), keepdim=True) / x.shape[2]),
            _by(lambda x, alpha: _wide(alpha) * x.abs().sum((2, 3), keepdim=True) / x.shape[1]),
        ),
        *ways(
            "another-average",
            "τ is made from the mean of |x|. You took another measure of size: a largest value, a "
            "median, the root of a mean square or a deviation.",
            _by(lambda x, alpha: _wide(alpha) * x.abs().amax((2, 3), keepdim=True)),
            _by(lambda x, alpha: _wide(alpha * x.abs().flatten(2).median(2).values)),
            _by(lambda x, alpha: _wide(alpha) * x.square().mean((2, 3), keepdim=True).sqrt()),
            _by(lambda x, alpha: _wide(alpha) * x.square().mean((2, 3), keepdim=True)),
            _by(lambda x, alpha: _wide(alpha) * x.norm(dim=(2, 3), keepdim=True)),
            _by(lambda x, alpha: _wide(alpha) * x.std((2, 3), keepdim=True)),
            _by(lambda x, alpha: _wide(alpha) * x.std((2, 3), keepdim=True, correction=0)),
            _by(lambda x, alpha: _wide(alpha) * x.relu().mean((2, 3), keepdim=True)),
        ),
        *ways(
            "missing-mean",
            "You took α itself for the threshold. τ = α · mean |x|.",
            _by(lambda x, alpha: _wide(alpha)),
        ),
        *ways(
            "features-for-their-mean",
            "You took α · |x| for the threshold, position by position. The mean is missing.",
            _by(lambda x, alpha: _wide(alpha) * x.abs()),
        ),
        *ways(
            "missing-alpha",
            "You shrink by the cap, mean |x|. Multiply it by α.",
            _by(lambda x, alpha: _tau(x, torch.ones_like(alpha))),
        ),
        *ways(
            "alpha-changed",
            "τ is α times mean |x|. Here α is used in another way: as it comes, it lies between 0 "
            "and 1 already, and it multiplies.",
            _by(lambda x, alpha: _tau(x, alpha.sigmoid())),
            _by(lambda x, alpha: _tau(x, 1 - alpha)),
            _by(lambda x, alpha: _tau(x, 1 / alpha)),
            _by(lambda x, alpha: _tau(x, alpha**2)),
            _by(lambda x, alpha: _wide(alpha) + _tau(x, torch.ones_like(alpha))),
            _by(lambda x, alpha: _wide(alpha) / _tau(x, torch.ones_like(alpha))),
        ),
        *ways(
            "lost-sign",
            "The sizes are right, and every feature came out positive: multiply by the sign of x.",
            _bent(lambda x, tau: torch.relu(x.abs() - tau)),
        ),
        *ways(
            "multiplied-by-x",
            "You multiplied by x where its *sign* belongs.",
            _bent(lambda x, tau: x * torch.relu(x.abs() - tau)),
        ),
        *ways(
            "relu-instead-of-soft",
            "This is a ReLU with an offset: negative features are lost. Soft thresholding shrinks "
            "|x| and keeps the sign.",
            _bent(lambda x, tau: torch.relu(x - tau)),
            _bent(lambda x, tau: torch.relu(_soft(x, tau))),
            _bent(lambda x, tau: x.sign() * torch.relu(x - tau)),
        ),
        *ways(
            "nothing-set-to-zero",
            "You take τ off and never stop at zero, so small features change sides. What is "
            "smaller than τ becomes 0.",
            _bent(lambda x, tau: x.sign() * (x.abs() - tau)),
            _bent(lambda x, tau: x - tau),
            _bent(lambda x, tau: x.abs() - tau),
        ),
        *ways(
            "grows",
            "Features grow: τ is to be taken off |x|, not put on it.",
            _bent(lambda x, tau: x.sign() * (x.abs() + tau)),
            _bent(lambda x, tau: x + tau),
            _bent(lambda x, tau: x + _soft(x, tau)),
            _bent(lambda x, tau: -_soft(x, tau)),
        ),
        *ways(
            "clipped-instead-of-shrunk",
            "You kept what soft thresholding takes away: large features are cut at ±τ.",
            _bent(lambda x, tau: x - _soft(x, tau)),
            _bent(lambda x, tau: torch.minimum(x, tau)),
            _bent(lambda x, tau: torch.maximum(x, tau)),
        ),
        *ways(
            "hard-instead-of-soft",
            "This is hard thresholding: what is kept has to shrink by τ as well.",
            _bent(lambda x, tau: x * (x.abs() > tau)),
            _bent(lambda x, tau: x * (x > tau)),
        ),
        *ways(
            "threshold-instead-of-features",
            "This is τ, a mean or a mask. Go one step on: shrink x by τ.",
            _bent(lambda x, tau: tau),
            _bent(lambda x, tau: tau[:, :, 0, 0]),
            _bent(lambda x, tau: tau.expand_as(x)),
            _bent(lambda x, tau: (x.abs() > tau).float()),
            lambda x, alpha: x.abs().mean((2, 3), keepdim=True),
            lambda x, alpha: x.abs().mean((2, 3)),
            lambda x, alpha: x,
        ),
        *ways(
            "se-instead-of-shrinkage",
            "This is squeeze and excitation: x times a number. Here that number makes a threshold.",
            lambda x, alpha: x * _wide(alpha),
            _bent(lambda x, tau: x * tau),
        ),
        *ways(
            "axes-not-lined-up",
            "α or the mean met the wrong axes of x: broadcasting starts at the *last* axis. Both "
            "need two axes of length one at the end.",
            *_MISALIGNED,
            _by(lambda x, alpha: _tau(x, alpha).transpose(0, 1)),
            _by(lambda x, alpha: _tau(x, alpha.T)),
            _by(lambda x, alpha: _tau(x, torch.ones_like(alpha)).transpose(0, 1) * _wide(alpha)),
            _by(lambda x, alpha: alpha[..., None] * x.abs().mean(3, keepdim=True)),
            _by(lambda x, alpha: alpha * x.abs().mean(3)),
        ),
    ),
    praise="The same line serves signals and images: only the axes of the mean are named.",
)


EXERCISES = (SHRINK_2D,)

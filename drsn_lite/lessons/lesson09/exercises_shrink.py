"""Lesson 09: the shrinkage gate on images (N, C, H, W)."""

import torch

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import KEEPS_SIGN, NEVER_LARGER
from drsn_lite.lessons.lesson09 import shrink_parts as of

SHRINK_2D = Exercise(
    name="shrink-2d",
    properties=(
        NEVER_LARGER,
        KEEPS_SIGN,
    ),
    truth=of.shrink,
    # of.Axes of one length: what does not line up gives wrong numbers, and no error.
    probes=(
        of.probe(of.FEATURES, of.ALPHA),
        of.probe(of.WIDE, of.WIDE_ALPHA),
        of.probe(of.ODD, of.WIDE_ALPHA[:2]),
        of.probe(of.WIDE[:1], of.WIDE_ALPHA[:1]),
        of.probe(of.ODD[:, :1], of.WIDE_ALPHA[:2, :1]),
    ),
    through=("x", "alpha"),
    learns=True,
    misconceptions=(
        *ways(
            "mean-over-width-alone",
            "You averaged over the last axis alone, which would do for a signal of height one. In "
            "an image each row then gets its own threshold. Average over both axes of the image.",
            of.by(lambda x, alpha: of.tau(x, alpha, 3)),
        ),
        *ways(
            "mean-over-height-alone",
            "You averaged over the height alone, so each column has its own threshold. Average "
            "over both axes of the image.",
            of.by(lambda x, alpha: of.tau(x, alpha, 2)),
        ),
        *ways(
            "shared-over-channels",
            "You averaged over the channels as well, as DRSN-CS does. Channel-wise, each channel "
            "has a mean and an α of its own.",
            of.by(lambda x, alpha: of.tau(x, alpha, 1, 2, 3)),
            of.by(lambda x, alpha: of.tau(x, alpha, 1)),
            of.by(lambda x, alpha: of.tau(x, alpha).mean(1, keepdim=True)),
            of.by(lambda x, alpha: of.tau(x, alpha.mean(1, keepdim=True))),
            of.by(lambda x, alpha: of.tau(x, alpha.mean(1, keepdim=True), 1, 2, 3)),
        ),
        *ways(
            "shared-over-batch",
            "You averaged over the batch: an image's threshold then depends on its neighbours.",
            of.by(lambda x, alpha: of.tau(x, alpha, 0, 2, 3)),
            of.by(lambda x, alpha: of.tau(x, alpha, 0)),
            of.by(lambda x, alpha: of.tau(x, alpha).mean(0, keepdim=True)),
            of.by(lambda x, alpha: of.tau(x, alpha.mean(0, keepdim=True))),
        ),
        *ways(
            "one-mean-for-all",
            "That is one mean for all images and channels together. Average over the positions of "
            "one channel of one image.",
            of.by(lambda x, alpha: of.tau(x, alpha, 0, 1, 2, 3)),
            of.by(lambda x, alpha: of.tau(x, alpha).mean()),
            of.by(lambda x, alpha: alpha.mean() * x.abs().mean()),
            of.by(lambda x, alpha: of.tau(x, alpha, 0, 1)),
        ),
        *ways(
            "signed-mean",
            "You averaged x, not |x|: where the mean is negative, features grow.",
            of.by(lambda x, alpha: of.wide(alpha) * x.mean((2, 3), keepdim=True)),
        ),
        *ways(
            "abs-after-the-mean",
            "You took |·| of the mean. Positive and negative features have cancelled by then: "
            "first |x|, then the mean.",
            of.by(lambda x, alpha: of.wide(alpha) * x.mean((2, 3), keepdim=True).abs()),
        ),
        *ways(
            "sum-for-mean",
            "You added up |x|. Take the mean: a larger image has no larger threshold.",
            of.by(lambda x, alpha: of.wide(alpha) * x.abs().sum((2, 3), keepdim=True)),
            of.by(lambda x, alpha: of.wide(alpha) * x.abs().sum((2, 3), keepdim=True) / x.shape[2]),
            of.by(lambda x, alpha: of.wide(alpha) * x.abs().sum((2, 3), keepdim=True) / x.shape[1]),
        ),
        *ways(
            "another-average",
            "τ is made from the mean of |x|. You took another measure of size: a largest value, a "
            "median, the root of a mean square or a deviation.",
            of.by(lambda x, alpha: of.wide(alpha) * x.abs().amax((2, 3), keepdim=True)),
            of.by(lambda x, alpha: of.wide(alpha * x.abs().flatten(2).median(2).values)),
            of.by(lambda x, alpha: of.wide(alpha) * x.square().mean((2, 3), keepdim=True).sqrt()),
            of.by(lambda x, alpha: of.wide(alpha) * x.square().mean((2, 3), keepdim=True)),
            of.by(lambda x, alpha: of.wide(alpha) * x.norm(dim=(2, 3), keepdim=True)),
            of.by(lambda x, alpha: of.wide(alpha) * x.std((2, 3), keepdim=True)),
            of.by(lambda x, alpha: of.wide(alpha) * x.std((2, 3), keepdim=True, correction=0)),
            of.by(lambda x, alpha: of.wide(alpha) * x.relu().mean((2, 3), keepdim=True)),
        ),
        *ways(
            "missing-mean",
            "You took α itself for the threshold. τ = α · mean |x|.",
            of.by(lambda x, alpha: of.wide(alpha)),
        ),
        *ways(
            "features-for-their-mean",
            "You took α · |x| for the threshold, position by position. The mean is missing.",
            of.by(lambda x, alpha: of.wide(alpha) * x.abs()),
        ),
        *ways(
            "missing-alpha",
            "You shrink by the cap, mean |x|. Multiply it by α.",
            of.by(lambda x, alpha: of.tau(x, torch.ones_like(alpha))),
        ),
        *ways(
            "alpha-changed",
            "τ is α times mean |x|. Here α is used in another way: as it comes, it lies between 0 "
            "and 1 already, and it multiplies.",
            of.by(lambda x, alpha: of.tau(x, alpha.sigmoid())),
            of.by(lambda x, alpha: of.tau(x, 1 - alpha)),
            of.by(lambda x, alpha: of.tau(x, 1 / alpha)),
            of.by(lambda x, alpha: of.tau(x, alpha**2)),
            of.by(lambda x, alpha: of.wide(alpha) + of.tau(x, torch.ones_like(alpha))),
            of.by(lambda x, alpha: of.wide(alpha) / of.tau(x, torch.ones_like(alpha))),
        ),
        *ways(
            "lost-sign",
            "The sizes are right, and every feature came out positive: multiply by the sign of x.",
            of.bent(lambda x, tau: torch.relu(x.abs() - tau)),
        ),
        *ways(
            "multiplied-by-x",
            "You multiplied by x where its *sign* belongs.",
            of.bent(lambda x, tau: x * torch.relu(x.abs() - tau)),
        ),
        *ways(
            "relu-instead-of-soft",
            "This is a ReLU with an offset: negative features are lost. Soft thresholding shrinks "
            "|x| and keeps the sign.",
            of.bent(lambda x, tau: torch.relu(x - tau)),
            of.bent(lambda x, tau: torch.relu(of.soft(x, tau))),
            of.bent(lambda x, tau: x.sign() * torch.relu(x - tau)),
        ),
        *ways(
            "nothing-set-to-zero",
            "You take τ off and never stop at zero, so small features change sides. What is "
            "smaller than τ becomes 0.",
            of.bent(lambda x, tau: x.sign() * (x.abs() - tau)),
            of.bent(lambda x, tau: x - tau),
            of.bent(lambda x, tau: x.abs() - tau),
        ),
        *ways(
            "grows",
            "Features grow: τ is to be taken off |x|, not put on it.",
            of.bent(lambda x, tau: x.sign() * (x.abs() + tau)),
            of.bent(lambda x, tau: x + tau),
            of.bent(lambda x, tau: x + of.soft(x, tau)),
            of.bent(lambda x, tau: -of.soft(x, tau)),
        ),
        *ways(
            "clipped-instead-of-shrunk",
            "You kept what soft thresholding takes away: large features are cut at ±τ.",
            of.bent(lambda x, tau: x - of.soft(x, tau)),
            of.bent(lambda x, tau: torch.minimum(x, tau)),
            of.bent(lambda x, tau: torch.maximum(x, tau)),
        ),
        *ways(
            "hard-instead-of-soft",
            "This is hard thresholding: what is kept has to shrink by τ as well.",
            of.bent(lambda x, tau: x * (x.abs() > tau)),
            of.bent(lambda x, tau: x * (x > tau)),
        ),
        *ways(
            "threshold-instead-of-features",
            "This is τ, a mean or a mask. Go one step on: shrink x by τ.",
            of.bent(lambda x, tau: tau),
            of.bent(lambda x, tau: tau[:, :, 0, 0]),
            of.bent(lambda x, tau: tau.expand_as(x)),
            of.bent(lambda x, tau: (x.abs() > tau).float()),
            lambda x, alpha: x.abs().mean((2, 3), keepdim=True),
            lambda x, alpha: x.abs().mean((2, 3)),
            lambda x, alpha: x,
        ),
        *ways(
            "se-instead-of-shrinkage",
            "This is squeeze and excitation: x times a number. Here that number makes a threshold.",
            lambda x, alpha: x * of.wide(alpha),
            of.bent(lambda x, tau: x * tau),
        ),
        *ways(
            "axes-not-lined-up",
            "α or the mean met the wrong axes of x: broadcasting starts at the *last* axis. Both "
            "need two axes of length one at the end.",
            *of.MISALIGNED,
            of.by(lambda x, alpha: of.tau(x, alpha).transpose(0, 1)),
            of.by(lambda x, alpha: of.tau(x, alpha.T)),
            of.by(
                lambda x, alpha: of.tau(x, torch.ones_like(alpha)).transpose(0, 1) * of.wide(alpha)
            ),
            of.by(lambda x, alpha: alpha[..., None] * x.abs().mean(3, keepdim=True)),
            of.by(lambda x, alpha: alpha * x.abs().mean(3)),
        ),
    ),
    praise="The same line serves signals and images: only the axes of the mean are named.",
)


EXERCISES = (SHRINK_2D,)

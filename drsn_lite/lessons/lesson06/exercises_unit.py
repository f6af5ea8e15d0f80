"""Lesson 06: write the unit of the paper, RSBU-CW, from a branch and an attention."""

from typing import Any

import torch

from drsn_lite.answers.exercise import Exercise, Property
from drsn_lite.answers.families import ways
from drsn_lite.lessons.lesson06 import unit_parts as of
from drsn_lite.lessons.lesson06.unit_mistakes import PLACE_MISTAKES
from drsn_lite.shrinkage import soft_threshold


def _within(y: Any, branch: Any, x: Any) -> bool:
    """Whether y is the branch of x, shrunk."""
    b = branch(torch.as_tensor(x)).numpy()
    return bool((y * b >= -1e-6).all() and (abs(y) <= abs(b) + 1e-5).all())


UNIT = Exercise(
    name="rsbu-cw-unit",
    truth=of.unit,
    # As many channels as positions: axes that do not line up then give wrong numbers, no error.
    probes=(of.probe(of.SMALL), of.probe(of.X), of.probe(of.X[:1])),
    through=("x",),
    learns=True,
    properties=(
        Property(
            "more-than-the-branch",
            lambda y, x, branch, _: _within(y - x, branch, x),
            "Take x off your output: what is left should be the branch, `branch(x)`, shrunk, with "
            "its signs and nowhere larger. It is something else.",
        ),
    ),
    misconceptions=(
        *PLACE_MISTAKES,
        *ways(
            "signed-mean",
            "You averaged the signed features. The squeeze of DRSN is of |x|: where a mean is "
            "negative, your threshold is too, and features grow.",
            of.squeezed(lambda b: b.mean((2, 3))),
            of.squeezed(of.size, attends=lambda b: b.mean((2, 3))),
            of.squeezed(lambda b: b.mean((2, 3)), attends=of.size),
        ),
        *ways(
            "abs-after-the-mean",
            "You took |·| of the mean. Positive and negative features have cancelled by then: "
            "first |x|, then the mean.",
            of.squeezed(lambda b: b.mean((2, 3)).abs()),
            of.squeezed(of.size, attends=lambda b: b.mean((2, 3)).abs()),
            of.squeezed(lambda b: b.mean((2, 3)).abs(), attends=of.size),
        ),
        *ways(
            "sum-for-mean",
            "You added up |x| over the positions. Take the mean: else a longer signal has a larger "
            "threshold, and it may pass every feature.",
            of.squeezed(lambda b: b.abs().sum((2, 3))),
            of.squeezed(lambda b: b.abs().sum((2, 3)), attends=of.size),
        ),
        *ways(
            "another-average",
            "τ is made from the mean of |x|. You took another measure of size: the root of the "
            "mean square, a largest value, a median or a standard deviation.",
            of.squeezed(lambda b: b.square().mean((2, 3)).sqrt()),
            of.squeezed(lambda b: b.square().mean((2, 3))),
            of.squeezed(lambda b: b.abs().amax((2, 3))),
            of.squeezed(lambda b: b.abs().flatten(2).median(2).values),
            of.squeezed(lambda b: b.flatten(2).std(2)),
            of.squeezed(lambda b: b.flatten(2).std(2, correction=0)),
        ),
        *ways(
            "shared-over-batch",
            "You averaged over axis 0, the batch: a sample's threshold then depends on its "
            "neighbours. Average over the positions alone.",
            of.squeezed(of.mean_over((0, 2, 3))),
            of.wrong(lambda b, attention: of.soft(b, of.tau(b, attention).mean(0, keepdim=True))),
        ),
        *ways(
            "shared-over-channels",
            "You averaged over the channels as well. That is one threshold for a whole sample, as "
            "in DRSN-CS. Here each channel has its own.",
            of.squeezed(of.mean_over((1, 2, 3))),
            of.squeezed(of.mean_over((1, 2, 3)), attends=of.size),
            of.with_tau(lambda a, attention: attention(a) * a.mean()),
            of.with_tau(lambda a, attention: attention(a) * a.max()),
            of.with_tau(lambda a, attention: (attention(a) * a).mean() + 0 * a),
            of.wrong(lambda b, attention: of.soft(b, of.tau(b, attention).mean(1, keepdim=True))),
        ),
        *ways(
            "missing-mean",
            "This takes α for the threshold. Eq. 14: τ = α · mean |x|, channel by channel.",
            of.with_tau(lambda a, attention: attention(a)),
        ),
        *ways(
            "missing-alpha",
            "The attention says nothing here: your τ is mean |x| alone. Multiply it by α.",
            of.with_tau(lambda a, attention: a),
            of.with_tau(lambda a, attention: a / 2),
        ),
        *ways(
            "alpha-and-mean-put-together-wrongly",
            "α is a share of mean |x|: τ is their product, each taken once.",
            of.with_tau(lambda a, attention: attention(a) + a),
            of.with_tau(lambda a, attention: 2 * attention(a) * a),
            of.with_tau(lambda a, attention: attention(a) * a / 2),
            of.with_tau(lambda a, attention: a / attention(a)),
            of.with_tau(lambda a, attention: attention(a) / a),
            of.with_tau(lambda a, attention: (1 - attention(a)) * a),
            of.with_tau(lambda a, attention: attention(a) * a**2),
            of.with_tau(lambda a, attention: torch.sigmoid(attention(a)) * a),
            of.with_tau(lambda a, attention: attention(attention(a) * a)),
        ),
        *ways(
            "scaled-as-in-senet",
            "You multiply the features by the gate's number, as SENet does. Then nothing is ever "
            "set to zero: shrink by τ = α · mean |x| instead.",
            of.wrong(lambda b, attention: b * attention(of.size(b))[:, :, None, None]),
            of.wrong(lambda b, attention: b * attention(b.mean((2, 3)))[:, :, None, None]),
            of.wrong(lambda b, attention: b * of.tau(b, attention)),
        ),
        *ways(
            "hard-threshold",
            "This is hard thresholding: what lies above τ is not moved towards zero.",
            of.wrong(lambda b, attention: b * (b.abs() > of.tau(b, attention))),
        ),
        *ways(
            "relu-instead-of-soft",
            "Negative features are lost: this is a ReLU with an offset. Soft thresholding works "
            "on both sides of zero.",
            of.wrong(lambda b, attention: torch.relu(b - of.tau(b, attention))),
            of.wrong(lambda b, attention: torch.relu(b)),
            of.wrong(lambda b, attention: soft_threshold(b.relu(), of.tau(b.relu(), attention))),
            of.wrong(lambda b, attention: torch.relu(soft_threshold(b, of.tau(b, attention)))),
        ),
        *ways(
            "lost-sign",
            "The sizes are right, and all features came out positive: give them their sign back.",
            of.wrong(lambda b, attention: torch.relu(b.abs() - of.tau(b, attention))),
        ),
        *ways(
            "nothing-set-to-zero",
            "You take τ off and never stop at zero, so small features change sides. What is "
            "smaller than τ becomes 0.",
            of.wrong(lambda b, attention: b - of.tau(b, attention)),
            of.wrong(lambda b, attention: b + of.tau(b, attention)),
            of.wrong(lambda b, attention: b - b.sign() * of.tau(b, attention)),
            of.wrong(lambda b, attention: b + b.sign() * of.tau(b, attention)),
            of.wrong(lambda b, attention: b.abs() - of.tau(b, attention)),
        ),
        *ways(
            "clipped-instead-of-shrunk",
            "You kept what soft thresholding takes away: large features are cut at ±τ. Shrinking "
            "is the other part, x − clip(x, −τ, τ).",
            of.wrong(lambda b, attention: b - of.soft(b, of.tau(b, attention))),
        ),
        *ways(
            "axes-not-lined-up",
            "τ has one number for each sample and channel, but it met other axes of the features "
            "(broadcasting starts at the *last* axis). Give it two axes more at the end.",
            of.wrong(lambda b, attention: of.soft(b, of.tau(b, attention)[:, :, 0, 0])),
            of.wrong(lambda b, attention: of.soft(b, of.tau(b, attention)[:, :, 0])),
            of.wrong(lambda b, attention: of.soft(b, of.tau(b, attention)[:, :, 0, 0][None, None])),
            of.wrong(lambda b, attention: of.soft(b, of.tau(b, attention).transpose(1, 3))),
        ),
        *ways(
            "unfinished",
            "This is a step on the way: τ, α or the features of the branch. Go on: shrink the "
            "branch by τ, then add x.",
            lambda x, branch, attention: branch(x),
            lambda x, branch, attention: of.tau(branch(x), attention),
            lambda x, branch, attention: of.tau(branch(x), attention)[:, :, 0, 0],
            lambda x, branch, attention: of.tau(branch(x), attention) + x,
            lambda x, branch, attention: attention(of.size(branch(x))),
            lambda x, branch, attention: of.size(branch(x)),
            lambda x, branch, attention: x,
        ),
    ),
    praise="Branch, threshold, shortcut: that is RSBU-CW, and the network is twelve of them.",
)


EXERCISES = (UNIT,)

"""Lesson 04: squeeze. Features are tensors x of shape (N, C, H, W)."""

import torch

from drsn_lite.answers.exercise import Exercise, Misconception

SMALL = torch.tensor(
    [[[[1.0, -3.0, 5.0]], [[0.5, -0.5, 0.3]]], [[[4.0, 2.0, 0.0]], [[0.0, -1.0, 7.0]]]]
)
"""Two samples, two channels, three positions: numbers to follow by hand."""

MAPS = (torch.arange(48.0) * 0.37).sin().reshape(2, 3, 4, 2) + torch.tensor([0.3, -0.2, 0.1])[
    :, None, None
]
SQUEEZE = Exercise(
    name="se-squeeze",
    truth=lambda x: x.mean(dim=(2, 3)),
    probes=({"x": SMALL}, {"x": MAPS}, {"x": MAPS[:1, :2]}),
    misconceptions=(
        Misconception(
            "abs-instead-of-signed",
            lambda x: x.abs().mean(dim=(2, 3)),
            "You averaged |x|. That is what the thresholds of lesson 05 do; squeeze and excitation "
            "averages x with its sign.",
        ),
        Misconception(
            "max-instead-of-mean",
            lambda x: x.amax(dim=(2, 3)),
            "You took the largest value of each channel. Squeeze is the mean: global *average* "
            "pooling.",
        ),
        Misconception(
            "sum-instead-of-mean",
            lambda x: x.sum(dim=(2, 3)),
            "This is the sum. It grows with the size of the map, so weights learned on one size "
            "would not fit another: divide by the number of positions.",
        ),
        Misconception(
            "squeezed-over-channels",
            lambda x: x.mean(dim=1),
            "You averaged over the channels (axis 1), which leaves a map. Squeeze leaves the "
            "channels and averages over the positions, axes 2 and 3.",
        ),
        Misconception(
            "squeezed-over-channels-too",
            lambda x: x.mean(dim=(1, 2, 3)),
            "One number a sample: the channels are averaged as well. Squeeze gives C numbers a "
            "sample; leave axis 1 alone.",
        ),
        Misconception(
            "squeezed-over-batch",
            lambda x: x.mean(dim=(0, 2, 3)),
            "You averaged over the batch as well (axis 0), so that all samples share one "
            "description. Each sample must get its own.",
        ),
        Misconception(
            "one-axis-only",
            lambda x: x.mean(dim=3),
            "You averaged over the last axis only. An image has positions in two: axes 2 and 3.",
        ),
        Misconception(
            "kept-axes",
            lambda x: x.mean(dim=(2, 3), keepdim=True),
            "The numbers are right, the shape is (N, C, 1, 1). The layers that follow take "
            "(N, C): leave `keepdim` out.",
        ),
        Misconception(
            "batch-of-one-lost",
            lambda x: x.mean(dim=(2, 3)).squeeze(),
            "`.squeeze()` drops every axis of length 1: a batch of one loses its axis. Leave it "
            "out.",
        ),
        Misconception(
            "median-instead-of-mean",
            lambda x: x.flatten(2).median(dim=2).values,
            "You took the median. Squeeze is the mean: global *average* pooling.",
        ),
        Misconception(
            "min-instead-of-mean",
            lambda x: x.amin(dim=(2, 3)),
            "You took the smallest value of each channel. Squeeze is the mean.",
        ),
        Misconception(
            "spread-instead-of-mean",
            lambda x: x.std(dim=(2, 3)),
            "This is the standard deviation, how far the values lie apart. Squeeze is their mean.",
        ),
        Misconception(
            "spread-instead-of-mean",
            lambda x: x.var(dim=(2, 3)),
            "This is the variance, how far the values lie apart. Squeeze is their mean.",
        ),
        Misconception(
            "squares-averaged",
            lambda x: (x**2).mean(dim=(2, 3)),
            "You averaged the squares. Squeeze averages x itself, with its sign.",
        ),
        Misconception(
            "squares-averaged",
            lambda x: (x**2).mean(dim=(2, 3)).sqrt(),
            "This is the root of the mean square. Squeeze averages x itself, with its sign.",
        ),
        Misconception(
            "abs-instead-of-signed",
            lambda x: x.mean(dim=(2, 3)).abs(),
            "You took the absolute value of the mean. Squeeze keeps its sign.",
        ),
        Misconception(
            "abs-instead-of-signed",
            lambda x: x.abs().amax(dim=(2, 3)),
            "You took the largest |x|. Squeeze is the mean of x, with its sign.",
        ),
        Misconception(
            "relu-first",
            lambda x: x.relu().mean(dim=(2, 3)),
            "A ReLU before the mean drops the negative values. Squeeze averages x as it is.",
        ),
        Misconception(
            "one-axis-only",
            lambda x: x.mean(dim=2),
            "You averaged over the height only. An image has positions in two axes: 2 and 3.",
        ),
        Misconception(
            "one-axis-only",
            lambda x: x.sum(dim=(2, 3)) / x.shape[3],
            "You divided by the width alone. A map has height times width positions.",
        ),
        Misconception(
            "one-axis-only",
            lambda x: x.sum(dim=(2, 3)) / x.shape[2],
            "You divided by the height alone. A map has height times width positions.",
        ),
        Misconception(
            "squeezed-over-channels",
            lambda x: x.mean(dim=(1, 2)),
            "You averaged over channels and height. Positions are axes 2 and 3; 0 counts samples, "
            "1 channels.",
        ),
        Misconception(
            "squeezed-over-channels",
            lambda x: x.mean(dim=(1, 3)),
            "You averaged over channels and width. Positions are axes 2 and 3; 0 counts samples, "
            "1 channels.",
        ),
        Misconception(
            "squeezed-over-batch",
            lambda x: x.mean(dim=(0, 1)),
            "You averaged over samples and channels (axes 0 and 1). What is left out should be "
            "the positions.",
        ),
        Misconception(
            "squeezed-over-batch",
            lambda x: x.mean(dim=0),
            "You averaged over the samples (axis 0). Average over the positions, axes 2 and 3.",
        ),
        Misconception(
            "everything-averaged",
            lambda x: x.mean(),
            "This is one number for everything. Squeeze gives C numbers for each sample.",
        ),
        Misconception(
            "transposed",
            lambda x: x.mean(dim=(2, 3)).T,
            "Samples and channels have changed places: (N, C) is asked.",
        ),
        Misconception(
            "first-position",
            lambda x: x[:, :, 0, 0],
            "This takes the first position. Squeeze averages over all of them.",
        ),
        Misconception(
            "divided-by-channels",
            lambda x: x.sum(dim=(2, 3)) / x.shape[1],
            "You divided by the number of channels. Divide by the number of positions.",
        ),
    ),
    praise="C numbers a sample, whatever the size of the map.",
)

EXERCISES = (SQUEEZE,)

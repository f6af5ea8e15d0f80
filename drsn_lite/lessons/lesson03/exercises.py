"""Lesson 03: the shortcut. The numbers of a dense block are in `exercises_dense`."""

import numpy as np
import torch.nn.functional as F

from drsn_lite.answers.exercise import Exercise, Misconception, Property
from drsn_lite.blocks import identity_shortcut
from drsn_lite.lessons.lesson03 import shortcut_parts as of

SHORTCUT = Exercise(
    name="shortcut",
    truth=identity_shortcut,
    probes=(
        {"x": of.image(1, 1, 1, 5), "out_channels": 3, "stride": 2},
        {"x": of.image(2, 2, 4, 6), "out_channels": 6, "stride": 2},
        {"x": of.image(2, 3, 1, 7), "out_channels": 3, "stride": 1},
        {
            "x": of.image(1, 3, 4, 8),
            "out_channels": 6,
            "stride": 3,
        },  # an odd number of new channels
    ),
    properties=(
        Property(
            "values-changed",
            lambda y, x, *_: bool(np.isin(y[y != 0], x).all()),
            "Some of the numbers are not those of x. A shortcut picks positions and adds channels "
            "of zeros: it changes no number.",
        ),
    ),
    misconceptions=(
        Misconception(
            "zeros-behind",
            lambda x, out_channels, stride: of.padded(x, out_channels, stride, 0),
            "All new channels stand behind the old ones. Put half of them in front.",
        ),
        Misconception(
            "zeros-in-front",
            lambda x, out_channels, stride: of.padded(x, out_channels, stride, 1),
            "All new channels stand in front of the old ones. Put half of them behind.",
        ),
        Misconception(
            "ones-instead-of-zeros",
            lambda x, out_channels, stride: of.padded(x, out_channels, stride, 0.5, 1.0),
            "The new channels hold ones. Then the shortcut adds something that was not in x.",
        ),
        Misconception(
            "repeated-channels",
            of.repeated,
            "The new channels are copies of the old ones. The shortcut should carry x once: fill "
            "up with zeros.",
        ),
        Misconception(
            "average-over-neighbours",
            of.averaged,
            "This averages neighbouring positions. Pooling of size 1 with stride 2 keeps every "
            "second position as it is.",
        ),
        Misconception(
            "starts-at-the-second",
            lambda x, out_channels, stride: identity_shortcut(
                x[:, :, (stride - 1) % x.shape[2] :, stride - 1 :], out_channels, stride
            ),
            "You keep positions 1, 3, 5, … A strided convolution starts at position 0, and the "
            "two must match.",
        ),
        Misconception(
            "width-alone",
            lambda x, out_channels, stride: identity_shortcut(x[:, :, :, ::stride], out_channels),
            "The stride acts on the width alone. An image is strided in height as well; for a "
            "signal of height one both are the same.",
        ),
        Misconception(
            "cut-instead-of-strided",
            lambda x, out_channels, stride: identity_shortcut(
                x[:, :, : -(-x.shape[2] // stride), : -(-x.shape[3] // stride)], out_channels
            ),
            "You keep the first half of the positions, so the end of the signal is lost. Keep "
            "every second one, `[::stride]`.",
        ),
        Misconception(
            "odd-channel-lost",
            lambda x, out_channels, stride: of.sided(x, out_channels, stride, 0),
            "With an odd number of new channels `extra // 2` on both sides is one too few. Behind "
            "goes what is left.",
        ),
        Misconception(
            "odd-channel-in-front",
            lambda x, out_channels, stride: of.sided(x, out_channels, stride, 1),
            "Where the number of new channels is odd, yours puts the larger half in front. This "
            "course puts it behind.",
        ),
        Misconception(
            "odd-channel-twice",
            lambda x, out_channels, stride: of.sided(x, out_channels, stride, 1, 1),
            "With an odd number of new channels this makes one too many.",
        ),
        Misconception(
            "stride-fixed-at-two",
            lambda x, out_channels, stride: identity_shortcut(
                x, out_channels, 2 if stride > 1 else 1
            ),
            "The stride is always 2 here. Take the argument `stride`.",
        ),
        Misconception(
            "stride-fixed-at-two",
            lambda x, out_channels, stride: identity_shortcut(x, out_channels, 2),
            "The stride is always 2 here. Take the argument `stride`.",
        ),
        Misconception(
            "stride-forgotten",
            lambda x, out_channels, stride: identity_shortcut(x, out_channels),
            "Every position is kept here. Keep every `stride`-th, in height and width.",
        ),
        Misconception(
            "height-alone",
            lambda x, out_channels, stride: identity_shortcut(x[:, :, ::stride], out_channels),
            "The stride acts on the height alone. It acts on the width as well.",
        ),
        Misconception(
            "channels-forgotten",
            lambda x, out_channels, stride: x[:, :, ::stride, ::stride],
            "The positions are right. The new channels, filled with zeros, are missing.",
        ),
        Misconception(
            "padded-by-out-channels",
            lambda x, out_channels, stride: F.pad(
                x[:, :, ::stride, ::stride],
                (0, 0, 0, 0, out_channels // 2, out_channels - out_channels // 2),
            ),
            "This adds `out_channels` channels. Only the difference to those of x is missing.",
        ),
        Misconception(
            "extra-on-each-side",
            lambda x, out_channels, stride: F.pad(
                x[:, :, ::stride, ::stride], (0, 0, 0, 0) + 2 * (out_channels - x.shape[1],)
            ),
            "All the new channels stand on each side. It is half of them in front and half behind.",
        ),
        Misconception(
            "wrong-axis",
            lambda x, out_channels, stride: of.wide(
                x[:, :, ::stride, ::stride], out_channels, (1, 0)
            ),
            "The zeros went to the width. `pad` counts axes from the last: the channels are the "
            "third pair.",
        ),
        Misconception(
            "wrong-axis",
            lambda x, out_channels, stride: of.wide(
                x[:, :, ::stride, ::stride], out_channels, (0, 1)
            ),
            "The zeros went to the height. `pad` counts axes from the last: the channels are the "
            "third pair.",
        ),
        Misconception(
            "largest-of-neighbours",
            lambda x, out_channels, stride: identity_shortcut(
                F.max_pool2d(x, (min(stride, x.shape[2]), stride), ceil_mode=True), out_channels
            ),
            "This takes the largest of neighbouring positions. The shortcut keeps every "
            "`stride`-th as it is.",
        ),
        Misconception(
            "repeated-channels",
            lambda x, out_channels, stride: x[:, :, ::stride, ::stride].repeat_interleave(
                -(-out_channels // x.shape[1]), 1
            )[:, :out_channels],
            "The new channels are copies of the old ones. Fill up with zeros.",
        ),
        Misconception(
            "channels-strided-too",
            lambda x, out_channels, stride: identity_shortcut(x[:, ::stride], out_channels, stride),
            "The stride acts on the channels too. It is for height and width alone.",
        ),
        Misconception(
            "batch-strided",
            lambda x, out_channels, stride: identity_shortcut(x[::stride], out_channels, stride),
            "The stride acts on the batch: samples are lost.",
        ),
        Misconception(
            "batch-of-one-lost",
            lambda x, out_channels, stride: identity_shortcut(x, out_channels, stride).squeeze(),
            "`.squeeze()` drops every axis of length 1: a batch of one, or a height of one. Leave "
            "it out.",
        ),
        Misconception(
            "batch-of-one-lost",
            lambda x, out_channels, stride: identity_shortcut(x, out_channels, stride).squeeze(0),
            "A batch of one has lost its axis. Leave `squeeze` out.",
        ),
    ),
    praise="No weights: what the unit adds is x itself, and where x has no channel, nothing.",
)


EXERCISES = (SHORTCUT,)

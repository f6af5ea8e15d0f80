"""Lesson 11: split by recording."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Property
from drsn_lite.answers.families import ways
from drsn_lite.lessons.lesson11 import split_parts as of

SPLIT = Exercise(
    name="split-by-recording",
    truth=of.mask,
    probes=(
        {"recording": np.array([0, 0, 0, 1, 1, 2, 2, 3, 3, 3])},
        {"recording": np.array([7, 2, 2, 9, 7, 2, 9, 4, 4, 2, 7, 5])},
        {"recording": np.array([70, 80, 80, 90, 95, 70, 100, 90, 95])},
        {"recording": np.array([3, 1, 4, 3, 3, 3, 3, 3, 3, 3, 2, 3, 3, 3])},
        {"recording": np.array([4, 5, 5, 5, 5, 5, 5, 5, 1, 2, 3])},
        {"recording": np.repeat(np.arange(8), [5, 1, 4, 2, 6, 3, 2, 7])},
        {"recording": np.repeat([12, 30, 31, 5, 7, 8, 9, 40, 2], [2, 1, 2, 1, 3, 1, 2, 2, 1])},
        {"recording": np.repeat([8, 3, 21, 4, 9, 6], [2, 3, 1, 2, 4, 2])},  # 6 / 4 is 1.5
        {"recording": np.repeat([8, 3, 21, 4, 9, 6, 40], [2, 3, 1, 2, 4, 2, 3])},  # 1.75
        {"recording": np.array([5, 5, 2, 2, 2])},
        {"recording": np.array([6, 6, 6])},
        {"recording": np.arange(24)[::-1]},
    ),
    properties=(
        Property(
            "recording-on-both-sides",
            lambda mask, r: all(len(set(mask[r == one])) == 1 for one in set(r.tolist())),
            "Some recordings have windows on both sides of the split: the test then asks about "
            "recordings that were heard in training. Choose recordings, then take all their "
            "windows.",
        ),
        Property(
            "other-recordings",
            lambda mask, r: not mask.any() or r[mask > 0].min() > r[mask == 0].max(initial=-1),
            "Whole recordings, which is right, and not those with the largest numbers.",
        ),
        Property(
            "another-share",
            lambda mask, r: bool((mask == of.mask(r)).all()),
            "The recordings with the largest numbers, which is right, and not a quarter of them, "
            "rounded up.",
        ),
    ),
    misconceptions=(
        *ways(
            "split-by-window",
            "You took the last quarter of the *windows*. Where the cut falls within a recording, "
            "its windows are on both sides. Choose recordings, then take all their windows.",
            of.last_windows,
            lambda r: np.arange(len(r)) >= 0.75 * len(r),
            lambda r: np.arange(len(r)) >= int(0.75 * len(r)),
            lambda r: np.arange(len(r)) < of.quarter(len(r)),
            lambda r: np.isin(
                np.arange(len(r)), np.argsort(r, kind="stable")[-of.quarter(len(r)) :]
            ),
        ),
        *ways(
            "every-fourth-window",
            "Every fourth window: nearly each recording has windows on both sides. Choose "
            "recordings, then take all their windows.",
            *(lambda r, k=k: np.arange(len(r)) % 4 == k for k in (3, 0, 1, 2)),
        ),
        *ways(
            "end-of-each-recording",
            "You took the end of each recording. That keeps time apart, but the same "
            "machine, microphone and day are on both sides. Hold whole recordings out.",
            of.each_recordings_end,
        ),
        *ways(
            "quantile-of-windows",
            "You cut at a number below which three quarters of the *windows* lie. A long recording "
            "then counts more than a short one. A quarter of the *recordings* is asked for.",
            lambda r: r >= np.quantile(r, 0.75),
            lambda r: r > np.quantile(r, 0.75),
            lambda r: r >= np.sort(r)[-of.quarter(len(r))],
            lambda r: r >= np.sort(r)[int(0.75 * len(r))],
            lambda r: r > np.sort(r)[int(0.75 * len(r)) - 1],
            lambda r: r > r.mean(),
            lambda r: r > np.median(r),
            lambda r: of.largest(r, min(of.quarter(len(r)), len(np.unique(r)))),
        ),
        *ways(
            "share-of-the-largest-number",
            "You cut at a share of the largest *number*. Numbers are names: they may begin "
            "anywhere and have gaps. Count recordings.",
            lambda r: r > 0.75 * r.max(),
            lambda r: r >= 0.75 * r.max(),
            lambda r: r > r.max() * 3 // 4,
            lambda r: r >= r.max() * 3 // 4,
            lambda r: r > r.min() + 0.75 * (r.max() - r.min()),
            lambda r: r >= r.min() + 0.75 * (r.max() - r.min()),
            lambda r: r >= 0.75 * len(np.unique(r)),
            lambda r: r >= int(0.75 * len(np.unique(r))),
            lambda r: r > 0.75 * len(np.unique(r)),
            lambda r: r > r.max() - of.quarter(len(np.unique(r))),
            lambda r: r > r.max() - of.quarter(r.max()),
            lambda r: r >= len(np.unique(r)) - of.quarter(len(np.unique(r))),
            lambda r: r > 0.75 * (r.max() + 1),
            lambda r: r >= 0.75 * (r.max() + 1),
        ),
        *ways(
            "inverted",
            "This is True for training windows. The mask is to be True for *test* windows.",
            lambda r: ~of.mask(r),
        ),
        *ways(
            "first-instead-of-last",
            "You held the first recordings out; the exercise asks for those with the largest "
            "numbers.",
            lambda r: np.isin(r, np.unique(r)[: of.quarter(len(np.unique(r)))]),
            lambda r: np.isin(r, np.unique(r)[: len(np.unique(r)) // 4]),
        ),
        *ways(
            "last-to-occur",
            "You took the recordings that occur last, or first. Those with the largest *numbers* "
            "are asked for: sort them first.",
            lambda r: np.isin(r, of.in_order(r)[-of.quarter(len(of.in_order(r))) :]),
            lambda r: np.isin(r, of.in_order(r)[: of.quarter(len(of.in_order(r)))]),
            lambda r: np.isin(r, of.in_order(r)[3 * len(of.in_order(r)) // 4 :]),
        ),
        *ways(
            "longest-recordings",
            "You took the recordings with the most windows. Those with the largest *numbers* are "
            "asked for.",
            lambda r: np.isin(
                r,
                np.unique(r)[np.argsort(np.unique(r, return_counts=True)[1], kind="stable")][
                    -of.quarter(len(np.unique(r))) :
                ],
            ),
        ),
        *ways(
            "one-recording-only",
            "This holds a single recording out. A quarter of them, rounded up, is asked for.",
            lambda r: r == r.max(),
            lambda r: r == r[-1],
        ),
        *ways(
            "rounded-down",
            "A quarter, rounded *up*: of five recordings two are held out.",
            of.how_many(lambda n: n // 4),
            of.how_many(lambda n: max(1, n // 4)),
            of.how_many(lambda n: round(n / 4)),
            of.how_many(lambda n: max(1, round(n / 4))),
            of.how_many(lambda n: n // 4 or n),
            of.how_many(lambda n: round(n / 4) or n),
            of.how_many(lambda n: int(n / 4 + 0.5)),
        ),
        *ways(
            "one-too-many",
            "One recording too many, or too few: a quarter, rounded up only where it is no whole "
            "number.",
            of.how_many(lambda n: n // 4 + 1),
            of.how_many(lambda n: min(n, of.quarter(n) + 1)),
            of.how_many(lambda n: of.quarter(n) - 1),
        ),
        *ways(
            "another-share",
            "That is another share of the recordings. A quarter is held out for the test.",
            of.how_many(lambda n: n - n // 4),
            of.how_many(lambda n: -(-3 * n // 4)),
            of.how_many(lambda n: -(-n // 2)),
            of.how_many(lambda n: n // 2),
            of.how_many(lambda n: -(-n // 5)),
            of.how_many(lambda n: -(-n // 3)),
            of.how_many(lambda n: -(-3 * n // 10)),
            of.how_many(lambda n: min(n, 4)),
            of.how_many(lambda n: min(n, 2)),
            of.how_many(lambda n: min(n, 3)),
        ),
        *ways(
            "every-fourth-recording",
            "Whole recordings, which is right, and every fourth of them. Asked for are those with "
            "the largest numbers.",
            lambda r: np.isin(r, np.unique(r)[3::4]),
            lambda r: np.isin(r, np.unique(r)[::4]),
            lambda r: r % 4 == 3,
            lambda r: r % 4 == 0,
        ),
        *ways(
            "numbers-instead-of-a-mask",
            "You returned numbers of recordings, or places of windows. A mask has one True or "
            "False for each window.",
            lambda r: np.unique(r)[-of.quarter(len(np.unique(r))) :],
            lambda r: np.flatnonzero(of.mask(r)),
            lambda r: r[of.mask(r)],
            lambda r: np.isin(np.unique(r), np.unique(r)[-of.quarter(len(np.unique(r))) :]),
            lambda r: np.where(of.mask(r), r, 0),
        ),
        *ways(
            "nothing-held-out",
            "All windows are on one side. A quarter of the recordings is for the test.",
            lambda r: np.zeros(len(r), dtype=bool),
            lambda r: np.ones(len(r), dtype=bool),
        ),
    ),
    praise="No recording is on both sides, so the test asks about a recording it has not heard.",
)


EXERCISES = (SPLIT,)

"""For the exercise of lesson 06: what is shrunk, and what is added, in the wrong place."""

import torch

from drsn_lite.answers.families import ways
from drsn_lite.lessons.lesson06 import unit_parts as of
from drsn_lite.shrinkage import soft_threshold

PLACE_MISTAKES = (
    *ways(
        "no-shortcut",
        "The branch is right, but it stands alone: add x. Without the shortcut this is the "
        "unit of a ConvNet with thresholds.",
        lambda x, branch, attention: of.unit(x, branch, attention) - x,
    ),
    *ways(
        "threshold-after-the-addition",
        "You shrink the sum. In the paper's unit the threshold stands in the branch, before "
        "the addition: what the shortcut carries is never shrunk.",
        lambda x, branch, attention: soft_threshold(
            branch(x) + x, of.tau(branch(x) + x, attention)
        ),
        lambda x, branch, attention: soft_threshold(branch(x) + x, of.tau(branch(x), attention)),
    ),
    *ways(
        "relu-after-the-addition",
        "A ReLU follows your addition. It kills the negative values that soft thresholding "
        "has kept; in a pre-activation unit the next unit begins with BN and ReLU.",
        lambda x, branch, attention: torch.relu(of.unit(x, branch, attention)),
    ),
    *ways(
        "threshold-from-the-input",
        "Your threshold is computed from x. It belongs to the features that it shrinks: "
        "compute it from what the branch returns.",
        lambda x, branch, attention: soft_threshold(branch(x), of.tau(x, attention)) + x,
        lambda x, branch, attention: (
            soft_threshold(b := branch(x), (attention(of.size(x)) * of.size(b))[:, :, None, None])
            + x
        ),
        lambda x, branch, attention: (
            soft_threshold(b := branch(x), (attention(of.size(b)) * of.size(x))[:, :, None, None])
            + x
        ),
    ),
    *ways(
        "branch-not-thresholded",
        "The branch is added as it is. What the branch returns is to be shrunk, not x: x goes "
        "through the shortcut untouched.",
        lambda x, branch, attention: branch(x) + x,
        lambda x, branch, attention: soft_threshold(x, of.tau(x, attention)) + branch(x),
        lambda x, branch, attention: soft_threshold(x, of.tau(branch(x), attention)) + branch(x),
    ),
    *ways(
        "input-thresholded",
        "You shrink x itself, and the branch only serves the threshold, or is not called at "
        "all. Shrink what `branch(x)` returns.",
        lambda x, branch, attention: soft_threshold(x, of.tau(x, attention)) + x,
        lambda x, branch, attention: soft_threshold(x, of.tau(branch(x), attention)) + x,
        lambda x, branch, attention: soft_threshold(x, of.tau(x, attention)),
    ),
    *ways(
        "shortcut-from-the-branch",
        "Something else than x goes round the threshold. The shortcut carries x, the input of "
        "the unit, once.",
        lambda x, branch, attention: of.unit(x, branch, attention) - x + branch(x),
        lambda x, branch, attention: of.unit(x, branch, attention) + branch(x),
        lambda x, branch, attention: of.unit(x, branch, attention) + x,
    ),
    *ways(
        "shortcut-not-added",
        "The shortcut is an addition: branch plus x, position by position.",
        lambda x, branch, attention: of.unit(x, branch, attention) - 2 * x,
        lambda x, branch, attention: 2 * x - of.unit(x, branch, attention),
        lambda x, branch, attention: (of.unit(x, branch, attention) - x) * x,
        lambda x, branch, attention: torch.cat([of.unit(x, branch, attention) - x, x], 1),
    ),
)

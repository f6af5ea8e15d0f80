"""Lesson 03, a published residual block with two bugs: one exercise, to mend it."""

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson03 import half_mended
from drsn_lite.lessons.lesson03 import residual_blocks as blocks

MEND = Exercise(
    name="mend-the-block",
    truth=blocks.Block,
    apply=blocks.examine,
    probes=({"in_channels": 8, "out_channels": 8}, {"in_channels": 6, "out_channels": 10}),
    misconceptions=(
        Misconception(
            "nothing-mended",
            half_mended.NothingMended,
            "This still does what the published block does: one BatchNorm for two convolutions, "
            "and a `downsample` that is not its own.",
        ),
        Misconception(
            "one-batchnorm",
            half_mended.OneNorm,
            "One bug is left: both convolutions share a BatchNorm. In training it uses the batch "
            "and all looks well; in evaluation its running statistics are a mixture that fits "
            "neither.",
        ),
        Misconception(
            "global-downsample",
            half_mended.GlobalShortcut,
            "One bug is left: `downsample(...)` without `self.` is whatever has that name outside. "
            "The block's own gets no gradient, and with other channels it does not run.",
        ),
        Misconception(
            "second-batchnorm-never-used",
            half_mended.SecondNormUnused,
            "You made two BatchNorms and call one of them twice. The other never learns.",
        ),
        Misconception(
            "batch-statistics-always",
            half_mended.BatchAlways,
            "Without running statistics the gap is gone, but a sample's output now depends on its "
            "neighbours in the batch, in evaluation too.",
        ),
        Misconception(
            "batchnorm-left-out",
            half_mended.NoNorm,
            "The BatchNorm is never used. That also closes the gap, but it is another block.",
        ),
        Misconception(
            "shortcut-left-out",
            half_mended.NoShortcut,
            "Nothing is added any more: this is the plain block.",
        ),
        Misconception(
            "relu-before-the-addition",
            half_mended.EarlyReLU,
            "The last ReLU now stands before the addition, so the branch can only ever make "
            "features larger.",
        ),
        Misconception(
            "last-relu-left-out",
            half_mended.NoLastReLU,
            "A good thought, and the pre-activation unit of this course does without it. Here the "
            "task is to mend this block: keep the ReLU after the addition.",
        ),
        Misconception(
            "middle-relu-left-out",
            half_mended.NoMiddleReLU,
            "The ReLU between the two convolutions is gone: without it they are one linear map.",
        ),
        Misconception(
            "relu-before-batchnorm",
            half_mended.ReLUBeforeNorm,
            "The first ReLU stands before the BatchNorm. The published block has it after.",
        ),
        Misconception(
            "batchnorm-left-out",
            half_mended.NoSecondNorm,
            "The BatchNorm after the second convolution is gone. Each convolution has its own.",
        ),
        Misconception(
            "batchnorm-left-out",
            half_mended.NoFirstNorm,
            "The BatchNorm after the first convolution is gone. Each convolution has its own.",
        ),
        Misconception(
            "relu-before-the-addition",
            half_mended.ReLUOnBranchToo,
            "There is a ReLU before the addition as well: the branch can then only make features "
            "larger. One after the addition is enough.",
        ),
        Misconception(
            "shortcut-twice",
            half_mended.ShortcutTwice,
            "The shortcut is added twice.",
        ),
        Misconception(
            "shortcut-subtracted",
            half_mended.Subtracted,
            "The shortcut is subtracted. It is added.",
        ),
    ),
    praise="Two BatchNorms, and `self.downsample`: the outputs in training were right all along, "
    "which is why nobody noticed.",
    tolerance=1e-3,
)

EXERCISES = (MEND,)

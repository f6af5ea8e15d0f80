"""Lesson 07: which of six units is RSBU-CW? A bug is in five of them."""

from drsn_lite.exercises import Exercise, Misconception

SIX = Exercise(
    name="which-unit-is-right",
    truth="E",
    misconceptions=(
        Misconception(
            "shared-over-batch",
            "A",
            "Unit A averages τ over axis 0, the batch: all samples get the same thresholds. Run "
            "a sample alone and beside a loud neighbour, in evaluation mode.",
        ),
        Misconception(
            "kernel-along-the-wrong-axis",
            "B",
            "The kernels of unit B are 3 high and 1 wide, and a signal is an image of height one. "
            "It sees one position at a time. Shuffle the positions of x: what happens to y?",
        ),
        Misconception(
            "relu-after-the-addition",
            "C",
            "Unit C puts a ReLU after the addition: its output is never negative. Soft "
            "thresholding keeps the sign, and the shortcut should pass x on as it is.",
        ),
        Misconception(
            "signed-mean",
            "D",
            "Unit D averages x, not |x|, so thresholds can be negative, and |x| − τ is then larger "
            "than |x|. Print the smallest τ.",
        ),
        Misconception(
            "no-sigmoid",
            "F",
            "Unit F leaves out the last layer of the attention, the sigmoid. What comes out can be "
            "negative, or above 1, and then τ passes mean |x|. Print the smallest and largest.",
        ),
    ),
    praise="relu(x − τ) − relu(−x − τ) is soft thresholding in other words. The other five run "
    "and train too, which is how such bugs get published.",
)

EXERCISES = (SIX,)

"""Accuracy of the small networks over the noise, and differences with one thing changed: lesson 09.

Everything is read from data/results/digits.csv, MNIST too: its files are not needed here.
"""

import numpy as np

from drsn_lite.drawing import Choice, Frame, Line, Mark, Panel, Plot, Rule, Slider, Whiskers
from drsn_lite.lessons.lesson09 import one_unit
from drsn_lite.lessons.lesson09.digit_results import COMPARISONS, NO_NOISE, accuracy, at, difference
from drsn_lite.lessons.lesson09.pixel_noise import KINDS
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import MISSING, band

STEPS = (0.0, 0.3, 0.5, 1.0)
"""Levels of the right picture: those that both data sets were tested at."""

TOP = 12.0
"""Where the axis of differences ends, in points."""

RUNS = {
    "digits/clean": "digits, clean",
    "digits/uniform": "digits, U(0, 0.5)",
    "digits/mixed": "digits, three kinds",
    "mnist/clean": "MNIST, clean",
    "mnist/uniform": "MNIST, U(0, 0.5)",
}
SHORT = {
    "DRSN-CW − ResNet": "DRSN-CW − ResNet",
    "DRSN-CW − ResNet, 9 channels": "… − 9 channels",
    "DRSN-CW − SENet": "… − SENet",
    "as in the text: DRSN-CW − ResNet, 2×2": "as in the text",
    "both 2×2: DRSN-CW − ResNet": "both 2×2",
    "shortcut alone: ResNet − ResNet, 2×2": "shortcut alone",
}
"""The comparisons of `digit_results`, short enough for an axis."""


def frame(step: int, kind: str, run: str, network: str) -> Frame:
    """Accuracy over the level of one network among the others, and six differences at one level.

    Parameters
    ----------
    step : int
        1 to 4: the level of the right picture, one of `STEPS`.
    kind : str
        One of `pixel_noise.KINDS`.
    run : str
        Data and training, one of `RUNS`.
    network : str
        One of `one_unit.NAMES`; where it was not run, the DRSN-CW is shown.
    """
    data, training = run.split("/")
    level = STEPS[step - 1]
    here = at(data, training, kind, level)
    network = network if network in here else "drsn-cw"
    found = {name: difference(here, *pair) for name, pair in COMPARISONS.items()}
    mean, half = np.array([(m, h) for m, h, _, _ in found.values()]).T
    names = [
        SHORT[name] if row[3] != MISSING else f"{SHORT[name]}: {MISSING}"
        for name, row in found.items()
    ]
    right = forest(
        f"Differences at level {level:g}",
        names,
        mean,
        half,
        xlabel="points",
        xlim=(-TOP, TOP),
        highlight=0,
    )
    own, own_half = band(here[network].dropna())
    gain, gain_half, seeds, word = found["DRSN-CW − ResNet"]
    text = found["as in the text: DRSN-CW − ResNet, 2×2"]
    about = f"{RUNS[run][:1].upper()}{RUNS[run][1:]}"
    case = f"{kind} {level:g}" if level else "no noise"
    return Frame(
        (_over_level(data, training, kind, level, network), right),
        f"{about}, {case}: {one_unit.NAMES[network]} {own:.1f} ± {own_half:.1f} %. "
        f"DRSN-CW − ResNet, same shortcut: {gain:+.1f} ± {gain_half:.1f} points over {seeds} "
        f"seeds, {word}; shortcuts as in the text: {text[0]:+.1f} ± {text[1]:.1f}, {text[3]}.",
        "Accuracy over the noise level of one network, with its band, among the others; and "
        "differences between pairs of networks at one level, each with its band.",
        columns=2,
    )


def _over_level(data: str, training: str, kind: str, level: float, network: str) -> Plot:
    table = accuracy(data, training)
    rows = table[table.index.get_level_values("noise").isin([kind, NO_NOISE])]
    rows = rows.droplevel("noise")
    mean = rows.groupby("level").mean()
    levels = mean.index.to_numpy()
    middle, half = np.array([band(rows.loc[one, network].dropna()) for one in levels]).T
    marks: list[Mark] = [
        Line(mean[name], levels, role="muted", width=1.0) for name in mean if name != network
    ]
    marks += [
        Line(mean[network], levels, label=one_unit.NAMES[network], width=2.5),
        Whiskers(levels, middle, half, label="95 % band", width=2.0),
        Rule(level),
    ]
    title = "Test accuracy (thin: the others)"
    return Plot(title, tuple(marks), f"level of {kind} noise", "%", (-0.03, 1.03), (0.0, 100.0))


digits_over_noise = Panel(
    "The networks over the noise",
    frame,
    (
        Slider("step", "Noise level", 1, len(STEPS), 1, 3, words=tuple(f"{x:g}" for x in STEPS)),
        Choice("kind", "Noise", tuple((kind, kind) for kind in KINDS), "uniform"),
        Choice("run", "Data, trained on", tuple(RUNS.items()), "digits/mixed"),
        Choice("network", "Network", tuple(one_unit.NAMES.items()), "drsn-cw"),
    ),
)

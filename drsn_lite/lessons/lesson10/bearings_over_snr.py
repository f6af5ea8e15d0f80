"""Accuracy over the noise of two networks and three logistic regressions, with bands: lesson 10."""

import numpy as np

from drsn_lite.drawing import Choice, Frame, Line, Mark, Panel, Plot, Rule, Slider, Whiskers
from drsn_lite.lessons.lesson10.bearing_results import DATA, NAMES, SNR_DB, accuracy
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import band, level_name, verdict
from drsn_lite.results.names import PAPER_NOISES, options

CLEAN = 15.0  # where signals without noise stand on the axis
TOP = 50.0  # no gain in the table lies farther out
BASE = "resnet-wide"
WORDS = tuple(map(level_name, SNR_DB))


def frame(step: int, kind: str, data: str, method: str) -> Frame:
    """One method among the others over the SNR, and each one's distance from the wide ResNet.

    Parameters
    ----------
    step : int
        1 to 6: a level of `SNR_DB`.
    kind : {"gaussian", "laplacian", "pink"}
    data : {"cwru", "simulated"}
    method : str
        One of `bearing_results.NAMES`.
    """
    table = 100 * accuracy(data).loc[kind]
    snr_db = SNR_DB[step - 1]
    x = np.array([min(level, CLEAN) for level in SNR_DB])
    middle, half = np.array([band(table.loc[level, method]) for level in SNR_DB]).T
    mean = table.groupby("snr_db").mean()
    marks: list[Mark] = [
        Line(mean[name], x, role="muted", width=1.0) for name in NAMES if name != method
    ]
    marks += [
        Line(mean[method], x, label=NAMES[method], width=2.5),
        Whiskers(x, middle, half, label="95 % band", width=2.0),
        Rule(min(snr_db, CLEAN)),
    ]
    here = table.loc[snr_db]
    others = [name for name in NAMES if name != BASE]
    gains = {name: band(here[name] - here[BASE]) for name in others}
    middle, half = np.array(list(gains.values())).T
    right = forest(
        "Points over the wide ResNet",
        [NAMES[name] for name in others],
        middle,
        half,
        xlabel="points",
        xlim=(-TOP, TOP),
        highlight=others.index(method) if method in others else 0,
    )
    level = "Without noise" if np.isinf(snr_db) else f"At {snr_db:g} dB ({PAPER_NOISES[kind]})"
    own, own_half = band(here[method])
    shown = method if method in gains else "drsn-cw"
    gain, gain_half = gains[shown]
    return Frame(
        (
            Plot(
                "Test accuracy (thin: the others)",
                tuple(marks),
                "SNR, dB (right end: no noise)",
                "%",
                (-11, 16),
                (0, 102),
            ),
            right,
        ),
        f"{level}, {DATA[data]}: {NAMES[method]} {own:.1f} ± {own_half:.1f} %. {NAMES[shown]} − "
        f"{NAMES[BASE]}: {gain:+.1f} ± {gain_half:.1f} points over {len(here)} seeds, "
        f"{verdict(gain, gain_half)}.",
        "Accuracy over the signal-to-noise ratio of one method with its band, the others thin; "
        "and the distance of each from the wide ResNet at one level, with bands.",
        columns=2,
    )


bearings_over_snr = Panel(
    "Networks and a classical baseline over the noise",
    frame,
    (
        Slider("step", "Signal-to-noise ratio", 1, len(SNR_DB), 1, 2, words=WORDS),
        Choice("kind", "Noise", options(PAPER_NOISES), "gaussian"),
        Choice("data", "Recordings", tuple(DATA.items()), "cwru"),
        Choice("method", "Method", tuple(NAMES.items()), "drsn-cw"),
    ),
)

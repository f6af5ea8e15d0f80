"""Accuracy of all networks over the SNR, five seeds each: the paper's Figs. 6 to 8, and gains."""

import numpy as np
import pandas as pd

from drsn_lite.drawing import Choice, Frame, Line, Mark, Panel, Plot, Rule, Slider, Whiskers
from drsn_lite.results import heart
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import band, level_name, verdict
from drsn_lite.results.names import NETWORKS, PAPER_NOISES, options

LEVELS = (-8.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, np.inf)
WORDS = tuple(map(level_name, LEVELS))
CLEAN_AT = 13.0
"""Where clean signals stand on the axis, dB."""

TOP = 12.0
BASELINE = "resnet-wide"


def frame(level: int, kind: str, network: str) -> Frame:
    """Accuracy over SNR of one network among the others, and gains over the wide ResNet.

    Parameters
    ----------
    level : int
        1 to 8: the SNR of the right picture, −8 dB to clean.
    kind : {"gaussian", "laplacian", "pink"}
    network : str
        One of `heart.TRAINED`, drawn with its band.
    """
    table = 100 * heart.accuracy().loc[kind]
    snr, words = LEVELS[level - 1], WORDS[level - 1]
    here = table.loc[snr]
    rivals = [name for name in heart.TRAINED if name != BASELINE]
    gains = [band(here[name] - here[BASELINE]) for name in rivals]
    mean, half = np.array(gains).T
    chosen = here[network].to_numpy()
    if network == BASELINE:
        said = "it is the baseline of the gains"
    else:
        gain = gains[rivals.index(network)]
        said = (
            f"{gain[0]:+.1f} ± {gain[1]:.1f} points over the wide ResNet, which is {verdict(*gain)}"
        )
    low, high = band(chosen)
    return Frame(
        (
            _over_snr(table, snr, network),
            forest(
                f"Gain over the wide ResNet, {words}",
                [NETWORKS[name] for name in rivals],
                mean,
                half,
                xlim=(-TOP, TOP),
                highlight=None if network == BASELINE else rivals.index(network),
            ),
        ),
        f"With {PAPER_NOISES[kind]} noise ({words}) {NETWORKS[network]} has {low:.1f} ± "
        f"{high:.1f} % (mean of five seeds, 95 % band); {said}.",
        "Accuracy over the signal-to-noise ratio for all networks, one of them with its band over "
        "five seeds; and each network's gain over a ResNet of the size of DRSN-CW with its band.",
        columns=2,
    )


def _over_snr(table: pd.DataFrame, snr: float, network: str) -> Plot:
    at = np.array([CLEAN_AT if np.isinf(level) else level for level in LEVELS])
    mean = table.groupby("snr_db").mean().loc[list(LEVELS)]
    marks: list[Mark] = [
        Line(mean[name], at, role="muted", width=1.0) for name in heart.TRAINED if name != network
    ]
    middle, half = np.array([band(table.loc[level, network]) for level in LEVELS]).T
    marks += [
        Line(mean[network], at, label=NETWORKS[network], width=2.5),
        Whiskers(at, middle, half, label="95 % band", width=2.0),
        Rule(CLEAN_AT if np.isinf(snr) else snr),
        Rule(CLEAN_AT, role="muted", label="clean"),
    ]
    return Plot(
        "Test accuracy (thin: the others)",
        tuple(marks),
        "SNR, dB (noisier to the left)",
        "%",
        (-9.0, CLEAN_AT + 1.5),
        (20.0, 100.0),
    )


networks_over_snr = Panel(
    "All networks over the noise",
    frame,
    (
        Slider("level", "Signal-to-noise ratio", 1, len(LEVELS), 1, 2, words=WORDS),
        Choice("kind", "Noise", options(PAPER_NOISES), "gaussian"),
        Choice("network", "Network", options(NETWORKS, *heart.TRAINED), "drsn-cw"),
    ),
)

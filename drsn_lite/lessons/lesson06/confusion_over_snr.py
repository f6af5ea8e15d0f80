"""Which state is taken for which, as the noise moves: confusion matrices of five seeds."""

import numpy as np

from drsn_lite.datasets import gearbox
from drsn_lite.drawing import Bars, Choice, Frame, Image, Panel, Plot, Slider
from drsn_lite.results import heart
from drsn_lite.results.names import NETWORKS, PAPER_NOISES, options

CLASSES = tuple(state for state in gearbox.STATES)


def frame(snr_db: float, kind: str, network: str) -> Frame:
    """The confusion matrix at one SNR, the recall of each class, and the likeliest confusions.

    Parameters
    ----------
    snr_db : float
        −8 to 10 dB in steps of 2.
    kind : {"gaussian", "laplacian", "pink"}
    network : str
        One of `heart.TRAINED`.
    """
    level = heart.SNR_DB.index(float(snr_db))
    share = heart.confusion(network, kind)[level] / heart.confusion(network, kind)[level].sum(1)[0]
    recall = 100 * np.diag(share)
    wrong = share - np.diag(np.diag(share))
    order = np.argsort(wrong, axis=None)[::-1][:5]
    true, taken = np.unravel_index(order, wrong.shape)
    pairs = tuple(f"{CLASSES[t]} → {CLASSES[p]}" for t, p in zip(true, taken, strict=True))
    worst = int(recall.argmin())
    return Frame(
        (
            Plot(
                "Row: the truth. Column: what it said",
                (Image(share, 0.0, 1.0),),
                "predicted class, 0 to 7",
                "true class, 0 to 7",
            ),
            Plot(
                "Share of each class found",
                (
                    Bars(
                        recall,
                        names=tuple(f"{k} {name}" for k, name in enumerate(CLASSES)),
                        highlight=worst,
                        horizontal=True,
                    ),
                ),
                "%",
                "",
                (0, 100),
            ),
            Plot(
                "Commonest confusions, truth → answer",
                (Bars(100 * wrong[true, taken], names=pairs, role="threshold", horizontal=True),),
                "% of the class",
                "",
                (0, 100),
            ),
        ),
        f"At {snr_db:g} dB {NETWORKS[network]} finds {recall.mean():.0f} % on average. Hardest: "
        f"{CLASSES[worst]}, of which it finds {recall[worst]:.0f} %; "
        f"{100 * wrong[true[0], taken[0]]:.0f} % of {CLASSES[true[0]]} go to {CLASSES[taken[0]]}.",
        "A confusion matrix of eight gearbox states, the share of each state that is found, and "
        "the five commonest confusions; test signals of five trained networks together.",
        columns=3,
    )


confusion_over_snr = Panel(
    "What is taken for what",
    frame,
    (
        Slider(
            "snr_db", "Signal-to-noise ratio", heart.SNR_DB[0], heart.SNR_DB[-1], 2.0, -4.0, "dB"
        ),
        Choice(
            "kind",
            "Noise",
            options(PAPER_NOISES),
            "gaussian",
        ),
        Choice("network", "Network", options(NETWORKS, *heart.TRAINED), "drsn-cw"),
    ),
)

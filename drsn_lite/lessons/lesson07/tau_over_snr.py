"""Where does τ go as the noise rises? Every unit, both DRSNs, three noises, bands over five seeds.

All numbers come from data/results/anatomy.csv: means over 200 signals, relative to 10 dB.
"""

from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Choice, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider, Whiskers
from drsn_lite.results import tables
from drsn_lite.results.gains import BETTER, MISSING, UNCLEAR, WORSE, band, verdict
from drsn_lite.results.heart import SNR_DB
from drsn_lite.results.names import NETWORKS, PAPER_NOISES, options

Array = NDArray[np.float64]

UNITS = 6
TOP = 4.0
NAMES = ("tau", "mean_abs", "alpha")
RISES = {BETTER: "rises", WORSE: "falls", UNCLEAR: "does not clearly move", MISSING: "was not run"}


@cache
def factors(network: str, kind: str) -> dict[str, tuple[Array, Array]]:
    """τ, mean |x| and α over their own values at 10 dB: mean over seeds and half its 95 % band.

    Returns
    -------
    dict
        Name in `NAMES` → two arrays (levels, units), the levels those of `heart.SNR_DB`.
    """
    table = tables.read("anatomy")
    rows = table[(table["network"] == network) & (table["noise"] == kind) & (table["unit"] > 0)]
    found = {}
    for name in NAMES:
        values = rows.pivot_table(name, ["snr_db", "unit"], "seed")
        quiet = values.loc[SNR_DB[-1]]
        ratios = np.array([(values.loc[snr] / quiet).to_numpy() for snr in SNR_DB])
        pairs = np.array([[band(seeds) for seeds in units] for units in ratios])
        found[name] = pairs[..., 0], pairs[..., 1]
    return found


def frame(snr_db: float, kind: str, network: str, unit: int) -> Frame:
    """τ of one unit over the SNR, its two factors, and τ of all units at one SNR.

    Parameters
    ----------
    snr_db : float
        −8 to 10 dB in steps of 2.
    kind : {"gaussian", "laplacian", "pink"}
    network : {"drsn-cs", "drsn-cw"}
    unit : int
        Counted from 1.
    """
    found = factors(network, kind)
    u, level = unit - 1, SNR_DB.index(float(snr_db))
    tau, half = found["tau"]
    over: list[Mark] = [
        Rule(1.0, axis="y", role="muted"),
        Line(tau[:, u], SNR_DB, role="threshold", label="τ, mean of five seeds"),
    ]
    over += [
        Line(tau[:, u] + side * half[:, u], SNR_DB, role="threshold", width=1.0, dashed=True)
        for side in (-1, 1)
    ]
    over.append(Points([snr_db], [tau[level, u]], role="threshold", size=9))
    parts: tuple[Mark, ...] = (
        Rule(1.0, axis="y", role="muted"),
        Line(found["mean_abs"][0][:, u], SNR_DB, role="before", label="mean |x|"),
        Line(found["alpha"][0][:, u], SNR_DB, role="after", label="α"),
    )
    at = np.arange(1, UNITS + 1, dtype=float)
    units: tuple[Mark, ...] = (
        Rule(1.0, axis="y", role="muted"),
        Whiskers(at, tau[level], half[level], role="threshold", label="95 % band"),
        Points(at, tau[level], role="threshold", label="mean", size=8),
        Points([unit], [tau[level, u]], role="after", size=10),
    )
    plot = partial(Plot, xlabel="SNR, dB (noisier to the left)", xlim=(-8.5, 10.5), ylim=(0.0, TOP))
    name = NETWORKS[network]
    numbers = [*(found[n][0][level, u] for n in NAMES), half[level, u]]
    return Frame(
        (
            plot(f"τ of unit {unit}, at 10 dB = 1", tuple(over)),
            plot("Its factors: α · mean |x|", parts),
            Plot(f"All units at {snr_db:g} dB", units, "unit", "", (0.5, UNITS + 0.5), (0.0, TOP)),
        ),
        _sentence(name, unit, snr_db, *numbers),
        "The threshold of one unit over the signal-to-noise ratio relative to 10 dB, with its band "
        "over five seeds; its two factors; and the thresholds of all units at one level.",
    )


def _sentence(
    network: str, unit: int, snr_db: float, tau: float, size: float, alpha: float, half: float
) -> str:
    if snr_db == SNR_DB[-1]:
        return f"{network}, unit {unit}: all is measured relative to {snr_db:g} dB. Drag left."
    word = RISES[verdict(tau - 1, half)]
    return (
        f"{network}, unit {unit}, from 10 to {snr_db:g} dB: τ {word}, to {tau:.2f} ± {half:.2f} "
        f"times what it was; mean |x| to {size:.2f} times, α to {alpha:.2f} times."
    )


tau_over_snr = Panel(
    "Does τ follow the noise?",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", SNR_DB[0], SNR_DB[-1], 2.0, -4.0, "dB"),
        Choice(
            "kind",
            "Noise",
            options(PAPER_NOISES),
            "gaussian",
        ),
        Choice("network", "Network", options(NETWORKS, "drsn-cw", "drsn-cs"), "drsn-cw"),
        Slider("unit", "Unit", 1, UNITS, 1, 1),
    ),
)

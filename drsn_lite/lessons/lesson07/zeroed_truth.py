"""The noise lab with the truth drawn in: was a feature that was set to zero noise or signal?

The same sample runs through the network twice, without noise (features s in front of the gate)
and with it (features x); n = x − s is what the noise did there. A feature counts as *noise* where
|n| > |s|, and as *signal* elsewhere.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import (
    Band,
    Bars,
    Choice,
    Frame,
    Line,
    Mark,
    Panel,
    Plot,
    Points,
    Slider,
    reach,
)
from drsn_lite.lessons import lab
from drsn_lite.microscope import Record, look
from drsn_lite.noise import add_noise
from drsn_lite.results.names import NETWORKS, NOISES, options

Array = NDArray[np.float32]


@cache
def without_noise(network: str, sample: int) -> list[Record]:
    """The records of one clean sample, unit by unit."""
    return look(lab.network("gearbox", network), lab.samples("gearbox")[0][sample][None])


def frame(snr_db: float, kind: str, network: str, sample: int, unit: int, channel: int) -> Frame:
    """One sample of the gearbox inside one unit, its zeros marked as noise or as signal.

    Parameters
    ----------
    snr_db : float
        Signal-to-noise ratio, dB.
    kind : {"gaussian", "laplacian", "pink"}
    network : {"drsn-cs", "drsn-cw"}
    sample : int
        0 to 39; classes take turns.
    unit, channel : int
        Counted from 1. A unit with fewer channels shows its last one.
    """
    xs, labels, classes = lab.samples("gearbox")
    clean = without_noise(network, sample)
    noisy = look(
        lab.network("gearbox", network),
        add_noise(xs[sample][None], snr_db, kind, rng=sample),
    )
    records = clean[unit - 1], noisy[unit - 1]
    c = min(channel, records[1].before.shape[1]) - 1
    s, x, gone = _parts(*records)
    s, x, gone = s[:, 0], x[:, 0], gone[:, 0]  # (C, L)
    tau = records[1].tau.flatten().expand(len(x)).numpy()  # type: ignore[union-attr]
    louder = np.abs(x - s) > np.abs(s)
    name = NETWORKS[network]
    return Frame(
        (
            _features(x[c], gone[c], louder[c], float(tau[c]), f"{name}, unit {unit}", c),
            _scatter(s[c], x[c] - s[c], gone[c]),
            _thresholds(tau, np.abs(x).mean(1), c),
            _under(gone, louder),
            _energy(clean, noisy),
        ),
        _sentence(snr_db, classes[labels[sample]], gone[c], louder[c], c),
        "Features of one channel with the dead zone of τ, each zeroed one marked as noise or "
        "signal; sizes of the two parts against each other; τ of each channel with its cap; the "
        "share of noise among zeroed and kept features; energy under the zeros, by unit.",
    )


def _parts(clean: Record, noisy: Record) -> tuple[Array, Array, NDArray[np.bool_]]:
    """s, x and where the gate made a zero, each (C, 1, L)."""
    s, x = clean.before[0].numpy(), noisy.before[0].numpy()
    return s, x, (noisy.after[0].numpy() == 0) & (x != 0)


def _features(
    x: Array, gone: NDArray[np.bool_], louder: NDArray[np.bool_], tau: float, where: str, c: int
) -> Plot:
    at = np.arange(len(x))
    top = reach(x)
    marks: list[Mark] = [
        Band(-tau, tau, axis="y", label="|x| ≤ τ"),
        Line(x, role="before", label="features", width=1.0),
    ]
    for mask, role, label in (
        (gone & louder, "threshold", "zeroed: noise"),
        (gone & ~louder, "clean", "zeroed: signal"),
    ):
        marks.append(Points(at[mask], x[mask], role=role, label=label, size=5))
    title = f"{where}, channel {c + 1}"
    return Plot(title, tuple(marks), "position", "", (0, len(x)), (-top, top), 2)


def _scatter(s: Array, n: Array, gone: NDArray[np.bool_]) -> Plot:
    s, n = np.abs(s), np.abs(n)
    top = reach(np.append(s, n))
    marks: tuple[Mark, ...] = (
        Line([0, top], [0, top], role="muted", dashed=True),
        Points(s[~gone], n[~gone], role="after", label="kept", size=4),
        Points(s[gone], n[gone], role="threshold", label="zeroed", size=4),
    )
    title = "Above the line: more noise than signal"
    return Plot(title, marks, "signal |s|", "noise |n|", (0, top), (0, top))


def _thresholds(tau: Array, mean: Array, c: int) -> Plot:
    names = tuple(str(channel + 1) for channel in range(len(tau)))
    marks: tuple[Mark, ...] = (
        Bars(tau, label="τ", highlight=c, names=names),
        Points(np.arange(len(mean)), mean, role="muted", label="mean |x|: the cap", size=6),
    )
    return Plot("Threshold of each channel", marks, "channel", "τ")


def _under(gone: NDArray[np.bool_], louder: NDArray[np.bool_]) -> Plot:
    """Per cent of noise among zeroed and kept features, by channel; NaN where there are none."""
    counts = gone.sum(1), (~gone).sum(1)
    hits = (gone & louder).sum(1), (~gone & louder).sum(1)
    shares = [
        np.where(n > 0, 100 * k / np.maximum(n, 1), np.nan)
        for k, n in zip(hits, counts, strict=True)
    ]
    marks: tuple[Mark, ...] = (
        Bars(
            np.nan_to_num(shares[0]),
            role="zeroed",
            label="of the zeroed",
            names=tuple(str(channel + 1) for channel in range(len(gone))),
        ),
        Points(np.arange(len(gone)), shares[1], role="after", label="of the kept", size=6),
    )
    return Plot("Features that are mostly noise", marks, "channel", "%", None, (0, 100))


def _energy(clean: list[Record], noisy: list[Record]) -> Plot:
    """Per cent of the energy of n and of s that fell on zeros, by unit."""
    shares = []
    for pair in zip(clean, noisy, strict=True):
        s, x, gone = _parts(*pair)
        shares.append([100 * np.sum(v[gone] ** 2) / np.sum(v**2) for v in (x - s, s)])
    noise, signal = np.array(shares).T
    marks: tuple[Mark, ...] = (
        Bars(
            noise,
            role="zeroed",
            label="of the noise",
            names=tuple(str(record.unit) for record in noisy),
        ),
        Points(np.arange(len(signal)), signal, role="clean", label="of the signal", size=7),
    )
    return Plot("Energy that fell on zeros", marks, "unit", "%", None, (0, 100))


def _sentence(
    snr_db: float, name: str, gone: NDArray[np.bool_], louder: NDArray[np.bool_], c: int
) -> str:
    zeroed = f"{name}, {snr_db:g} dB: {100 * gone.mean():.0f} % of channel {c + 1} is set to zero."
    if not gone.any() or gone.all():
        return zeroed
    return (
        f"{zeroed} Of these zeros {100 * louder[gone].mean():.0f} % hold more noise than signal; "
        f"of the features that are kept it is {100 * louder[~gone].mean():.0f} %."
    )


zeroed_truth = Panel(
    "What was under the zeros?",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", -10, 20, 0.5, 0, "dB"),
        Choice(
            "kind",
            "Noise",
            options(NOISES),
            "gaussian",
        ),
        Choice("network", "Network", options(NETWORKS, "drsn-cw", "drsn-cs"), "drsn-cw"),
        Slider("sample", "Sample", 0, lab.SAMPLES - 1, 1, 1),
        Slider("unit", "Unit", 1, 6, 1, 1),
        Slider("channel", "Channel", 1, 16, 1, 3),
    ),
)

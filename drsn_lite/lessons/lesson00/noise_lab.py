"""The noise lab: one noise slider, and inside a trained network the thresholds answer.

The networks are the shipped checkpoints; the samples come from the test part, so no network has
seen them. Every sample keeps its own noise while the slider moves: only its level changes.
"""

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import (
    Band,
    Bars,
    Choice,
    Frame,
    Image,
    Line,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    Steps,
    reach,
    side_by_side,
)
from drsn_lite.lessons import lab
from drsn_lite.microscope import Record, look_and_classify
from drsn_lite.noise import add_noise
from drsn_lite.results.names import NETWORKS, NOISES, options


def frame(
    snr_db: float, kind: str, data: str, sample: int, network: str, unit: int, channel: int
) -> Frame:
    """One sample with noise, looked at inside one unit of one network.

    Parameters
    ----------
    snr_db : float
        Signal-to-noise ratio, dB.
    kind : {"gaussian", "laplacian", "pink"}
    data : {"gearbox", "digits", "cwru"}
    sample : int
        0 to 39; classes take turns.
    network : {"resnet", "senet", "drsn-cs", "drsn-cw"}
    unit, channel : int
        Counted from 1. A unit with fewer channels shows its last one.

    Raises
    ------
    DataError
        If the data set has files of its own (CWRU) and they are not here; it says what to do.
    """
    xs, labels, classes = lab.samples(data)
    clean = xs[sample]
    noisy = add_noise(clean[None], snr_db, kind, rng=sample)
    records, logits = look_and_classify(lab.network(data, network), noisy)
    probability = logits[0].softmax(0).numpy()
    record = records[unit - 1]
    c = min(channel, record.before.shape[1]) - 1
    truth = int(labels[sample])
    return Frame(
        (
            _input(clean, noisy[0], classes[truth]),
            _features(record, c),
            _histogram(record, c),
            _channels(record, c),
            _units(records, unit),
            _classes(probability, classes, truth),
        ),
        _sentence(snr_db, NETWORKS[network], record, c, probability, classes, truth),
        f"A sample with noise, features inside unit {unit} of {NETWORKS[network]} "
        "before and after its gate, their sizes with the threshold, thresholds by channel, "
        "the share of zeroed features by unit, and class probabilities.",
    )


def _tau(record: Record) -> NDArray[np.float32] | None:
    """τ of the one sample, for every channel (C,)."""
    if record.tau is None:
        return None
    return record.tau.flatten().expand(record.before.shape[1]).numpy()


def _input(clean: NDArray[np.float32], noisy: NDArray[np.float32], name: str) -> Plot:
    title = f"Input: {name}"
    if clean.shape[1] > 1:
        low, high = np.quantile(noisy, [0.02, 0.98])
        return Plot(title, (Image(noisy[0], float(low), float(high)),))
    return Plot(
        title,
        (
            Line(noisy.ravel(), role="noisy", label="noisy", width=1.0),
            Line(clean.ravel(), role="clean", label="clean", width=1.0),
        ),
        xlabel="sample",
        ylim=(-reach(noisy), reach(noisy)),
    )


def _features(record: Record, c: int) -> Plot:
    before, after = record.before[0, c].numpy(), record.after[0, c].numpy()
    title = f"Unit {record.unit}, channel {c + 1} of {record.before.shape[1]}"
    tau = _tau(record)
    if before.shape[0] > 1:
        top = float(np.abs(before).max())
        return Plot(
            f"Channel {c + 1}: before, after (zeros in colour)",
            (Image(side_by_side(before, after), -top, top, zero_role="threshold"),),
        )
    marks: list[Mark] = [
        Line(before.ravel(), role="before", label="before", width=1.0),
        Line(after.ravel(), role="after", label="after"),
    ]
    if tau is not None:
        marks.insert(0, Band(-float(tau[c]), float(tau[c]), axis="y", label="|x| ≤ τ"))
    ylim = (-reach(before), reach(before))
    return Plot(title, tuple(marks), xlabel="position", ylim=ylim)


def _histogram(record: Record, c: int) -> Plot:
    size = record.before[0, c].abs().flatten().numpy()
    bins = 24 if size.size > 64 else 8
    top = reach(size)
    heights, edges = np.histogram(size, bins, range=(0.0, top))
    mean = float(record.mean_abs[0, c])
    marks: list[Mark] = [
        Steps(edges, heights, role="before", label="features"),
        Rule(mean, role="muted", label="mean |x|: the cap"),
    ]
    tau = _tau(record)
    if tau is not None:
        marks.insert(0, Band(0.0, float(tau[c]), label="set to zero"))
        marks.append(Rule(float(tau[c]), role="threshold", label="τ", dashed=False))
    return Plot("Sizes of these features", tuple(marks), "|x|", "features", (0, top))


def _channels(record: Record, c: int) -> Plot:
    mean = record.mean_abs[0].numpy()
    tau = _tau(record)
    names = tuple(str(channel + 1) for channel in range(len(mean)))
    if tau is not None:
        marks: tuple[Mark, ...] = (
            Bars(tau, label="τ", highlight=c, names=names),
            Points(np.arange(len(mean)), mean, role="muted", label="mean |x|: the cap"),
        )
        return Plot("Threshold of each channel", marks, "channel", "τ")
    if record.alpha is not None:
        bars = Bars(record.alpha.flatten().numpy(), label="α", highlight=c, names=names)
        return Plot("Weight of each channel (no thresholds)", (bars,), "channel", "α", None, (0, 1))
    bars = Bars(mean, role="muted", label="mean |x|", highlight=c, names=names)
    return Plot("Mean |x| of each channel (no thresholds)", (bars,), "channel", "mean |x|")


def _units(records: list[Record], unit: int) -> Plot:
    share = [100 * float(record.zeroed.mean()) for record in records]
    bars = Bars(share, highlight=unit - 1, names=tuple(str(record.unit) for record in records))
    gated = any(record.tau is not None for record in records)
    title = "Features set to zero, by unit" if gated else "No thresholds: nothing is set to zero"
    return Plot(title, (bars,), "unit", "%", None, (0, 100))


def _classes(probability: NDArray[np.float32], classes: tuple[str, ...], truth: int) -> Plot:
    bars = Bars(
        100 * probability, names=classes, highlight=truth, highlight_role="clean", horizontal=True
    )
    return Plot("Class probabilities (the truth in bold)", (bars,), "%", "", (0, 100))


def _sentence(
    snr_db: float,
    network: str,
    record: Record,
    c: int,
    probability: NDArray[np.float32],
    classes: tuple[str, ...],
    truth: int,
) -> str:
    said = int(probability.argmax())
    verdict = "right" if said == truth else f"wrong, it is {classes[truth]}"
    answer = f"It says {classes[said]} with {100 * probability[said]:.0f} %: {verdict}."
    tau = _tau(record)
    if tau is None:
        return f"At {snr_db:g} dB {network} has no thresholds: nothing is set to zero. {answer}"
    span = f"τ = {tau[0]:.2f}"
    if record.tau is not None and record.tau.numel() > 1:
        span = f"thresholds from {tau.min():.2f} to {tau.max():.2f}"
    return (
        f"At {snr_db:g} dB unit {record.unit} of {network}, with {span}, sets "
        f"{100 * float(record.zeroed.mean()):.0f} % of its features to zero "
        f"({100 * float(record.zeroed[0, c]):.0f} % in channel {c + 1}). {answer}"
    )


noise_lab = Panel(
    "Noise lab",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", -10, 20, 0.5, 5, "dB"),
        Choice(
            "kind",
            "Noise",
            options(NOISES),
            "gaussian",
        ),
        Choice(
            "data",
            "Data",
            (
                ("gearbox", "gearbox, simulated"),
                ("digits", "handwritten digits"),
                ("cwru", "real bearings (CWRU)"),
            ),
            "gearbox",
        ),
        Choice("network", "Network", options(NETWORKS, *lab.NETWORKS), "drsn-cw"),
        Slider("sample", "Sample", 0, lab.SAMPLES - 1, 1, 1),
        Slider("unit", "Unit", 1, 6, 1, 1),
        Slider("channel", "Channel", 1, 16, 1, 8),
    ),
)

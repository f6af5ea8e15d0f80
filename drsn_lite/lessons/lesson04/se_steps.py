"""Squeeze, excite, scale: the numbers of one SE gate at every step, for two samples at once."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from drsn_lite.drawing import (
    Bars,
    Choice,
    Frame,
    Image,
    Limits,
    Line,
    Mark,
    Panel,
    Plot,
    Points,
    Slider,
    side_by_side,
)
from drsn_lite.gates import SqueezeExcite
from drsn_lite.lessons import lab
from drsn_lite.lessons.lesson04.se_over_snr import DATA, UNITS
from drsn_lite.microscope import Record, look
from drsn_lite.noise import add_noise

Array = NDArray[np.float32]


class Inside(NamedTuple):
    """The numbers at each step: squeezed (N, C), hidden (N, C / r), alpha and scaled (N, C)."""

    squeezed: Array
    hidden: Array
    alpha: Array
    scaled: Array


def steps(gate: SqueezeExcite, record: Record) -> Inside:
    """The numbers inside a gate, from what the microscope saw on both sides of it."""
    with torch.no_grad():
        squeezed = record.before.mean(dim=(2, 3))
        hidden = gate.attention[:2](squeezed)
        parts = squeezed, hidden, gate.attention[2:](hidden), record.after.mean(dim=(2, 3))
    return Inside(*(part.numpy() for part in parts))


@cache
def limits(data: str, unit: int) -> tuple[Limits, float]:
    """Room for the squeezed and for the hidden numbers of any sample, so that axes stand still."""
    network, x = lab.network(data, "senet"), lab.samples(data)[0]
    noisy = np.concatenate([add_noise(x, snr, rng=0) for snr in (-10.0, 5.0, 20.0)])
    gate: Any = network.units[unit - 1].gate
    seen = steps(gate, look(network, noisy)[unit - 1])
    low, high = 1.1 * min(float(seen.squeezed.min()), 0), 1.1 * max(float(seen.squeezed.max()), 0)
    return (low, high), 1.1 * float(seen.hidden.max())


def frame(data: str, sample: int, other: int, snr_db: float, unit: int, channel: int) -> Frame:
    """Two samples inside one SE gate of the shipped SENet.

    Parameters
    ----------
    data : {"digits", "gearbox"}
    sample, other : int
        0 to 39; classes take turns. The first is drawn as bars, the other as diamonds.
    snr_db : float
        Signal-to-noise ratio of both, dB.
    unit, channel : int
        Counted from 1. A unit with fewer channels shows its last one.
    """
    xs, labels, classes = lab.samples(data)
    pair = [sample, other]
    noisy = np.concatenate([add_noise(xs[i : i + 1], snr_db, rng=i) for i in pair])
    network = lab.network(data, "senet")
    record = look(network, noisy)[unit - 1]
    gate: Any = network.units[unit - 1].gate
    numbers = steps(gate, record)
    c = min(channel, numbers.alpha.shape[1]) - 1
    z_limits, h_top = limits(data, unit)
    names = [f"{classes[labels[i]]} (sample {i})" for i in pair]
    return Frame(
        (
            _input(noisy[0], names[0]),
            _features(record, c),
            _numbers("Squeeze: mean of each channel", "z", numbers.squeezed, z_limits, c),
            _numbers("Excite, hidden layer after ReLU", "h", numbers.hidden, (0, h_top), None),
            _numbers("Excite: weight of each channel", "α", numbers.alpha, (0, 1), c),
            _numbers("Scale: mean of each channel × α", "α · z", numbers.scaled, z_limits, c),
        ),
        _sentence(numbers, unit, c, names),
        "One sample, one channel of its features before and after the SE gate, and the numbers "
        "of the gate: means of the channels, hidden layer, weights, means after scaling. Bars "
        "are the sample, diamonds the other one.",
    )


def _input(x: Array, name: str) -> Plot:
    if x.shape[1] > 1:
        low, high = np.quantile(x, [0.02, 0.98])
        return Plot(f"Input: {name}", (Image(x[0], float(low), float(high)),))
    return Plot(f"Input: {name}", (Line(x.ravel(), role="noisy", width=1.0),), "sample")


def _features(record: Record, c: int) -> Plot:
    before, after = record.before[0, c].numpy(), record.after[0, c].numpy()
    if before.shape[0] > 1:
        top = float(np.abs(before).max())
        image = Image(side_by_side(before, after), -top, top)
        return Plot(f"Channel {c + 1}: before, after", (image,))
    lines = (
        Line(before.ravel(), role="before", label="before", width=1.0),
        Line(after.ravel(), role="after", label="after"),
    )
    return Plot(f"Channel {c + 1}: before, after", lines, "position")


def _numbers(title: str, symbol: str, values: Array, ylim: Limits, c: int | None) -> Plot:
    names = tuple(str(number + 1) for number in range(values.shape[1]))
    marks: tuple[Mark, ...] = (
        Bars(values[0], label="sample", names=names, highlight=c),
        Points(np.arange(len(names)), values[1], role="guess", label="other", size=6),
    )
    return Plot(title, marks, "channel" if c is not None else "hidden unit", symbol, None, ylim)


def _sentence(numbers: Inside, unit: int, c: int, names: list[str]) -> str:
    z, alpha, scaled = numbers.squeezed[0, c], numbers.alpha[0, c], numbers.scaled[0, c]
    apart = float(np.abs(numbers.alpha[0] - numbers.alpha[1]).max())
    return (
        f"Unit {unit}, channel {c + 1}, {names[0]}: mean {z:.2f}, weight α = {alpha:.2f}, so mean "
        f"{scaled:.2f} after scaling. {names[1][0].upper()}{names[1][1:]} has α = "
        f"{numbers.alpha[1, c]:.2f}; the two samples' weights differ by at most {apart:.2f}."
    )


se_steps = Panel(
    "Squeeze, excite, scale",
    frame,
    (
        Choice("data", "Data", DATA, "digits"),
        Slider("sample", "Sample (bars)", 0, lab.SAMPLES - 1, 1, 1),
        Slider("other", "Other sample (diamonds)", 0, lab.SAMPLES - 1, 1, 8),
        Slider("snr_db", "Signal-to-noise ratio", -10, 20, 0.5, 20, "dB"),
        Slider("unit", "Unit", 1, UNITS, 1, UNITS),
        Slider("channel", "Channel", 1, 16, 1, 3),
    ),
)

"""Loud and quiet channels with a known signal in noise: what does SE, CS or CW make of them?

The features are made up, and α is the slider's: no network is in it, so each number on screen
can be followed by hand. The noise keeps its shape while its level moves.
"""

from functools import cache

import numpy as np
import torch
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
    Rule,
    Slider,
    Steps,
)
from drsn_lite.gates import mean_abs
from drsn_lite.noise import draw
from drsn_lite.shrinkage import soft_threshold

Array = NDArray[np.float64]

SCALES = np.array([0.1, 0.2, 0.4, 0.8, 1.6, 3.2])  # RMS of the signal of each channel
LENGTH = 240
LOWEST_DB = -5.0
NAMES = tuple(str(c + 1) for c in range(len(SCALES)))
TITLES = {"senet": "SE", "drsn-cs": "CS", "drsn-cw": "CW"}


@cache
def features() -> tuple[Array, Array]:
    """The clean channels (C, L), and noise of RMS 1 to go with them."""
    ring = np.exp(-np.arange(LENGTH) / 7) * np.cos(2 * np.pi * np.arange(LENGTH) / 9)
    impulses = np.zeros((len(SCALES), LENGTH))
    for c, row in enumerate(impulses):
        row[5 + 3 * c :: 38 + 2 * c] = 1
    clean = np.array([np.convolve(row, ring)[:LENGTH] for row in impulses])
    noise = draw("gaussian", clean.shape, 5)
    return SCALES[:, None] * clean / _rms(clean), noise / _rms(noise)


def _rms(x: Array) -> Array:
    return np.sqrt(np.mean(x**2, axis=-1, keepdims=True))


def snr_left(clean: Array, x: Array) -> float:
    """SNR (dB) of one channel, whatever the scale of x: what is in proportion to `clean` is signal.

    NaN if nothing is left.
    """
    if not x.any():
        return float("nan")
    signal = clean * (x @ clean) / (clean @ clean)
    return float(10 * np.log10(np.sum(signal**2) / np.sum((x - signal) ** 2)))


def apply(gate: str, x: Array, alpha: float) -> tuple[Array, Array]:
    """The features after a gate, and its τ for each channel, for x of shape (C, L)."""
    if gate == "senet":
        return alpha * x, np.zeros(len(x))
    batch = torch.from_numpy(x)[None, :, None, :]
    tau = alpha * mean_abs(batch)
    if gate == "drsn-cs":
        tau = tau.mean(dim=1, keepdim=True).expand(tau.shape)
    return soft_threshold(batch, tau[:, :, None, None])[0, :, 0].numpy(), tau[0].numpy()


def frame(gate: str, alpha: float, snr_db: float, noise: str, channel: int) -> Frame:
    """Six channels of different loudness, before and after a gate.

    Parameters
    ----------
    gate : {"senet", "drsn-cs", "drsn-cw"}
    alpha : float
        What the attention would say, the same for every channel.
    snr_db : float
        Of the features.
    noise : {"proportional", "equal"}
        The same SNR in every channel, or the same noise in every channel.
    channel : int
        The one to look at, counted from 1; channel 1 is the quietest.
    """
    clean, unit_noise = features()
    loudness = (
        SCALES if noise == "proportional" else np.full(len(SCALES), np.sqrt(np.mean(SCALES**2)))
    )
    sigma = loudness[:, None] * 10 ** (-snr_db / 20)
    x = clean + sigma * unit_noise
    y, tau = apply(gate, x, alpha)
    zeroed = np.mean((y == 0) & (x != 0), axis=1)
    snr = np.array(
        [[snr_left(c, row) for c, row in zip(clean, rows, strict=True)] for rows in (x, y)]
    )
    c = channel - 1
    top = np.abs(clean[c]).max() + 2.5 * loudness[c] * 10 ** (-LOWEST_DB / 20) * 0.6
    return Frame(
        (
            _channel(c, clean[c], x[c], y[c], tau[c], top),
            _sizes(x[c], tau[c], gate, top),
            _thresholds(x, tau, alpha, gate, c),
            _zeroed(100 * zeroed, gate, c),
            _gained(snr[1] - snr[0], gate, c),
        ),
        _sentence(gate, alpha, c, tau, zeroed, snr[:, c]),
        "One channel's features clean, noisy and after the gate, with the dead zone of τ; a "
        "histogram of their sizes with τ and the cap; τ, the share set to zero and the gain in "
        "SNR for each of six channels, the quietest first.",
    )


def _channel(c: int, clean: Array, x: Array, y: Array, tau: float, top: float) -> Plot:
    marks: list[Mark] = [
        Band(-tau, tau, axis="y", label="|x| ≤ τ"),
        Line(x, role="before", label="before", width=1.0),
        Line(clean, role="clean", label="clean"),
        Line(y, role="after", label="after"),
    ]
    return Plot(
        f"Channel {c + 1} of {len(SCALES)}",
        tuple(marks),
        "position",
        "",
        (0, LENGTH),
        (-top, top),
        2,
    )


def _sizes(x: Array, tau: float, gate: str, top: float) -> Plot:
    heights, edges = np.histogram(np.abs(x), bins=30, range=(0, top))
    marks: list[Mark] = [
        Band(0, tau, label="set to zero"),
        Steps(edges, heights, role="before", label="features"),
        Rule(float(np.abs(x).mean()), role="muted", label="mean |x|"),
    ]
    if gate != "senet":
        marks.append(Rule(float(tau), label="τ", dashed=False))
    return Plot("Sizes in this channel", tuple(marks), "|x|", "features", (0, top))


def _thresholds(x: Array, tau: Array, alpha: float, gate: str, c: int) -> Plot:
    if gate == "senet":
        bars = Bars(np.full(len(x), alpha), label="α", names=NAMES, highlight=c)
        title = "Weight of each channel" + (": nothing passes" if alpha == 0 else "")
        return Plot(title, (bars,), "channel", "α", None, (0, 1))
    mean = np.abs(x).mean(axis=1)
    marks: tuple[Mark, ...] = (
        Bars(tau, label="τ", names=NAMES, highlight=c),
        Points(np.arange(len(x)), mean, role="muted", label="mean |x|", size=7),
    )
    return Plot("Threshold of each channel", marks, "channel", "τ", None, (0, 5))


# Where no bar can be seen, the title says why.
def _zeroed(share: Array, gate: str, c: int) -> Plot:
    title = "Set to zero, by channel"
    if not share.any():
        title = "Set to zero: nothing" + (", SE has no τ" if gate == "senet" else " at τ = 0")
    return _bars(title, share, "%", (0, 100), c)


def _gained(db: Array, gate: str, c: int) -> Plot:
    title = "SNR gained, by channel"
    if np.isnan(db).all():
        title = "SNR gained: none, nothing is left"
    elif np.nanmax(np.abs(db)) < 0.01:
        title = "SNR gained: none" + (", α scales noise too" if gate == "senet" else " at τ = 0")
    return _bars(title, np.nan_to_num(db), "dB", (-12, 6), c)


def _bars(title: str, heights: Array, unit: str, ylim: tuple[float, float], c: int) -> Plot:
    bars = Bars(heights, names=NAMES, highlight=c)
    return Plot(title, (bars,), "channel", unit, None, ylim)


def _sentence(gate: str, alpha: float, c: int, tau: Array, zeroed: Array, snr: Array) -> str:
    before, after = snr
    if gate == "senet" and alpha > 0:
        return (
            f"SE multiplies signal and noise by α = {alpha:.2f}: the SNR of channel {c + 1} is "
            f"{before:.1f} dB before and {after:.1f} dB after, and nothing is set to zero."
        )
    if np.isnan(after):
        what = f"{TITLES[gate]} wipes channel {c + 1} out: nothing of it is left"
        return f"{what}, at τ = {tau[c]:.2f}." if gate != "senet" else f"{what}, at α = 0."
    whose = "one τ for all channels" if gate == "drsn-cs" else "a τ for each channel"
    return (
        f"{TITLES[gate]} has {whose}: τ = {tau[c]:.2f} sets {100 * zeroed[c]:.0f} % of channel "
        f"{c + 1} to zero and {100 * zeroed[-1]:.0f} % of the loudest; SNR of channel {c + 1}: "
        f"{before:.1f} → {after:.1f} dB."
    )


channel_thresholds = Panel(
    "Loud and quiet channels",
    frame,
    (
        Choice(
            "gate",
            "Gate",
            (("senet", "SE: x · α"), ("drsn-cs", "CS: one τ"), ("drsn-cw", "CW: a τ a channel")),
            "senet",
        ),
        Slider("alpha", "α", 0, 1, 0.01, 0.5),
        Slider("snr_db", "SNR of the features", LOWEST_DB, 20, 0.5, 5, "dB"),
        Choice(
            "noise",
            "Noise",
            (
                ("proportional", "same SNR in every channel"),
                ("equal", "same noise in every channel"),
            ),
            "proportional",
        ),
        Slider("channel", "Channel", 1, len(SCALES), 1, 2),
    ),
)

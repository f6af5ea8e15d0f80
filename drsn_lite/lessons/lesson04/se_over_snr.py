"""Channel weights while the noise moves: what does a trained SE gate do about it?

The weights of all 40 samples are computed once for every level, so dragging only looks them up.
"""

from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Bars, Choice, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons import lab
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise
from drsn_lite.results.names import NOISES, options

Array = NDArray[np.float64]

LOW_DB, HIGH_DB, STEP_DB = -10.0, 20.0, 2.5
LEVELS_DB = np.arange(LOW_DB, HIGH_DB + STEP_DB / 2, STEP_DB)
DATA = (("digits", "handwritten digits"), ("gearbox", "gearbox, simulated"))
UNITS = 6


@cache
def weights(data: str, kind: str = "gaussian") -> tuple[Array, ...]:
    """α of every unit of the shipped SENet: for each unit (levels, samples, channels).

    A sample keeps its own noise over the levels; only its size changes.
    """
    levels = [weights_at(data, kind, float(snr)) for snr in LEVELS_DB]
    return tuple(np.stack(unit) for unit in zip(*levels, strict=True))


@cache
def weights_at(data: str, kind: str, snr_db: float) -> tuple[Array, ...]:
    """The same at one level: for each unit (samples, channels)."""
    noisy = add_noise(lab.samples(data)[0], snr_db, kind, rng=0)
    records = look(lab.network(data, "senet"), noisy)
    alphas = [record.alpha for record in records if record.alpha is not None]
    return tuple(alpha[..., 0, 0].double().numpy() for alpha in alphas)


def spreads(alpha: Array, level: int) -> Array:
    """How far weights lie apart at one level: between channels, between samples, from 20 dB.

    Parameters
    ----------
    alpha : array (levels, samples, channels)
        Of one unit.
    level : int
        Index into `LEVELS_DB`.

    Returns
    -------
    array (3,)
        The standard deviation over channels of the samples' mean; over samples, mean of the
        channels; and the mean size of the change of a sample's weight from 20 dB to this level.
    """
    here = alpha[level]
    return np.array([here.mean(0).std(), here.std(0).mean(), np.abs(here - alpha[-1]).mean()])


def frame(snr_db: float, data: str, unit: int, channel: int, kind: str) -> Frame:
    """The weights of one SE gate over the signal-to-noise ratio.

    Parameters
    ----------
    snr_db : float
        Signal-to-noise ratio, dB; the nearest of `LEVELS_DB` is shown.
    data : {"digits", "gearbox"}
    unit, channel : int
        Counted from 1. A unit with fewer channels shows its last one.
    kind : {"gaussian", "laplacian", "pink"}
    """
    alpha = weights(data, kind)[unit - 1]
    level = int(np.abs(LEVELS_DB - snr_db).argmin())
    snr = float(LEVELS_DB[level])
    c = min(channel, alpha.shape[2]) - 1
    mean = alpha.mean(axis=1)
    names = tuple(str(number + 1) for number in range(alpha.shape[2]))
    now: tuple[Mark, ...] = (
        Bars(mean[level], label="at this SNR", names=names, highlight=c),
        Points(np.arange(len(names)), mean[-1], role="clean", label="at 20 dB", size=6),
    )
    apart = spreads(alpha, level)
    bars = Bars(apart, names=("between channels", "between samples", "change from 20 dB"))
    over_snr = partial(Plot, xlabel="SNR, dB (noisier to the left)", ylabel="α")
    plot = partial(over_snr, xlim=(LOW_DB - 1, HIGH_DB + 1), ylim=(0.0, 1.0))
    return Frame(
        (
            plot(f"Unit {unit}: each channel, mean of 40 samples", _lines(mean, c, snr)),
            plot(f"Channel {c + 1}: each of 40 samples", _cloud(alpha[:, :, c], snr)),
            Plot(f"Weights at {snr:g} dB", now, "channel", "α", None, (0, 1)),
            Plot("How far weights differ", (bars,), "", "α", None, (0, 0.25)),
        ),
        f"From 20 dB to {snr:g} dB a weight of unit {unit} changes by {apart[2]:.3f} on "
        f"average. Channels differ by {apart[0]:.3f} and samples by {apart[1]:.3f} (standard "
        f"deviations); channel {c + 1} goes from {mean[-1, c]:.2f} to {mean[level, c]:.2f}.",
        "The weights of an SE gate over the signal-to-noise ratio: each channel's mean, one "
        "channel for each of 40 samples, all channels at the chosen level and at 20 dB, and how "
        "far the weights differ between channels, between samples and between noise levels.",
        columns=2,
    )


def _lines(mean: Array, c: int, snr: float) -> tuple[Mark, ...]:
    others = [Line(row, LEVELS_DB, role="muted", width=1.0) for row in np.delete(mean.T, c, 0)]
    chosen = Line(mean[:, c], LEVELS_DB, label=f"channel {c + 1}", width=2.5)
    return (*others, chosen, Rule(snr, role="threshold"))


def _cloud(alpha: Array, snr: float) -> tuple[Mark, ...]:
    samples = [Line(row, LEVELS_DB, role="muted", width=0.7) for row in alpha.T]
    mean = Line(alpha.mean(axis=1), LEVELS_DB, label="their mean", width=2.5)
    return (*samples, mean, Rule(snr, role="threshold"))


se_over_snr = Panel(
    "Channel weights and noise",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", LOW_DB, HIGH_DB, STEP_DB, 5.0, "dB"),
        Choice("data", "Data", DATA, "digits"),
        Slider("unit", "Unit", 1, UNITS, 1, UNITS),
        Slider("channel", "Channel", 1, 16, 1, 1),
        Choice(
            "kind",
            "Noise",
            options(NOISES),
            "gaussian",
        ),
    ),
)

"""The sound lab: one of the generated sounds with noise, its spectrogram, thresholds and classes.

The network is shipped in data/sound; the takes shown are test takes, which it has not seen. A
sound keeps its own noise while the slider moves: only the level changes.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite import checkpoints, tones
from drsn_lite.frames import Bars, Frame, Image, Line, Plot, Points
from drsn_lite.microscope import look_and_classify
from drsn_lite.networks import Network
from drsn_lite.noise import add_noise
from drsn_lite.panels.panel import Choice, Panel, Slider
from drsn_lite.paths import DATA

CLASSES = tuple(tones.KINDS)
TAKES = 5
CUT, HOP = 256, 64
"""Samples of a slice of the spectrogram, 32 ms, and from one slice to the next, 8 ms."""
FLOOR_DB = -60.0


@cache
def _network() -> Network:
    return checkpoints.load(DATA / "sound" / "tones-drsn-cw")


@cache
def _clean(kind: str, instrument: str, take: int) -> NDArray[np.float32]:
    return tones.window(tones.sound(kind, instrument, take))


def heard(
    snr_db: float = 5,
    noise: str = "gaussian",
    kind: str = "rising",
    instrument: str = "flute",
    take: int = 0,
) -> NDArray[np.float32]:
    """The noisy sound of the panel, (4096,) at 8 kHz, RMS of the clean one 1: to play it."""
    seed = CLASSES.index(kind) * TAKES + int(take)
    return add_noise(_clean(kind, instrument, int(take))[None], snr_db, noise, rng=seed)[0]


def spectrogram(x: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power in dB below the strongest place, (129 frequencies, slices), 4 kHz in row 0."""
    slices = np.lib.stride_tricks.sliding_window_view(x, CUT)[::HOP] * np.hanning(CUT)
    power = np.abs(np.fft.rfft(slices, axis=1)).T[::-1] ** 2
    return np.maximum(10 * np.log10(power / power.max() + 1e-12), FLOOR_DB)


def frame(
    snr_db: float = 5,
    noise: str = "gaussian",
    kind: str = "rising",
    instrument: str = "flute",
    take: int = 0,
    unit: int = 1,
) -> Frame:
    """A sound with noise, and what one unit and the classifier make of it.

    Parameters
    ----------
    snr_db : float
        Signal-to-noise ratio over the whole window, dB.
    noise : {"gaussian", "laplacian", "pink"}
    kind, instrument : str
        Of `tones.KINDS` and `tones.INSTRUMENTS`.
    take : int
        0 to 4.
    unit : int
        Counted from 1.
    """
    clean = _clean(kind, instrument, int(take))
    noisy = heard(snr_db, noise, kind, instrument, take)
    records, logits = look_and_classify(_network(), noisy[None, None, None])
    record, probability = records[int(unit) - 1], logits[0].softmax(0).numpy()
    if record.tau is None:
        raise ValueError("the network of the sound lab must have thresholds: ship a DRSN")
    tau, mean = record.tau.flatten().numpy(), record.mean_abs[0].numpy()
    said, truth = int(probability.argmax()), CLASSES.index(kind)
    seconds = np.arange(len(clean)) / tones.RATE_HZ
    verdict = "right" if said == truth else f"wrong, it is {kind}"
    return Frame(
        (
            Plot(
                "What you hear",
                (
                    Line(noisy, seconds, role="noisy", label="noisy", width=1.0),
                    Line(clean, seconds, role="clean", label="clean", width=1.0),
                ),
                "seconds",
                ylim=(-8, 8),
            ),
            Plot(
                "Its spectrogram, 0 (bottom) to 4 kHz",
                (Image(spectrogram(noisy), FLOOR_DB, 0.0),),
                "slices of 8 ms",
            ),
            Plot(
                f"Thresholds of unit {int(unit)}",
                (
                    Bars(tau, label="τ", names=tuple(str(c + 1) for c in range(len(tau)))),
                    Points(np.arange(len(mean)), mean, role="muted", label="mean |x|: the cap"),
                ),
                "channel",
                "τ",
            ),
            Plot(
                "Class probabilities (the truth in green)",
                (
                    Bars(
                        100 * probability,
                        names=CLASSES,
                        highlight=truth,
                        highlight_role="clean",
                        horizontal=True,
                    ),
                ),
                "%",
                "",
                (0, 100),
            ),
        ),
        f"At {snr_db:g} dB unit {int(unit)}, with thresholds from {tau.min():.2f} to "
        f"{tau.max():.2f}, sets {100 * float(record.zeroed.mean()):.0f} % of its features to zero. "
        f"The network says {CLASSES[said]} with {100 * probability[said]:.0f} %: {verdict}.",
        "A sound with noise over time, its spectrogram, the thresholds of one unit by channel, and "
        "class probabilities.",
        columns=2,
    )


def _words(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


panel = Panel(
    "Sound lab",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", -10, 20, 0.5, 5, "dB"),
        Choice("noise", "Noise", _words(("gaussian", "laplacian", "pink")), "gaussian"),
        Choice("kind", "Sound", _words(CLASSES), "rising"),
        Choice("instrument", "Instrument", _words(tuple(tones.INSTRUMENTS)), "flute"),
        Slider("take", "Take", 0, TAKES - 1, 1, 0),
        Slider("unit", "Unit", 1, 6, 1, 1),
    ),
    rows=2,
)

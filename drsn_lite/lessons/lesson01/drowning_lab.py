"""The drowning lab: a fault, a kind of noise, an SNR; is the line of the fault still there?

The noise of a sample keeps its shape while the slider moves: only its level changes.
"""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.gearbox import RATE_HZ
from drsn_lite.drawing import Choice, Frame, Line, Panel, Plot, Rule, Slider, Steps
from drsn_lite.lessons.lesson01.drowning import alarm, prominence
from drsn_lite.lessons.lesson01.signal_lab import (
    ENVELOPE_TOP_HZ,
    FLOOR_DB,
    LENGTH,
    envelope_marks,
    fault_rules,
    signal,
    spectrum_db,
)
from drsn_lite.noise import add_noise
from drsn_lite.results.names import PAPER_NOISES, options

SHAFT_HZ = 30.0
STATES = ("healthy", "outer race", "inner race", "ball")
EDGES = np.linspace(-5, 5, 51)  # of the histogram, in standard deviations of the noise


def frame(snr_db: float, kind: str, state: str, torque: float, sample: int) -> Frame:
    """One noisy signal, and the search for a bearing fault in it.

    Parameters
    ----------
    snr_db : float
        Signal-to-noise ratio, dB.
    kind : {"gaussian", "laplacian", "pink"}
    state : {"healthy", "outer race", "inner race", "ball"}
        In a healthy gearbox a fault of the outer race is looked for.
    torque : float
        On the input shaft, lbf·ft.
    sample : int
        Which machine, moment and noise.
    """
    clean = signal(state, SHAFT_HZ, torque, sample)
    noisy = add_noise(clean, snr_db, kind, sample)
    fault = "outer race" if state == "healthy" else state
    limit = alarm(fault, kind, snr_db)
    height = float(prominence(noisy, fault, SHAFT_HZ))
    return Frame(
        (
            _waveforms(clean, noisy),
            _histogram(noisy - clean, kind),
            _spectra(clean, noisy, state),
            _envelopes(noisy, fault, limit),
        ),
        _sentence(snr_db, kind, state, fault, height, limit),
        "A gearbox signal with and without noise, a histogram of the noise against the Gaussian "
        "curve, both spectra, and the envelope spectrum with the places of the fault's lines.",
        columns=2,
    )


def _waveforms(clean: NDArray[np.float64], noisy: NDArray[np.float64]) -> Plot:
    ms = 1e3 * np.arange(LENGTH) / RATE_HZ
    reach = 2.0 ** np.ceil(np.log2(np.abs(noisy).max()))
    return Plot(
        "Waveform",
        (
            Line(noisy, ms, role="noisy", label="noisy", width=1.0),
            Line(clean, ms, role="clean", label="clean", width=1.0),
        ),
        "ms",
        "g",
        (0, 80),
        (-reach, reach),
    )


def _histogram(noise: NDArray[np.float64], kind: str) -> Plot:
    scaled = noise / np.sqrt(np.mean(noise**2))
    heights, _ = np.histogram(scaled, EDGES)
    x = np.linspace(EDGES[0], EDGES[-1], 101)
    gaussian = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return Plot(
        "The noise by size",
        (
            Steps(
                EDGES,
                heights / len(noise) / np.diff(EDGES),
                role="noisy",
                label=f"{PAPER_NOISES[kind]} noise",
            ),
            Line(gaussian, x, role="muted", label="Gaussian curve", dashed=True),
        ),
        "in its own RMS",
        "density",
        (EDGES[0], EDGES[-1]),
        (0, 0.85),
    )


@cache
def _bins() -> NDArray[np.int64]:
    """The first of the frequencies of each of some 64 bands of equal width."""
    return np.arange(1, LENGTH // 2, 16)


@lru_cache(maxsize=8)
def _banded(x: bytes) -> NDArray[np.float64]:
    """Spectrum of a signal in dB re 1 g, its power averaged in bands of 100 Hz."""
    _, decibels = spectrum_db(np.frombuffer(x))
    starts = _bins()
    counts = np.diff(np.append(starts, len(decibels)))
    return 10 * np.log10(np.add.reduceat(10 ** (decibels / 10), starts) / counts)


def _spectra(clean: NDArray[np.float64], noisy: NDArray[np.float64], state: str) -> Plot:
    khz = (_bins() + 7.5) * RATE_HZ / LENGTH / 1e3
    return Plot(
        f"Spectrum in bands: {state}",
        (
            Line(_banded(noisy.tobytes()), khz, role="noisy", label="noisy"),
            Line(_banded(clean.tobytes()), khz, role="clean", label="clean"),
        ),
        "kHz",
        "dB re 1 g",
        (0, RATE_HZ / 2e3),
        (FLOOR_DB, 0),
    )


def _envelopes(noisy: NDArray[np.float64], fault: str, limit: float) -> Plot:
    line, top = envelope_marks(noisy, fault, SHAFT_HZ, "after")
    return Plot(
        f"Spectrum of the envelope: a line of the {fault}?",
        (line, Rule(limit, axis="y", role="muted", label="alarm"), *fault_rules(fault, SHAFT_HZ)),
        "Hz",
        "× background",
        (0, ENVELOPE_TOP_HZ),
        (0, max(20.0, 1.05 * top)),
    )


def _sentence(snr_db: float, kind: str, state: str, fault: str, height: float, limit: float) -> str:
    name = PAPER_NOISES[kind].capitalize()
    verdict = {
        (True, True): "An alarm, and the fault is there.",
        (True, False): "No alarm: the fault is missed.",
        (False, True): "A false alarm.",
        (False, False): "No alarm, rightly.",
    }[state != "healthy", height > limit]
    return (
        f"{name} noise, {snr_db:g} dB: where the lines of the {fault} must be, the envelope has "
        f"{height:.1f} × its background; the alarm is at {limit:.1f} ×. {verdict}"
    )


drowning_lab = Panel(
    "Drowning lab",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", -20, 20, 0.5, 10, "dB"),
        Choice("kind", "Noise", options(PAPER_NOISES), "gaussian"),
        Choice("state", "State", tuple((s, s) for s in STATES), "outer race"),
        Slider("torque", "Torque", 1, 18, 1, 18, "lbf·ft"),
        Slider("sample", "Sample", 0, 19, 1, 0),
    ),
)

"""The signal lab: a clean gearbox signal as a waveform, its spectrum and its envelope spectrum."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets import gearbox
from drsn_lite.datasets.gearbox import RATE_HZ, STATES
from drsn_lite.drawing import Band, Choice, Frame, Line, Mark, Panel, Plot, Rule, Slider
from drsn_lite.lessons.lesson01.drowning import band_hz, prominence
from drsn_lite.lessons.spectra import envelope_spectrum

LENGTH = 2048
ENVELOPE_TOP_HZ = 600
FLOOR_DB = -90.0


@lru_cache(maxsize=64)
def signal(state: str, shaft_hz: float, torque: float, seed: int) -> NDArray[np.float64]:
    """One clean signal (2048,) in g: that of `gearbox.simulate`, without the other seven states."""
    x, _ = gearbox.simulate(1, seed, speeds_hz=(shaft_hz,), torques=(torque,), states=(state,))
    return x[0].astype(np.float64)


def spectrum_db(x: NDArray[np.float64]) -> tuple[NDArray[np.floating], NDArray[np.float64]]:
    """Frequencies (Hz) and amplitudes (dB re 1 g) of a signal, Hann window."""
    window = np.hanning(len(x))
    amplitude = np.abs(np.fft.rfft(x * window)) * (2 / window.sum())
    return np.fft.rfftfreq(len(x), 1 / RATE_HZ), 20 * np.log10(amplitude + 10 ** (FLOOR_DB / 20))


def envelope_marks(
    x: NDArray[np.float64], state: str, shaft_hz: float, role: str, label: str = ""
) -> tuple[Line, float]:
    """The envelope spectrum over its background, up to 600 Hz, and its highest value."""
    f, amplitude = envelope_spectrum(x, RATE_HZ, band_hz(state))
    amplitude = amplitude / np.median(amplitude[(f >= 20) & (f <= 1_000)])
    shown = f <= ENVELOPE_TOP_HZ
    return Line(amplitude[shown], f[shown], role=role, label=label), float(amplitude[shown].max())


def fault_rules(state: str, shaft_hz: float) -> list[Mark]:
    """The places where a fault's lines should be, none for a healthy gearbox."""
    if state == "healthy":
        return []
    hz = gearbox.fault_frequency(state, shaft_hz)
    return [Rule(hz, label=f"{hz:.0f} Hz"), Rule(2 * hz, label="twice")]


def frame(state: str, shaft_hz: float, torque: float, seed: int) -> Frame:
    """One clean signal of one state.

    Parameters
    ----------
    state : one of `gearbox.STATES`
    shaft_hz : float
        Speed of the input shaft, Hz.
    torque : float
        On the input shaft, lbf·ft.
    seed : int
        Which machine and moment: phases, paths, severity of the fault.
    """
    x = signal(state, shaft_hz, torque, seed)
    f, decibels = spectrum_db(x)
    reach = 2.0 ** np.ceil(np.log2(np.abs(x).max()))  # in doublings, so that it seldom moves
    low, high = band_hz(state)
    line, top = envelope_marks(x, state, shaft_hz, "after")
    mesh = gearbox.mesh_frequency(1, shaft_hz)
    return Frame(
        (
            Plot(
                "Waveform",
                (Line(x, 1e3 * np.arange(LENGTH) / RATE_HZ, role="after", width=1.0),),
                "ms",
                "g",
                (0, 1e3 * LENGTH / RATE_HZ),
                (-reach, reach),
                span=2,
            ),
            Plot(
                "Spectrum",
                (
                    Band(low / 1e3, high / 1e3, role="muted", label="band of the envelope"),
                    Line(decibels, f / 1e3, role="after", width=1.0),
                    Rule(mesh / 1e3, role="muted", label="mesh"),
                ),
                "kHz",
                "dB re 1 g",
                (0, RATE_HZ / 2e3),
                (FLOOR_DB, 0),
            ),
            Plot(
                "Spectrum of the envelope",
                (line, *fault_rules(state, shaft_hz)),
                "Hz",
                "× background",
                (0, ENVELOPE_TOP_HZ),
                (0, max(20.0, 1.05 * top)),
            ),
        ),
        _sentence(x, state, shaft_hz, mesh),
        "The waveform of a gearbox signal, its spectrum with the mesh frequency and a band, and "
        "the spectrum of the envelope in that band with lines at the fault frequency.",
        columns=2,
    )


def _sentence(x: NDArray[np.float64], state: str, shaft_hz: float, mesh: float) -> str:
    size = f"RMS {np.sqrt(np.mean(x**2)):.2f} g, first mesh at {mesh:.0f} Hz"
    if state == "healthy":
        return f"Healthy: {size}; no fault, so no line to look for."
    hz, height = gearbox.fault_frequency(state, shaft_hz), float(prominence(x, state, shaft_hz))
    return (
        f"{state.capitalize()}: {size}; the fault repeats at {hz:.0f} Hz, and its two lines stand "
        f"{height:.1f} times above the background."
    )


signal_lab = Panel(
    "Signal lab",
    frame,
    (
        Choice("state", "State", tuple((s, s) for s in STATES), "outer race"),
        Slider("shaft_hz", "Shaft speed", 15, 40, 1, 30, "Hz"),
        Slider("torque", "Torque", 1, 18, 1, 18, "lbf·ft"),
        Slider("seed", "Sample", 0, 19, 1, 0),
    ),
)

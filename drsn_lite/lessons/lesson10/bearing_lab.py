"""The bearing lab: a recording, its envelope spectrum with the fault rates, and what is said of it.

The recordings are those of CWRU if their ten files are here, else simulated ones; the sentence
says which. A logistic regression on log spectra, trained on mixed noise, gives the probabilities.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from drsn_lite import noise
from drsn_lite.drawing import Bars, Frame, Line, Panel, Plot, Rule, Slider
from drsn_lite.lessons.baseline import fit_in_noise, log_spectrum
from drsn_lite.lessons.lesson10 import bearings, traps
from drsn_lite.lessons.lesson10.bearings import Recordings
from drsn_lite.lessons.spectra import envelope_spectrum

LENGTH, SECOND = 1024, 12_288  # samples: a window of the classifier; of the envelope spectrum
SHOWN_MS, TOP_HZ = 50, 400.0


@cache
def model() -> tuple[Pipeline, float]:
    """The regression, trained on the first 70 % at load 0, and the RMS that it divides by."""
    split = traps.in_time(bearings.bench().recordings)
    rms = float(np.sqrt(np.mean((split.train_x - split.train_x.mean(1, keepdims=True)) ** 2)))
    split = traps.scaled(split)
    mixed = noise.mixed(kinds=noise.PAPER_KINDS, low_db=-5, high_db=10, clean=0.1)
    return fit_in_noise("lr-spectrum", split.train_x, split.train_y, mixed, 0, copies=3), rms


@cache
def recordings(load: int) -> tuple[Recordings, int]:
    """The recordings at a load, and the load they are of: 0 if files of that load are missing."""
    found, missing = bearings.other_load(load) if load else (bearings.bench().recordings, [])
    return (bearings.bench().recordings, 0) if missing else (found, load)


def last_part(signal: NDArray[np.float64], place: int) -> NDArray[np.float64]:
    """About one second of the last part of a recording, which no training window touches."""
    first = int(0.7 * len(signal)) + LENGTH
    room = len(signal) - SECOND - first
    x = signal[first + room * place // 9 :][:SECOND]
    return x - x.mean()


def frame(bearing: int, snr_db: float, load: int, place: int) -> Frame:
    """One second of one recording with Gaussian noise.

    Parameters
    ----------
    bearing : int
        1 to 10, in the order of the recordings; 1 is normal.
    snr_db : float
    load : int
        0 to 3 hp.
    place : int
        0 to 9: where in the last part of the recording.
    """
    real = bearings.bench().real
    found, used = recordings(load)
    names = list(found)
    name = names[bearing - 1]
    x = noise.add_noise(last_part(found[name], place), snr_db, rng=bearing)
    pipeline, rms = model()
    probability = 100 * pipeline.predict_proba(log_spectrum(x[None, :LENGTH] / rms))[0]
    said = names[int(probability.argmax())]
    rate_hz = bearings.bench().rate_hz
    frequency, amplitude = envelope_spectrum(x, rate_hz)
    low = (frequency > 5) & (frequency <= TOP_HZ)
    fault, rates = bearings.fault(name), bearings.of_recording(real, used)
    count = int(SHOWN_MS / 1000 * rate_hz)
    rules = tuple(
        Rule(rate, role="truth" if kind == fault else "muted", label=kind)
        for kind, rate in rates.items()
    )
    which = "CWRU" if real else "Simulated"
    here = used == load
    lacking = "" if here else f" (files for {load} hp are not here)"
    what = f"{SHOWN_MS} ms" if here else f"{load:g} hp: no files"
    verdict = "right" if said == name else f"wrong, it is {name}"
    return Frame(
        (
            Plot(
                f"{name} at {used} hp ({what})",
                (Line(x[:count], np.arange(count) / rate_hz * 1000, role="noisy", width=1.0),),
                "ms",
                "g",
                (0, SHOWN_MS),
            ),
            Plot(
                "Envelope spectrum, about 1 s",
                (Line(amplitude[low], frequency[low], role="after", width=1.0), *rules),
                "Hz: " + ", ".join(f"{kind} {rate:.0f}" for kind, rate in rates.items()),
                "g",
                (0, TOP_HZ),
            ),
            Plot(
                "Said from 85 ms (truth in bold)",
                (
                    Bars(
                        probability,
                        names=tuple(names),
                        highlight=bearing - 1,
                        highlight_role="clean",
                        horizontal=True,
                    ),
                ),
                "%",
                "",
                (0, 100),
            ),
        ),
        f"{which}, {name} at {used} hp{lacking}, {snr_db:g} dB. The logistic regression says "
        f"{said} with {probability.max():.0f} %: {verdict}.",
        "A vibration signal with noise, its envelope spectrum with the three fault rates marked, "
        "and the probabilities of the ten classes.",
    )


bearing_lab = Panel(
    "Bearing lab",
    frame,
    (
        Slider("bearing", "Recording (1 is normal)", 1, 10, 1, 4),
        Slider("snr_db", "Signal-to-noise ratio", -10, 20, 1, 10, "dB"),
        Slider("load", "Load", 0, 3, 1, 0, "hp"),
        Slider("place", "Place in the last part", 0, 9, 1, 0),
    ),
)

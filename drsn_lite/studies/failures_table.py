"""Test signals unlike those of training: data/results/failures.csv.

Networks of data/seeds, five seeds each, tested on noise of kinds that none has seen and on signals
that a sensor, a clock or other speeds have changed. Nothing is trained. About a minute on one
core.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample

from drsn_lite import datasets, noise
from drsn_lite.datasets import gearbox
from drsn_lite.evaluation import evaluate
from drsn_lite.studies.engine import Row
from drsn_lite.studies.heart_runs import SEEDS, signals, trained
from drsn_lite.studies.study import Study, loaded

Array = NDArray[np.float64]
NETWORKS = ("resnet-wide", "senet", "senet-abs", "drsn-cs", "drsn-cw")
SNR_DB = (-5.0, 0.0, 5.0)
SHIFT_DB = 5.0
"""SNR of the Gaussian noise on signals that are changed in another way."""


def band_passed(x: NDArray[np.floating], low_hz: float, high_hz: float) -> Array:
    """What of the rows lies between two frequencies."""
    spectrum = np.fft.rfft(x)
    f = np.fft.rfftfreq(x.shape[-1], 1 / gearbox.RATE_HZ)
    return np.fft.irfft(spectrum * ((f >= low_hz) & (f < high_hz)), x.shape[-1])


def impulses(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Spikes at one position in a hundred."""
    return rng.standard_normal(shape) * (rng.random(shape) < 0.01)


def hum(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """A sinusoid of 50 Hz of any phase."""
    t = np.arange(shape[1]) / gearbox.RATE_HZ
    return np.sin(2 * np.pi * 50 * t + rng.uniform(0, 2 * np.pi, (shape[0], 1)))


def uniform(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """White, and never large."""
    return rng.uniform(-1, 1, shape)


def narrow(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Gaussian, but only from 2 to 3 kHz: another machine that rings nearby."""
    return band_passed(rng.standard_normal(shape), 2000, 3000)


def burst(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Gaussian, but only in one eighth of the record."""
    start = rng.integers(shape[1] * 7 // 8, size=(shape[0], 1))
    place = np.arange(shape[1])
    return rng.standard_normal(shape) * ((place >= start) & (place < start + shape[1] // 8))


UNSEEN: dict[str, Callable[[tuple[int, int], np.random.Generator], Array]] = {
    kind.__name__: kind for kind in (impulses, hum, uniform, narrow, burst)
}


def unseen(x: NDArray[np.float32], kind: str, snr_db: float) -> NDArray[np.float32]:
    """Signals (n, 1, 1, L) with a kind of noise that was not in the training, at an exact SNR."""
    rng = np.random.default_rng([5, list(UNSEEN).index(kind)])
    shape = (len(x), x.shape[-1])
    added = UNSEEN[kind](shape, rng).reshape(x.shape)
    power = (x.astype(np.float64) ** 2).mean((1, 2, 3), keepdims=True)
    added *= np.sqrt(power / (added**2).mean((1, 2, 3), keepdims=True)) * 10 ** (-snr_db / 20)
    return (x + added).astype(np.float32)


def low_pass(x: NDArray[np.float32], high_hz: float) -> NDArray[np.float32]:
    """What a sensor leaves that hears nothing above a frequency."""
    return band_passed(x, 0, high_hz).astype(np.float32)


def drop(x: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Stretches of 32 samples lost: set to zero, each with this chance."""
    lost = np.random.default_rng(6).random((len(x), 1, 1, x.shape[-1] // 32)) < share
    return np.where(np.repeat(lost, 32, axis=-1), np.float32(0), x)


def longer() -> datasets.Dataset:
    """Test signals that last longer, so that they can be played faster; other draws."""
    return loaded("gearbox", length=2560)


def played(factor: float) -> NDArray[np.float32]:
    """Signals that run faster by a factor: every frequency is that much higher."""
    x = longer().test_x
    return resample(x, round(x.shape[-1] / factor), axis=-1)[..., :2048].astype(np.float32)


def at_speeds(*speeds_hz: float) -> NDArray[np.float32]:
    """100 signals a state at other speeds of the shaft, in the units of the training signals."""
    usual, other = (
        gearbox.simulate(100, seed=99, speeds_hz=speeds)[0] for speeds in ((20, 30, 40), speeds_hz)
    )
    scale = usual.std() / signals().test_x.std()
    return ((other - other.mean(1, keepdims=True)) / scale)[:, None, None].astype(np.float32)


@cache
def cases() -> list[tuple[str, str, float, NDArray[np.float32]]]:
    """Group, name, level and the 800 test signals of every case; the labels are those of always."""
    x = signals().test_x
    found = [("noise", k, snr, unseen(x, k, snr)) for k in UNSEEN for snr in SNR_DB]
    found += [("noise", "gaussian", s, noise.add_noise(x, s, "gaussian", rng=1)) for s in SNR_DB]
    noisy = noise.add_noise(x, SHIFT_DB, "gaussian", rng=1)
    for group, change, levels in (
        ("low-pass, Hz", low_pass, (4000.0, 2000.0)),
        ("lost, share", drop, (0.1, 0.3)),
        ("gain", lambda x, gain: (gain * x).astype(np.float32), (0.25, 0.5, 2.0, 4.0)),
        ("offset", lambda x, by: (x + by).astype(np.float32), (0.5, 1.0)),
    ):
        found += [("sensor", group, level, change(noisy, level)) for level in levels]
    moved = [("clock, times", r, played(r)) for r in (0.9, 0.97, 1.0, 1.03, 1.1)]
    moved += [("speeds 20 30 40 Hz", 0.0, at_speeds(20, 30, 40))]
    moved += [("speeds 25 35 Hz", 0.0, at_speeds(25, 35)), ("speed 50 Hz", 0.0, at_speeds(50))]
    found += [
        ("speed", name, level, noise.add_noise(x, SHIFT_DB, "gaussian", rng=1))
        for name, level, x in moved
    ]
    return found


def run(network: str, seed: int) -> list[Row]:
    """One network in all cases."""
    found, y = trained(network, seed), signals().test_y
    return [
        {"group": group, "what": what, "level": level}
        | {"accuracy": round(evaluate(found, x, y).accuracy, 5)}
        for group, what, level, x in cases()
    ]


STUDY = Study(
    "failures",
    run,
    tuple((network, seed) for seed in SEEDS for network in NETWORKS),
    ("network", "seed", "group", "what", "level"),
)

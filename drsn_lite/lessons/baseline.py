"""The classical baseline of lesson 10: spectrum and envelope spectrum, logistic regression.

Nothing in it was tuned on these recordings' test windows: C = 0.01 as in the first measurement.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from drsn_lite.lessons.spectra import envelope_spectrum
from drsn_lite.noise import Mixed

FLOOR = 1e-2
"""Added before the logarithm, in the unit of the windows: the networks' data have an RMS of 1."""


def log_spectrum(x: ArrayLike) -> NDArray[np.float64]:
    """Log magnitude of the spectrum (Hann window, mean taken away): (n, L) → (n, L // 2 + 1)."""
    windows = np.array(x, dtype=np.float64)
    windows -= windows.mean(axis=-1, keepdims=True)
    windows *= np.hanning(windows.shape[-1])  # in place: lessons have thousands of windows
    magnitude = np.abs(np.fft.rfft(windows))
    magnitude += FLOOR
    return np.log(magnitude, out=magnitude)


def spectrum_shape(x: ArrayLike) -> NDArray[np.float64]:
    """The log spectrum of windows brought to one level: how loud a window is does not count."""
    x = np.asarray(x, dtype=np.float64)
    return log_spectrum(x / x.std(axis=-1, keepdims=True))


def log_envelope(x: ArrayLike, lines: int = 120) -> NDArray[np.float64]:
    """Log of the first lines of the envelope spectrum, without f = 0: (n, L) → (n, lines).

    With 1024 samples at 12 kHz a line is 11.7 Hz wide: 120 of them reach 1.4 kHz, several
    multiples of the rates at which these faults repeat (60 to 180 Hz).
    """
    return np.log(envelope_spectrum(np.asarray(x), 1.0)[1][..., 1 : lines + 1] + FLOOR)


def both(x: ArrayLike) -> NDArray[np.float64]:
    """The log spectrum and the log envelope spectrum side by side."""
    return np.hstack([log_spectrum(x), log_envelope(x)])


FEATURES: dict[str, Callable[[ArrayLike], NDArray[np.float64]]] = {
    "lr-spectrum": log_spectrum,
    "lr-envelope": log_envelope,
    "lr-both": both,
}
"""The three baselines by name."""


def regression(strength: float = 0.01) -> Pipeline:
    """Logistic regression on standardised features; each class counts the same.

    `strength` is scikit-learn's C: a larger one regularises less.
    """
    model = LogisticRegression(C=strength, max_iter=3000, class_weight="balanced")
    return make_pipeline(StandardScaler(), model)


def fit_in_noise(
    name: str, x: NDArray, y: NDArray[np.int64], noise: Mixed, seed: int, copies: int = 5
) -> Pipeline:
    """A baseline trained as the networks are: on fresh noise, `copies` times over.

    Parameters
    ----------
    name : str
        One of `FEATURES`.
    x : ndarray (n, L)
    y : ndarray (n,)
    noise : Mixed
        As in `noise.mixed`.
    """
    rng = np.random.default_rng(seed)
    features = np.concatenate([FEATURES[name](noise(x, rng)) for _ in range(copies)])
    return regression().fit(features, np.tile(y, copies))

"""A threshold by hand: drag τ and the noise, watch the signal, the curve, and the error.

The noise keeps its shape while σ moves: only its size changes.
"""

from functools import cache, lru_cache

import numpy as np

from drsn_lite.drawing import Band, Choice, Frame, Line, Panel, Plot, Points, Rule, Slider, Steps
from drsn_lite.lessons.lesson02 import wavelets as wv
from drsn_lite.noise import draw

N = 2048
TAUS = np.linspace(0, 2, 101)
SPAN = 2.5  # the coefficients' axis, in standard deviations of the signal
KINDS = (("soft", "soft"), ("hard", "hard"), ("garrote", "garrote"))


@cache
def sample(signal: str, seed: int) -> tuple[wv.Array, wv.Array, wv.Array, wv.Array]:
    """A clean signal and noise of σ = 1, (2048,) each, then the coefficients of both."""
    clean, noise = wv.demo_signal(signal, N), draw("gaussian", (N,), seed)
    return clean, noise, wv.analyse(clean), wv.analyse(noise)


@lru_cache(maxsize=256)  # so that dragging τ alone computes nothing over τ again
def errors_over_tau(signal: str, sigma: float, kind: str, seed: int) -> wv.Array:
    """The RMS error at each of `TAUS`."""
    _, _, w_clean, w_noise = sample(signal, seed)
    return wv.rms_error(w_clean, wv.shrink(w_clean + sigma * w_noise, TAUS, kind))


def frame(tau: float, sigma: float, signal: str, kind: str, seed: int) -> Frame:
    """One noisy signal, thresholded at τ among its wavelet coefficients.

    Parameters
    ----------
    tau, sigma : float
        Threshold and standard deviation of the noise; the signal's own is 1.
    signal : {"Blocks", "Bumps", "HeaviSine", "Doppler"}
    kind : {"soft", "hard", "garrote"}
    seed : int
        Which noise.
    """
    clean, noise, w_clean, w_noise = sample(signal, seed)
    w = w_clean + sigma * w_noise
    shrunk = wv.shrink(w, tau, kind)
    error = float(wv.rms_error(w_clean, shrunk))
    errors = errors_over_tau(signal, sigma, kind, seed)
    best = int(errors.argmin())
    details = w[wv.COARSE :]
    zeroed = float(np.mean(np.abs(details) <= tau))
    universal = wv.universal_threshold(sigma, N)
    return Frame(
        (
            _signals(clean, clean + sigma * noise, wv.synthesise(shrunk)),
            _curve(tau, kind),
            _histogram(details, tau, universal),
            _errors(errors, best, tau, error, universal),
        ),
        f"τ = {tau:.2f} sets {100 * zeroed:.0f} % of the {details.size} detail coefficients to "
        f"zero; error {error:.3f}, smallest at τ = {TAUS[best]:.2f} with {errors[best]:.3f}.",
        "A signal clean, noisy and thresholded; the curve of the threshold with its dead zone; a "
        "histogram of the coefficients with τ; the error over τ with the current and the best τ.",
        columns=2,
    )


def _signals(clean: wv.Array, noisy: wv.Array, shrunk: wv.Array) -> Plot:
    return Plot(
        "Signal",
        (
            Line(noisy, role="noisy", label="noisy", width=1.0),
            Line(clean, role="clean", label="clean", width=3.0),
            Line(shrunk, role="after", label="thresholded"),
        ),
        xlabel="position",
        xlim=(0, N),
        ylim=(min(-2.5, clean.min() - 0.8), max(2.5, clean.max() + 0.8)),
    )


def _curve(tau: float, kind: str) -> Plot:
    x = np.linspace(-SPAN, SPAN, 501)
    y = wv.shrink(np.concatenate([np.zeros(wv.COARSE), x]), tau, kind)[wv.COARSE :]
    return Plot(
        f"The {kind} threshold",
        (
            Band(-tau, tau, label="dead zone"),
            Line(x, x, role="muted", label="y = x", dashed=True),
            Line(y, x, role="after", label="y", width=2.5),
        ),
        xlabel="coefficient x",
        ylabel="y",
        xlim=(-SPAN, SPAN),
        ylim=(-SPAN, SPAN),
    )


def _histogram(details: wv.Array, tau: float, universal: float) -> Plot:
    heights, edges = np.histogram(np.abs(details), bins=50, range=(0, SPAN))
    return Plot(
        "Sizes of the detail coefficients",
        (
            Band(0, tau, label="set to zero"),
            Steps(edges, heights, role="before", label="coefficients"),
            Rule(universal, role="muted", label="σ√(2 ln n)"),
            Rule(tau, role="threshold", label="τ", dashed=False),
        ),
        xlabel="|x|",
        ylabel="number",
        xlim=(0, SPAN),
        ylim=(0, 1.05 * heights.max()),
    )


def _errors(errors: wv.Array, best: int, tau: float, error: float, universal: float) -> Plot:
    return Plot(
        "Error over τ",
        (
            Rule(universal, role="muted", label="σ√(2 ln n)"),
            Line(errors, TAUS, role="truth", label="error"),
            Points(TAUS[[best]], errors[[best]], role="clean", label="smallest", size=8),
            Points([tau], [error], role="threshold", label="your τ", size=8),
        ),
        xlabel="τ",
        ylabel="RMS error",
        xlim=(0, float(TAUS[-1])),
        ylim=(0, 1.05 * float(errors.max())),
    )


soft_threshold = Panel(
    "A threshold by hand",
    frame,
    (
        Slider("tau", "Threshold τ", 0, 2, 0.01, 0.2),
        Slider("sigma", "Noise σ", 0.05, 0.5, 0.01, 0.3),
        Choice("signal", "Signal", tuple((name, name) for name in wv.SIGNALS), "Doppler"),
        Choice("kind", "Kind", KINDS, "soft"),
        Slider("seed", "Noise number", 0, 9, 1, 0),
    ),
)

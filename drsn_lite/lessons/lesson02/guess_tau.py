"""Predict, commit, reveal: the best τ of one sample is shown; where is it for a noisier one?"""

import numpy as np

from drsn_lite.drawing import Choice, Commit, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons.lesson02 import wavelets as wv
from drsn_lite.lessons.lesson02.soft_threshold import TAUS, N, errors_over_tau, sample

TOP = 1.2  # the largest guess, in standard deviations of the signal
SIGMA_A, SIGMA_B = 0.15, 0.3


def frame(tau: float, signal: str, committed: bool) -> Frame:
    """Sample A with its best τ, and a guess of τ for sample B, whose noise is twice as strong.

    Parameters
    ----------
    tau : float
        The guess for B; the clean signal has a standard deviation of 1.
    signal : {"Blocks", "Bumps", "HeaviSine", "Doppler"}
    committed : bool
        Whether to draw the truth.
    """
    errors_a, errors_b = (
        errors_over_tau(signal, SIGMA_A, "soft", 0),
        errors_over_tau(signal, SIGMA_B, "soft", 1),
    )
    best_a, best_b = TAUS[errors_a.argmin()], TAUS[errors_b.argmin()]
    at_guess = float(np.interp(tau, TAUS, errors_b))
    marks: list[Mark] = [
        Line(errors_a, TAUS, role="muted", label="A"),
        Points([best_a], [errors_a.min()], role="clean", label="best A", size=8),
        Rule(tau, role="guess", label="your guess"),
    ]
    if committed:
        marks += [
            Line(errors_b, TAUS, role="truth", label="B"),
            Points([best_b], [errors_b.min()], role="truth", label="best B", size=8),
            Points([tau], [at_guess], role="guess", label="", size=8),
        ]
        cost = at_guess / errors_b.min() - 1
        sentence = (
            f"You guessed τ = {tau:.2f} for B. Its best τ is {best_b:.2f}, "
            f"{best_b / best_a:.1f} times that of A; your guess costs {100 * cost:.0f} % more "
            "error."
        )
    else:
        sentence = (
            f"A has noise of σ = {SIGMA_A} and its error is smallest at τ = {best_a:.2f}. B has "
            f"σ = {SIGMA_B}. Your guess for B: τ = {tau:.2f}."
        )
    return Frame(
        (
            _signal(f"A: σ = {SIGMA_A}", signal, SIGMA_A, 0),
            _signal(f"B: σ = {SIGMA_B}", signal, SIGMA_B, 1),
            Plot(
                "Error over τ",
                tuple(marks),
                xlabel="τ",
                ylabel="RMS error",
                xlim=(0, TOP),
                ylim=(0, 1.05 * float(errors_b[TAUS <= TOP].max())),
            ),
        ),
        sentence,
        "Two noisy recordings of one signal, B with twice the noise of A, and the error of A over "
        "τ with a line at your guess for B; after you commit, also the error of B.",
    )


def _signal(title: str, signal: str, sigma: float, seed: int) -> Plot:
    clean, noise, _, _ = sample(signal, seed)
    return Plot(
        title,
        (
            Line(clean + sigma * noise, role="noisy", label="noisy", width=1.0),
            Line(clean, role="clean", label="clean"),
        ),
        xlabel="position",
        xlim=(0, N),
        ylim=(clean.min() - 1.2, clean.max() + 1.2),
    )


guess_tau = Panel(
    "Guess the threshold",
    frame,
    (
        Slider("tau", "Your τ for B", 0, TOP, 0.01, 0.1),
        Choice("signal", "Signal", tuple((name, name) for name in wv.SIGNALS), "Doppler"),
        Commit("committed", locks=("tau",)),
    ),
)

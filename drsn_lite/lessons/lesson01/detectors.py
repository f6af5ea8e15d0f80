"""Three detectors as the noise grows: your ear, the envelope spectrum, a logistic regression."""

from drsn_lite.drawing import Choice, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons.lesson01.drowning import Curve, found, half_point
from drsn_lite.results.names import PAPER_NOISES, options

METHODS = {
    # name in the table: (words, role)
    "envelope": ("envelope", "after"),
    "logistic": ("regression", "clean"),
}
FAULTS = ("outer race", "inner race", "ball")
TORQUES = ("1", "6", "18")


def frame(kind: str, fault: str, torque: str, ear_db: float) -> Frame:
    """Share of faults found over the SNR by two methods, and the SNR of the learner's ear.

    Parameters
    ----------
    kind : {"gaussian", "laplacian", "pink"}
    fault : {"outer race", "inner race", "ball"}
    torque : {"1", "6", "18"}
        On the input shaft, lbf·ft.
    ear_db : float
        The lowest SNR in dB at which the learner heard the fault.
    """
    curves = {method: found(method, fault, kind, float(torque)) for method in METHODS}
    halves = [half_point(curve) for curve in curves.values()]
    marks: list[Mark] = [Rule(ear_db, role="guess", label="your ear")]
    for method, curve in curves.items():
        words, role = METHODS[method]
        marks += _with_range(curve, words, role)
    snr_db = curves["envelope"].snr_db
    return Frame(
        (
            Plot(
                "Faults found, 5 % false alarms",
                tuple(marks),
                "SNR, dB",
                "%",
                (float(snr_db[0]), float(snr_db[-1]) + 0.5),
                (0, 105),
            ),
            _over_torque(kind, fault, ear_db),
        ),
        _sentence(fault, torque, ear_db, *halves),
        "The share of faults found over the signal-to-noise ratio by the envelope spectrum and by "
        "a logistic regression, with a line at your own limit; beside it the SNR at which half are "
        "found, over the torque.",
        columns=2,
    )


def _over_torque(kind: str, fault: str, ear_db: float) -> Plot:
    x = [float(torque) for torque in TORQUES]
    marks: list[Mark] = [Rule(ear_db, axis="y", role="guess", label="your ear")]
    for method, (words, role) in METHODS.items():
        halves = [half_point(found(method, fault, kind, torque)) for torque in x]
        marks += [
            Line(halves, x, role=role, label=words, width=2.5),
            Points(x, halves, role=role, size=7),
        ]
    return Plot(
        "Half are found at (lower is better)",
        tuple(marks),
        "torque, lbf·ft",
        "dB",
        (0, 19),
        (-20, 10),
    )


def _with_range(curve: Curve, words: str, role: str) -> list[Mark]:
    return [
        Line(100 * curve.mean, curve.snr_db, role=role, label=words, width=2.5),
        Points(curve.snr_db, 100 * curve.low, role=role, size=4),
        Points(curve.snr_db, 100 * curve.high, role=role, size=4),
    ]


def _sentence(fault: str, torque: str, ear: float, envelope: float, regression: float) -> str:
    gap = envelope - regression
    better = "the regression" if gap > 0 else "the envelope"
    return (
        f"{fault.capitalize()}, {torque} lbf·ft: half are found at {envelope:.1f} dB by the "
        f"envelope, {regression:.1f} dB by the regression; {better} goes {abs(gap):.1f} dB further "
        f"down. Your ear: {ear:g} dB."
    )


detectors = Panel(
    "Ear, envelope, regression",
    frame,
    (
        Choice("kind", "Noise", options(PAPER_NOISES), "gaussian"),
        Choice("fault", "Fault", tuple((f, f) for f in FAULTS), "outer race"),
        Choice("torque", "Torque, lbf·ft", tuple((t, t) for t in TORQUES), "18"),
        Slider("ear_db", "Your ear", -20, 10, 0.5, 0, "dB"),
    ),
)

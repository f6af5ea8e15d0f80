"""At which rates the faults of a rolling bearing repeat, from its geometry and the shaft's speed.

R. B. Randall, J. Antoni: Rolling element bearing diagnostics, Mech. Syst. Signal Process.
25(2):485-520, 2011: no slip, inner race turning, outer race at rest.
"""

from drsn_lite import gearbox

BALLS, BALL_IN, PITCH_IN = 9, 0.3126, 1.537
"""CWRU's drive-end bearing (SKF 6205): number of balls, their and the pitch diameter in inches."""

CWRU_SHAFT_HZ = tuple(rpm / 60 for rpm in (1797, 1772, 1750, 1730))
"""Nominal speed of the shaft at 0 to 3 hp."""

_STATES = {"IR": "inner race", "B": "ball", "OR": "outer race"}


def rates(shaft_hz: float, balls: int, ball: float, pitch: float) -> dict[str, float]:
    """Rates in Hz of faults on the inner race, a ball (hit twice a spin) and the outer race.

    Parameters
    ----------
    shaft_hz : float
    balls : int
    ball, pitch : float
        Diameters in one unit; the contact angle is 0.
    """
    ratio = ball / pitch
    return {
        "IR": balls / 2 * shaft_hz * (1 + ratio),
        "B": shaft_hz / ratio * (1 - ratio**2),
        "OR": balls / 2 * shaft_hz * (1 - ratio),
    }


def of_recording(real: bool, load: int = 0) -> dict[str, float]:
    """The rates of the recordings of `bearings`: of CWRU at a load, or simulated at 30 Hz."""
    if real:
        return rates(CWRU_SHAFT_HZ[load], BALLS, BALL_IN, PITCH_IN)
    return {name: gearbox.fault_frequency(state, 30.0) for name, state in _STATES.items()}

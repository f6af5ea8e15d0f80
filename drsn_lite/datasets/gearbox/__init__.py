"""Simulated vibration of the eight health states of the paper's two-stage planetary gearbox.

A signal is the sum of shaft rotation, the mesh of both planetary stages with the side bands of
passing planets, the ringing of three resonances under contact roughness and fault impacts, and
sensor noise (`physics`). The numbers, with units and sources, are in `parameters`
and `faults`; speed, phases, path, severity and slip differ from signal to signal.

It is no replica of the paper's rig, and not trivial: a logistic regression on log-magnitude
spectra (300 training, 100 test signals a state, Gaussian noise at the same SNR in both, mean of
three seeds) gets 0.904 clean, 0.755 at 0 dB and 0.585 at −5 dB; chance is 0.125. To repeat it:
`python -m drsn_lite.studies.gearbox_separability`. Hardest to tell apart are healthy, root crack
and pitting, which change the mesh but hardly add impacts.
"""

from collections.abc import Sequence

import numpy as np

from drsn_lite.datasets.dataset import Dataset, Streams, from_signals, seed_of
from drsn_lite.datasets.gearbox import faults
from drsn_lite.datasets.gearbox.parameters import BEARING, MACHINE
from drsn_lite.datasets.gearbox.physics import RATE_HZ, vibration

STATES = (
    "healthy",
    "inner race",
    "outer race",
    "ball",
    "root crack",
    "pitting",
    "broken tooth",
    "missing tooth",
)
"""The class names; a label is a place in this tuple."""

CHUNK = 64  # signals made at once: their arrays fit into the processor's cache

_FAULTS: dict[str, tuple[faults.Fault, float]] = {
    "inner race": (faults.INNER_RACE, BEARING.inner),
    "outer race": (faults.OUTER_RACE, BEARING.outer),
    "ball": (faults.BALL, 2 * BEARING.spin),
    "root crack": (faults.ROOT_CRACK, MACHINE.first.tooth),
    "pitting": (faults.PITTING, 1.0),
    "broken tooth": (faults.BROKEN_TOOTH, MACHINE.first.tooth),
    "missing tooth": (faults.MISSING_TOOTH, MACHINE.first.tooth),
}


def fault_frequency(state: str, shaft_hz: float) -> float:
    """Frequency in Hz at which a fault repeats itself.

    Inner and outer race: BPFI and BPFO. Ball: 2 · BSF, as a spot hits both races in one spin.
    Root crack, broken and missing tooth: a tooth of the first sun meets a planet 2.5 times in a
    revolution of the shaft. Pitting, spread over all teeth of the sun: the shaft itself.

    Parameters
    ----------
    state : str
        One of `STATES`, but not "healthy".
    shaft_hz : float
        Speed of the input shaft in Hz.
    """
    if state not in _FAULTS:
        raise ValueError(f"{state!r} has no fault frequency: choose one of {', '.join(_FAULTS)}")
    return _FAULTS[state][1] * shaft_hz


def mesh_frequency(stage: int, shaft_hz: float) -> float:
    """Frequency in Hz at which the teeth of stage 1 or 2 mesh: ring teeth times carrier speed."""
    if stage not in (1, 2):
        raise ValueError(f"the gearbox has stages 1 and 2, got {stage}")
    first, second = MACHINE.first, MACHINE.second
    carrier = shaft_hz / first.ratio
    return carrier * first.ring if stage == 1 else carrier / second.ratio * second.ring


def simulate(
    per_state: int,
    seed: int = 0,
    *,
    length: int = 2048,
    speeds_hz: Sequence[float] = (20.0, 30.0, 40.0),
    torques: Sequence[float] = (1.0, 6.0, 18.0),
    states: Sequence[str] = STATES,
    return_conditions: bool = False,
) -> tuple[np.ndarray, ...]:
    """Simulate `per_state` signals of every health state.

    The signals come state by state in the order of `states`. Within a state the conditions take
    turns: every torque at the first speed, then at the second, and so on, and again.

    Parameters
    ----------
    per_state : int
        Signals of each state.
    seed : int
        The same seed gives the same signals on every platform, up to the rounding of float32.
    length : int
        Samples in a signal, 0.16 s by default.
    speeds_hz : sequence of float
        Nominal speeds of the input shaft in Hz.
    torques : sequence of float
        Torques on it in lbf·ft (1 lbf·ft = 1.356 N·m), at most 18.
    states : sequence of str
        Some of `STATES`; each has the signals that it would have among all eight.
    return_conditions : bool
        If true, also return the nominal speed and the torque of each signal, shape (n, 2).

    Returns
    -------
    signals : float32 ndarray of shape (len(states) · per_state, length)
        Acceleration in g.
    labels : int64 ndarray of shape (len(states) · per_state,)
        Places in `STATES`.

    Raises
    ------
    ValueError
        If a count is below 1, a speed or torque is out of range, the seed is negative, or a
        state unknown.
    """
    for name, value, least in (
        ("per_state", per_state, 1),
        ("length", length, 1),
        ("seed", seed, 0),
    ):
        if not isinstance(value, int | np.integer) or value < least:
            raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    speeds, loads = np.array(speeds_hz, float).ravel(), np.array(torques, float).ravel()
    # a mesh harmonic above half the sampling rate would fold back
    top = RATE_HZ / 2 / (mesh_frequency(1, 1.0) * len(MACHINE.mesh_g)) * 0.95
    if not speeds.size or not np.all((speeds > 0) & (speeds <= top)):
        raise ValueError(f"speeds_hz must lie above 0 and up to {top:.0f} Hz, got {speeds_hz}")
    if not loads.size or not np.all((loads >= 0) & (loads <= MACHINE.full_torque)):
        raise ValueError(f"torques must lie between 0 and 18 lbf·ft, got {torques}")
    if not states or not set(states) <= set(STATES):
        raise ValueError(f"states must be some of {', '.join(STATES)}; got {states!r}")
    grid = np.stack(np.meshgrid(speeds, loads, indexing="ij"), axis=-1).reshape(-1, 2)
    conditions = grid[np.arange(per_state) % len(grid)]
    signals = np.empty((len(states), per_state, length), np.float32)
    for row, state in enumerate(states):
        rng = np.random.Generator(np.random.PCG64([seed, STATES.index(state)]))
        for start in range(0, per_state, CHUNK):
            part = slice(start, start + CHUNK)
            fault, order = _FAULTS.get(state, (faults.Fault(), 0.0))
            speed, torque = conditions[part].T
            signals[row, part] = vibration(fault, order, speed, torque, length, rng)
    labels = np.repeat(np.array([STATES.index(state) for state in states], np.int64), per_state)
    rows = signals.reshape(-1, length)
    if return_conditions:
        return rows, labels, np.tile(conditions, (len(states), 1))
    return rows, labels


def load(
    streams: Streams, train_per_state: int = 250, test_per_state: int = 100, length: int = 2048
) -> Dataset:
    """The loader behind `datasets.load("gearbox")`."""
    (x, y), (test_x, test_y) = (
        simulate(count, seed=seed_of(stream), length=length)
        for count, stream in zip((train_per_state, test_per_state), streams, strict=True)
    )
    note = (
        "Simulated vibration of a gearbox in eight states of health, after the paper's test rig; "
        "training and test signals are independent draws."
    )
    return from_signals("gearbox", (x, y), (test_x, test_y), STATES, RATE_HZ, note)

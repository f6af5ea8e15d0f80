"""The vibration of one gearbox in one state, from the parts that make it: rotation, mesh, impacts.

Angles are in revolutions and float64; what is added up is float32. Shapes: n signals, L samples.
"""

import numpy as np

from drsn_lite.datasets.gearbox.faults import CONTACT, Fault
from drsn_lite.datasets.gearbox.parameters import MACHINE, PlanetaryStage

RATE_HZ = 12_800.0
"""Sampling rate in Hz."""

PAD = 256  # samples before the start (20 ms), so that earlier impacts still ring


def vibration(
    fault: Fault,
    order: float,
    shaft_hz: np.ndarray,
    torque: np.ndarray,
    length: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Simulate n signals of one state.

    Parameters
    ----------
    fault : Fault
        A plain `Fault()` is the healthy machine.
    order : float
        Impacts in a revolution of the shaft.
    shaft_hz, torque : float64 ndarray of shape (n,)
        Nominal speed in Hz and torque in lbf·ft of each signal.
    length : int
        L.
    rng : numpy Generator

    Returns
    -------
    float32 ndarray of shape (n, L)
        Acceleration in g.
    """
    n = len(shaft_hz)
    severity = rng.uniform(*fault.severity, n)
    speed = shaft_hz * (1 + MACHINE.speed_spread * rng.standard_normal(n))
    pace = speed / 30
    load = MACHINE.idle_load + (1 - MACHINE.idle_load) * torque / MACHINE.full_torque
    shaft = rng.random((n, 1)) + speed[:, None] * (np.arange(-PAD, length) / RATE_HZ)  # (n, PAD+L)
    carrier = rng.random((n, 1)) + shaft / MACHINE.first.ratio
    tooth = MACHINE.first.planets * (shaft - carrier)  # whole as the faulty tooth meets a planet

    push = severity * pace * load * fault.impact_g
    impacts = _impacts(fault, order, speed, tooth if fault.mesh_loss else None, shaft, rng)
    x = _ringing(push[:, None] * impacts, fault, pace, rng)[:, PAD:]

    shaft, carrier, tooth = shaft[:, PAD:], carrier[:, PAD:], tooth[:, PAD:]
    rotation = _phasor(shaft)
    x += _harmonics(rotation, _levels(MACHINE.unbalance_g, pace**2, rng)).real
    levels = _levels(MACHINE.mesh_g, pace * load, rng)
    lag: np.ndarray | np.float32 = np.float32(0)
    loss: np.ndarray | np.float32 = np.float32(0)
    if fault.wear:
        wear = fault.wear * severity[:, None]
        levels[:, 1:] *= 1 + wear * rng.random((n, levels.shape[1] - 1))
        loss = _harmonics(rotation, _levels((1 / 8,) * 4, wear[:, 0], rng)).real
    if fault.mesh_loss:
        carries = np.exp(np.float32(CONTACT.tooth_window) * (_phasor(tooth).real - 1))
        carries *= (1 + np.float32(fault.facing) * rotation.real) / np.float32(1 + fault.facing)
        carries *= severity[:, None].astype(np.float32)
        loss = np.float32(fault.mesh_loss) * carries
        lag = np.float32(fault.mesh_lag / (2 * np.pi)) * carries
    x += (1 - loss) * _planetary_mesh(MACHINE.first, carrier, levels, lag, rng)
    carrier = rng.random((n, 1)) + carrier / MACHINE.second.ratio
    levels = _levels(MACHINE.mesh_g, MACHINE.second_mesh * pace * load, rng)
    x += _planetary_mesh(MACHINE.second, carrier, levels, np.float32(0), rng)
    return x + np.float32(MACHINE.floor_g) * rng.standard_normal(x.shape, np.float32)


def _phasor(revolutions: np.ndarray) -> np.ndarray:
    """e^{2πi·angle} in complex64; only the fraction of a revolution goes through float32."""
    angle = (revolutions - np.rint(revolutions)).astype(np.float32) * np.float32(2 * np.pi)
    phasor = np.empty(angle.shape, np.complex64)
    np.cos(angle, out=phasor.real)
    np.sin(angle, out=phasor.imag)
    return phasor


def _harmonics(phasor: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Σ_h levels[:, h − 1] · phasor^h by Horner's rule: (n, L), (n, H) → (n, L)."""
    total = np.zeros_like(phasor)
    for h in reversed(range(levels.shape[1])):
        total += levels[:, h, None]
        total *= phasor
    return total


def _levels(
    amplitudes: tuple[float, ...], gain: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Complex levels (n, H) of harmonics: their own phase and path to the sensor in each signal."""
    shape = len(gain), len(amplitudes)
    path = np.exp(MACHINE.path_spread * rng.standard_normal(shape))
    phase = np.exp(2j * np.pi * rng.random(shape))
    return (np.array(amplitudes) * gain[:, None] * path * phase).astype(np.complex64)


def _planetary_mesh(
    stage: PlanetaryStage,
    carrier: np.ndarray,
    levels: np.ndarray,
    lag: np.ndarray | np.float32,
    rng: np.random.Generator,
) -> np.ndarray:
    """Mesh vibration of a stage at a sensor on its ring: (n, L).

    Every planet contributes the mesh harmonics at its own angle, louder as it passes the sensor.
    Added up, only lines at multiples of planets · carrier speed survive, save for unequal
    sharing of the load: so the mesh frequency itself may be weaker than its side bands.
    """
    n, harmonics = levels.shape
    share = 1 + MACHINE.sharing * rng.standard_normal((n, stage.planets))
    turn = np.arange(stage.planets) / stage.planets
    mesh, slow = _phasor(stage.ring * carrier - lag), _phasor(carrier)
    total = np.zeros(mesh.shape, np.float32)
    for side, weight in ((-1, MACHINE.passing / 2), (0, 1.0), (1, MACHINE.passing / 2)):
        h = np.arange(1, harmonics + 1)
        phases = np.exp(-2j * np.pi * turn[:, None] * (h * stage.ring + side))  # (planets, H)
        lines = (weight * levels * (share @ phases) / stage.planets).astype(np.complex64)
        part = _harmonics(mesh, lines)
        if side:
            part *= slow if side > 0 else slow.conj()
        total += part.real
    return total


def _impacts(
    fault: Fault,
    order: float,
    speed: np.ndarray,
    tooth: np.ndarray | None,
    shaft: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Impacts of about unit strength, each shared by two neighbouring samples: (n, PAD + L)."""
    n, length = shaft.shape
    if not fault.impact_g:
        return np.zeros((n, length), np.float32)
    interval = RATE_HZ / (order * speed)  # samples from impact to impact, (n,)
    count = int(length / interval.min() * (1 + 4 * fault.slip)) + 2
    first = -tooth[:, 0] % 1 if tooth is not None else rng.random(n)
    steps = np.ones((n, count))
    steps[:, 1:] += fault.slip * rng.standard_normal((n, count - 1))
    steps[:, 0] = first
    when = np.cumsum(steps, axis=1) * interval[:, None]  # samples, (n, count)
    angle = shaft[:, :1] + when * (speed[:, None] / RATE_HZ)  # of the shaft at each impact
    strength = np.exp(CONTACT.impact_spread * rng.standard_normal((n, count)))
    strength[:, ::2] *= fault.every_other
    if fault.zone_order:
        strength *= _load(fault.zone_order * angle + rng.random((n, 1)))
    strength *= (1 + fault.facing * np.cos(2 * np.pi * angle)) / (1 + fault.facing)
    strength[when >= length - 1] = 0
    when = np.minimum(when, length - 2)
    sample = when.astype(np.int64)
    later = when - sample
    flat = (sample + length * np.arange(n)[:, None]).ravel()
    force = np.bincount(flat, (strength * (1 - later)).ravel(), n * length)
    force += np.bincount(flat + 1, (strength * later).ravel(), n * length)
    return force.reshape(n, length).astype(np.float32)


def _load(angle: np.ndarray) -> np.ndarray:
    """Stribeck's load distribution over the angle in revolutions, 1 where the load points."""
    zone = 1 - (1 - np.cos(2 * np.pi * angle)) / (2 * CONTACT.load_zone)
    return np.maximum(zone, 0) ** 1.5 * (1 - CONTACT.unloaded) + CONTACT.unloaded


def _ringing(
    impacts: np.ndarray, fault: Fault, pace: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Let the modes ring after impacts and under steady roughness: (n, PAD + L) → the same."""
    import scipy.fft  # takes a while, which asking for names should not

    n, length = impacts.shape
    total = scipy.fft.next_fast_len(length + PAD, real=True)  # room for the last ringing
    size = MACHINE.roughness_g * pace * np.exp(MACHINE.roughness_spread * rng.standard_normal(n))
    rough = rng.standard_normal((n, length), np.float32)
    t = np.arange(PAD) / RATE_HZ
    after_impact, after_rough = np.zeros((2, n, PAD), np.float32)
    for mode, weight in zip(MACHINE.modes, fault.modes, strict=True):
        path = np.exp(MACHINE.path_spread * rng.standard_normal((2, n, 1)))
        omega = 2 * np.pi * mode.hz * (1 + MACHINE.mode_spread * rng.standard_normal((n, 1)))
        ring = np.exp(-mode.damping * omega * t) * np.sin(omega * np.sqrt(1 - mode.damping**2) * t)
        after_impact += weight * path[0] * ring
        after_rough += path[1] * ring / np.sqrt(np.sum(ring**2, axis=1, keepdims=True))
    after_rough *= size[:, None] / np.sqrt(len(MACHINE.modes))
    spectrum = scipy.fft.rfft(rough, total) * scipy.fft.rfft(after_rough, total)
    if fault.impact_g:
        spectrum += scipy.fft.rfft(impacts, total) * scipy.fft.rfft(after_impact, total)
    return scipy.fft.irfft(spectrum, total)[:, :length]

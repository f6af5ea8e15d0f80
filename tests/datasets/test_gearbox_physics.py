"""The physics of the simulated gearbox: each state shows the lines that theory puts there."""

from dataclasses import replace

import numpy as np
import pytest

from drsn_lite.datasets import gearbox
from drsn_lite.datasets.gearbox import faults as gearbox_faults
from drsn_lite.datasets.gearbox import physics as gearbox_physics
from drsn_lite.datasets.gearbox.parameters import BEARING, MACHINE
from drsn_lite.lessons import spectra

BEARING_FAULTS = ("inner race", "outer race", "ball")
TOOTH_FAULTS = ("root crack", "broken tooth", "missing tooth")
SHAFT_HZ = 30.0


@pytest.fixture(scope="module")
def envelopes():
    """Envelope spectra at 30 Hz and full torque, averaged over 80 signals of each state."""
    x, y = gearbox.simulate(80, seed=5, speeds_hz=(SHAFT_HZ,), torques=(18.0,))
    f, amplitude = spectra.envelope_spectrum(x, gearbox.RATE_HZ, (1_000, 5_500))
    means = {
        state: amplitude[y == label].mean(axis=0) for label, state in enumerate(gearbox.STATES)
    }
    return f, means


@pytest.fixture(scope="module")
def sharp():
    """As `envelopes`, from 8 signals of 2 s at exactly 30 Hz: lines are 1 Hz wide."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gearbox_physics, "MACHINE", replace(MACHINE, speed_spread=0.0))
        x, y = gearbox.simulate(8, seed=7, length=25_600, speeds_hz=(SHAFT_HZ,), torques=(18.0,))
    f, amplitude = spectra.envelope_spectrum(x, gearbox.RATE_HZ, (1_000, 5_500))
    return f, {s: amplitude[y == k].mean(axis=0) for k, s in enumerate(gearbox.STATES)}


@pytest.fixture
def steady(monkeypatch):
    """No spread of the speed, so that long signals have sharp lines."""
    monkeypatch.setattr(gearbox_physics, "MACHINE", replace(MACHINE, speed_spread=0.0))


def long_spectrum(state, seconds=3.0, speed=SHAFT_HZ):
    """Mean power spectrum of 6 long signals of a state: frequencies and power."""
    length = int(seconds * gearbox.RATE_HZ)
    options = {"speeds_hz": (speed,), "torques": (18.0,), "states": (state,)}
    x, _ = gearbox.simulate(6, seed=3, length=length, **options)
    power = np.abs(np.fft.rfft(x * np.hanning(length))) ** 2
    return np.fft.rfftfreq(length, 1 / gearbox.RATE_HZ), power.mean(axis=0)


def height(f, spectrum, hz, reach=0.6):
    """Largest value within `reach` of a frequency, all in Hz."""
    return spectrum[np.abs(f - hz) <= reach].max()


def prominence(f, spectrum, hz):
    """A line over the median of its surroundings."""
    near = (np.abs(f - hz) < 40) & (np.abs(f - hz) > 12)
    return height(f, spectrum, hz, 4.0) / np.median(spectrum[near])


def test_bearing_orders():
    assert BEARING.cage == pytest.approx(0.397, abs=5e-4)  # as published with the bearing
    assert BEARING.outer == pytest.approx(3.572, abs=5e-4)
    assert BEARING.inner == pytest.approx(5.428, abs=5e-4)
    assert BEARING.spin == pytest.approx(2.32, abs=5e-3)
    assert BEARING.inner + BEARING.outer == pytest.approx(BEARING.balls)


@pytest.mark.parametrize("stage", [MACHINE.first, MACHINE.second])
def test_planetary_stages_can_be_built(stage):
    assert stage.ring == stage.sun + 2 * stage.planet
    assert (stage.ring + stage.sun) % stage.planets == 0


def test_frequencies():
    assert gearbox.fault_frequency("outer race", 30) == pytest.approx(107.2, abs=0.1)
    spin = 38.5 / (2 * 7.9375) * (1 - (7.9375 / 38.5) ** 2)  # D/2d · (1 − (d/D)²)
    assert gearbox.fault_frequency("ball", 30) == pytest.approx(2 * spin * 30, rel=1e-3)
    assert gearbox.fault_frequency("broken tooth", 20) == pytest.approx(50.0)
    assert gearbox.fault_frequency("pitting", 20) == 20
    assert gearbox.mesh_frequency(1, 30) == pytest.approx(500)
    assert gearbox.mesh_frequency(2, 30) == pytest.approx(5 / (128 / 28) * 100)
    with pytest.raises(ValueError, match="no fault frequency"):
        gearbox.fault_frequency("healthy", 30)
    with pytest.raises(ValueError, match="stages 1 and 2"):
        gearbox.mesh_frequency(3, 30)


@pytest.mark.parametrize("state", BEARING_FAULTS + TOOTH_FAULTS)
def test_envelope_peaks_at_the_fault_frequency(envelopes, state):
    f, means = envelopes
    searched = (f > 10) & (f < 450)  # below the mesh frequency, the spacing of its harmonics
    peak = f[searched][means[state][searched].argmax()]
    assert abs(peak - gearbox.fault_frequency(state, SHAFT_HZ)) <= f[1]  # one line of 6.25 Hz


@pytest.mark.parametrize("state", BEARING_FAULTS + TOOTH_FAULTS)
def test_only_the_faulty_machine_has_the_line(envelopes, state):
    f, means = envelopes
    line = gearbox.fault_frequency(state, SHAFT_HZ)
    assert prominence(f, means[state], line) > 2.5
    assert prominence(f, means["healthy"], line) < 1.5
    assert height(f, means[state], line, 4.0) > 3 * height(f, means["healthy"], line, 4.0)


@pytest.mark.parametrize("state", BEARING_FAULTS)
def test_the_line_follows_the_speed(state):
    for speed in (20.0, 40.0):
        x, _ = gearbox.simulate(40, seed=6, speeds_hz=(speed,), states=(state,))
        f, amplitude = spectra.envelope_spectrum(x, gearbox.RATE_HZ, (1_000, 5_500))
        searched = (f > 2 * speed) & (f < 300)  # above the modulation by shaft and cage
        peak = f[searched][amplitude.mean(axis=0)[searched].argmax()]
        assert abs(peak - gearbox.fault_frequency(state, speed)) <= f[1]


def test_inner_race_has_side_bands_of_the_shaft_and_outer_race_has_not(envelopes):
    f, means = envelopes
    ratio = {}
    for state in ("inner race", "outer race"):
        line = gearbox.fault_frequency(state, SHAFT_HZ)
        sides = [height(f, means[state], line + side, 4.0) for side in (-SHAFT_HZ, SHAFT_HZ)]
        ratio[state] = np.mean(sides) / height(f, means[state], line, 4.0)
    assert ratio["inner race"] > 1.5 * ratio["outer race"]
    assert prominence(f, means["inner race"], SHAFT_HZ) > 2
    assert prominence(f, means["outer race"], SHAFT_HZ) < 1.8


def sharp_prominence(f, spectrum, hz):
    """A sharp line over the median within 4 Hz."""
    return height(f, spectrum, hz) / np.median(spectrum[np.abs(f - hz) < 4])


def test_ball_impacts_come_and_go_with_the_cage(sharp):
    f, means = sharp
    cage = BEARING.cage * SHAFT_HZ
    assert sharp_prominence(f, means["ball"], cage) > 8
    assert sharp_prominence(f, means["inner race"], cage) < 2
    assert height(f, means["ball"], cage) > 3 * height(f, means["ball"], SHAFT_HZ)


@pytest.mark.parametrize("state", TOOTH_FAULTS)
def test_a_tooth_fault_shows_once_per_revolution(sharp, state):
    f, means = sharp
    tooth = gearbox.fault_frequency(state, SHAFT_HZ)
    for line in (SHAFT_HZ, tooth, tooth - SHAFT_HZ, tooth + SHAFT_HZ):
        assert sharp_prominence(f, means[state], line) > 4
        assert height(f, means[state], line) > 4 * height(f, means["healthy"], line)


def test_severity_of_tooth_faults_is_in_order(envelopes):
    f, means = envelopes
    lines = [height(f, means[s], gearbox.fault_frequency(s, SHAFT_HZ), 4.0) for s in TOOTH_FAULTS]
    assert lines[0] < lines[1] < lines[2]


def test_a_missing_tooth_leaves_the_deepest_gaps_in_the_mesh(monkeypatch):
    """Of the first stage's mesh alone, how deep is the modulation by the faulty tooth?"""
    machine = replace(
        MACHINE, roughness_g=0.0, floor_g=0.0, second_mesh=0.0, unbalance_g=(), speed_spread=0.0
    )
    monkeypatch.setattr(gearbox_physics, "MACHINE", machine)
    line = round(gearbox.fault_frequency("missing tooth", SHAFT_HZ) * 8192 / gearbox.RATE_HZ)

    def gaps(fault):
        alone = replace(fault, impact_g=0.0, severity=(1.0, 1.0))
        speed, torque = np.full(40, SHAFT_HZ), np.full(40, 18.0)
        x = gearbox_physics.vibration(alone, 2.5, speed, torque, 8192, np.random.default_rng(0))
        rectified = np.abs(np.fft.rfft(np.abs(x), axis=1))
        return np.mean(rectified[:, line] / rectified[:, 0])

    healthy = gaps(gearbox_faults.Fault())
    broken, missing = gaps(gearbox_faults.BROKEN_TOOTH), gaps(gearbox_faults.MISSING_TOOTH)
    assert missing > 0.08
    assert missing > 1.5 * broken > 15 * healthy


def test_mesh_lines_are_where_planets_put_them(steady):
    """Three planets and 100 ring teeth: the first stage's line at 100 is cancelled, 99 is not."""
    f, power = long_spectrum("healthy")
    carrier = SHAFT_HZ / MACHINE.first.ratio
    floor = np.median(power[(f > 450) & (f < 550)])
    mesh = gearbox.mesh_frequency(1, SHAFT_HZ)
    assert height(f, power, mesh - carrier) > 5 * height(f, power, mesh)
    assert height(f, power, mesh - carrier) > 1_000 * floor
    assert height(f, power, 2 * mesh + carrier) > 5 * height(f, power, 2 * mesh)
    assert height(f, power, 3 * mesh) > 5 * height(f, power, 3 * mesh + carrier)
    second = gearbox.mesh_frequency(2, SHAFT_HZ)  # 100 teeth, 4 planets: in step
    assert height(f, power, second) > 5 * height(f, power, second + carrier / 32 * 7)
    for k in (1, 2, 3):
        assert height(f, power, k * SHAFT_HZ) > 100 * floor


def test_pitting_raises_upper_mesh_harmonics_and_side_bands(steady):
    f, healthy = long_spectrum("healthy")
    _, pitted = long_spectrum("pitting")
    mesh = 3 * gearbox.mesh_frequency(1, SHAFT_HZ)
    assert height(f, pitted, mesh) > 1.5 * height(f, healthy, mesh)
    for side in (-SHAFT_HZ, SHAFT_HZ):
        assert height(f, pitted, mesh + side) > 5 * height(f, healthy, mesh + side)


def test_torque_and_speed_make_it_louder():
    def level(**options):
        x, _ = gearbox.simulate(9, seed=1, **options)
        return np.sqrt(np.mean(x**2))

    assert level(torques=(18,)) > 1.3 * level(torques=(1,))
    assert level(speeds_hz=(40,)) > 1.3 * level(speeds_hz=(20,))

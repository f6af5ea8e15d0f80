"""The simulated gearbox as a function: shapes, seeds, bad arguments, and how hard it is."""

from dataclasses import fields

import numpy as np
import pytest

from drsn_lite import noise
from drsn_lite.datasets import gearbox
from drsn_lite.datasets.gearbox import faults as gearbox_faults
from drsn_lite.datasets.gearbox import parameters as gearbox_parameters


def test_shapes_order_and_conditions():
    x, y, conditions = gearbox.simulate(10, seed=2, length=500, return_conditions=True)
    assert x.shape == (80, 500)
    assert x.dtype == np.float32
    assert y.dtype == np.int64
    assert np.array_equal(y, np.repeat(np.arange(8), 10))
    assert np.array_equal(conditions[:4], [[20, 1], [20, 6], [20, 18], [30, 1]])
    assert np.array_equal(conditions[:9], conditions[10:19])
    assert len({tuple(row) for row in conditions[:9]}) == 9
    assert np.isfinite(x).all()
    assert gearbox.simulate(1)[0].shape == (8, 2048)


@pytest.mark.parametrize("length", [1, 2, 7, 1025])
def test_any_length(length):
    x, _ = gearbox.simulate(2, length=length)
    assert x.shape == (16, length)
    assert np.isfinite(x).all()


def test_some_states_have_the_signals_that_they_have_among_all():
    x, y = gearbox.simulate(3, seed=4)
    part, labels, conditions = gearbox.simulate(
        3, seed=4, states=("pitting", "ball"), return_conditions=True
    )
    assert labels.tolist() == [5, 5, 5, 3, 3, 3]
    assert np.array_equal(part, np.concatenate([x[y == 5], x[y == 3]]))
    assert conditions.shape == (6, 2)


def test_seeds():
    x, _ = gearbox.simulate(3, seed=4)
    assert np.array_equal(x, gearbox.simulate(3, seed=4)[0])
    assert not np.array_equal(x, gearbox.simulate(3, seed=5)[0])
    assert np.array_equal(x, gearbox.simulate(3, seed=np.int64(4))[0])
    assert len(np.unique(x.round(4), axis=0)) == len(x)  # no signal occurs twice


def test_the_same_signals_on_every_platform():
    """Means of |x| over each state and one value of each, as made where this was written."""
    x, _ = gearbox.simulate(4, seed=0)
    x = x.reshape(8, 4, 2048)
    np.testing.assert_allclose(np.abs(x).mean(axis=(1, 2)), MEANS, rtol=1e-4)
    np.testing.assert_allclose(x[:, 2, 1000], VALUES, atol=1e-4)


MEANS = [0.070262, 0.10475, 0.080781, 0.083973, 0.068771, 0.078349, 0.083745, 0.112191]
VALUES = [-0.21403, -0.16462, 0.21232, -0.13846, 0.19927, 0.22836, 0.07294, -0.01706]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"per_state": 0}, "per_state"),
        ({"per_state": 2.5}, "per_state"),
        ({"per_state": None}, "per_state"),
        ({"per_state": 1, "seed": -1}, "seed"),
        ({"per_state": 1, "length": 0}, "length"),
        ({"per_state": 1, "speeds_hz": ()}, "speeds_hz"),
        ({"per_state": 1, "speeds_hz": (0,)}, "speeds_hz"),
        ({"per_state": 1, "speeds_hz": (200,)}, "up to 73 Hz"),
        ({"per_state": 1, "speeds_hz": (np.nan,)}, "speeds_hz"),
        ({"per_state": 1, "torques": (-1,)}, "torques"),
        ({"per_state": 1, "torques": (100,)}, "torques"),
        ({"per_state": 1, "states": ("ball", "gone")}, "states must be some of healthy"),
        ({"per_state": 1, "states": ()}, "states must be some of"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        gearbox.simulate(**arguments)


@pytest.mark.parametrize("owner", [gearbox_parameters, gearbox_faults])
def test_every_parameter_is_documented(owner):
    for name in ("Bearing", "PlanetaryStage", "Mode", "Machine", "Fault", "Contact"):
        if cls := vars(owner).get(name):
            for field in fields(cls):
                assert field.name in cls.__doc__, f"{name}.{field.name} has no description"


def test_neither_trivial_nor_hopeless():
    """studies/gearbox_separability.py in small: nearest class mean on log spectra."""
    simulated = [gearbox.simulate(60, seed=seed) for seed in (0, 1)]

    def accuracy(snr):
        spectrum, labels = [], []
        for seed, (x, y) in enumerate(simulated):
            noisy = noise.add_noise(x, snr, rng=seed)
            power = np.abs(np.fft.rfft(noisy * np.hanning(2048))) ** 2
            spectrum.append(np.log(power / power.mean(axis=1, keepdims=True) + 1e-9))
            labels.append(y)
        centres = np.array([spectrum[0][labels[0] == k].mean(axis=0) for k in range(8)])
        distance = ((spectrum[1][:, None] - centres) ** 2).mean(axis=2)
        return np.mean(distance.argmin(axis=1) == labels[1])

    clean, noisy = accuracy(np.inf), accuracy(-5.0)
    assert 0.4 < clean < 0.97
    assert 0.2 < noisy < clean - 0.15

import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from drsn_lite import noise
from drsn_lite.arrays import rms

SHAPES = [(64,), (5, 64), (4, 2, 64), (4, 1, 1, 64), (4, 2, 8, 8)]
kinds = pytest.mark.parametrize("kind", noise.KINDS)


def signals(shape, dtype=np.float64, seed=0):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


@kinds
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("snr", [-20.0, -5.0, 0.0, 20.0, 40.0])
def test_the_measured_snr_is_the_one_asked_for(kind, dtype, shape, snr):
    x = signals(shape, dtype)
    noisy = noise.add_noise(x, snr, kind, 1)
    assert noisy.dtype == dtype
    assert noisy.shape == shape
    np.testing.assert_allclose(noise.snr_db(x, noisy), snr, atol=1e-6, rtol=0)


@settings(max_examples=60, deadline=None)
@given(
    x=hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=1, max_dims=4, min_side=2, max_side=9),
        elements=st.floats(-1e6, 1e6).map(lambda v: v if abs(v) > 1e-3 else 1.0),
    ),
    snr=st.floats(-60, 80),
    kind=st.sampled_from(noise.KINDS),
    seed=st.integers(0, 2**32),
    single=st.booleans(),
)
def test_exact_for_any_signal_and_snr(x, snr, kind, seed, single):
    x = x.astype(np.float32) if single else x
    before = x.copy()
    noisy = noise.add_noise(x, snr, kind, seed)
    assert np.array_equal(x, before)  # the caller's array is left alone
    if not single:
        np.testing.assert_allclose(noise.snr_db(x, noisy), snr, atol=1e-6, rtol=0)
    else:  # a few float32 values cannot resolve a weak noise any better
        assert np.abs(noise.snr_db(x, noisy) - snr).max() < 1e-6 + 10 ** (snr / 20 - 4)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("snr", [3.0, 230.0])  # at 230 dB rounding has to be made up for
@pytest.mark.parametrize("scale", [1e-290, 1e-150, 1e150, 1e300])
def test_power_neither_overflows_nor_vanishes(scale, snr):
    x = signals((3, 32)) * scale
    measured = noise.snr_db(x, noise.add_noise(x, snr, rng=0))
    np.testing.assert_allclose(measured, snr, atol=1e-6)
    one = noise.add_noise(signals((3, 32)) * 2.0**-40, snr, rng=0)
    np.testing.assert_array_equal(noise.add_noise(signals((3, 32)), snr, rng=0), one * 2.0**40)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("dtype", "size"), [("f2", 6e3), ("f4", 1e37), (">f4", 1e37)])
def test_power_of_large_numbers_in_few_digits(dtype, size):
    x = (signals((3, 32)) * size).astype(dtype)
    noisy = noise.add_noise(x, 10.0, rng=0)
    assert noisy.dtype == np.dtype(dtype)
    np.testing.assert_allclose(noise.snr_db(x, noisy), 10.0, atol=0.01)
    np.testing.assert_allclose(rms(x), np.sqrt(np.mean(x.astype("f8") ** 2, axis=1)))


def test_each_sample_has_its_own_snr_and_inf_is_a_copy():
    x = signals((3, 100))
    asked = np.array([-5.0, np.inf, 10.0])
    noisy = noise.add_noise(x, asked, rng=0)
    np.testing.assert_allclose(noise.snr_db(x, noisy)[[0, 2]], asked[[0, 2]], atol=1e-6)
    assert np.array_equal(noisy[1], x[1])
    assert noise.snr_db(x, noisy)[1] == np.inf
    copied = noise.add_noise(x, np.inf)
    assert np.array_equal(copied, x)
    assert not np.shares_memory(copied, x)


def test_power_counts_the_mean():
    x = np.full((1, 50), 3.0)
    noisy = noise.add_noise(x, 0.0, rng=0)
    assert np.mean((noisy - x) ** 2) == pytest.approx(9.0)


def test_one_signal_gives_a_float():
    x = signals((64,))
    assert isinstance(noise.snr_db(x, noise.add_noise(x, 2.0, rng=0)), float)
    assert isinstance(noise.snr_db(torch.tensor(x), torch.tensor(x) + 1), float)


@kinds
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("shape", SHAPES)
def test_tensors_get_the_noise_of_arrays(kind, dtype, shape):
    x = torch.tensor(signals(shape)).to(dtype)
    noisy = noise.add_noise(x, -3.0, kind, 5)
    assert isinstance(noisy, torch.Tensor)
    assert noisy.dtype == dtype
    assert noisy.device == x.device
    np.testing.assert_array_equal(noisy.numpy(), noise.add_noise(x.numpy(), -3.0, kind, 5))
    measured = noise.snr_db(x, noisy)
    np.testing.assert_allclose(measured, -3.0, atol=1e-6)
    assert isinstance(measured, float if x.ndim == 1 else torch.Tensor)


def test_half_precision_is_as_close_as_it_can_be():
    x = torch.tensor(signals((4, 256)))
    for dtype in (torch.float16, torch.bfloat16):
        noisy = noise.add_noise(x.to(dtype), 0.0, rng=0)
        assert noisy.dtype == dtype
        np.testing.assert_allclose(noise.snr_db(x.to(dtype), noisy), 0.0, atol=0.05)


def test_gradient_passes_through():
    x = torch.ones(2, 8, requires_grad=True)
    noise.add_noise(x, 0.0, rng=0).sum().backward()
    assert torch.equal(x.grad, torch.ones(2, 8))


def test_seeds():
    x = signals((3, 40))
    assert np.array_equal(noise.add_noise(x, 0, rng=7), noise.add_noise(x, 0, rng=7))
    assert not np.array_equal(noise.add_noise(x, 0, rng=7), noise.add_noise(x, 0, rng=8))
    assert not np.array_equal(noise.add_noise(x, 0), noise.add_noise(x, 0))
    rng = np.random.default_rng(7)
    assert np.array_equal(noise.add_noise(x, 0, rng=rng), noise.add_noise(x, 0, rng=7))
    assert not np.array_equal(noise.add_noise(x, 0, rng=rng), noise.add_noise(x, 0, rng=7))


@kinds
def test_drawn_noise_has_unit_power_and_no_mean(kind):
    z = noise.draw(kind, (400, 512), 0)
    assert np.mean(z**2) == pytest.approx(1, abs=0.02)
    assert abs(z.mean()) < 0.01
    rows = z - z.mean(axis=1, keepdims=True)
    correlation = rows[:-1] @ rows[1:].T / 512  # rows are drawn apart from each other
    assert np.abs(np.diag(correlation)).mean() < 0.2


@pytest.mark.parametrize(("kind", "kurtosis"), [("gaussian", 3.0), ("laplacian", 6.0)])
def test_kurtosis(kind, kurtosis):
    z = noise.draw(kind, (1000, 1000), 1)
    assert np.mean(z**4) / np.mean(z**2) ** 2 == pytest.approx(kurtosis, rel=0.03)
    assert abs(np.mean(z**3)) < 0.05


def fitted_slope(f, power):
    """Decibels a decade, by a line through log power over log f."""
    return np.polyfit(np.log10(f), 10 * np.log10(power), 1)[0]


@pytest.mark.parametrize(("kind", "slope"), [("gaussian", 0), ("laplacian", 0), ("pink", -10)])
@pytest.mark.parametrize("length", [1024, 1025])
def test_slope_of_the_spectrum(kind, slope, length):
    z = noise.draw(kind, (400, length), 2)
    power = np.mean(np.abs(np.fft.rfft(z)) ** 2, axis=0)
    assert fitted_slope(np.fft.rfftfreq(length)[1:], power[1:]) == pytest.approx(slope, abs=0.3)


def test_pink_has_no_mean_and_runs_along_the_last_axis_of_signals():
    z = noise.draw("pink", (6, 3, 1, 256), 3)
    assert np.abs(z.mean(axis=-1)).max() < 1e-12
    channels = z.transpose(1, 0, 2, 3).reshape(3, -1)
    assert np.abs(np.corrcoef(channels) - np.eye(3)).max() < 0.3


def test_channels_of_a_signal_are_no_height_of_an_image():
    """(N, C, L): every channel is pink along time by itself, as if it were a signal of its own."""
    channels = noise.draw("pink", (2, 3, 64), 0)
    np.testing.assert_allclose(channels.reshape(6, 64), noise.draw("pink", (6, 64), 0))


def test_pink_images_are_pink_in_every_direction():
    z = noise.draw("pink", (300, 1, 64, 64), 4)
    power = np.mean(np.abs(np.fft.fft2(z)) ** 2, axis=(0, 1))
    f = np.arange(1, 32)
    down, across, diagonal = power[f, 0], power[0, f], power[f, f]
    for line in (down, across, diagonal):
        assert fitted_slope(f, line) == pytest.approx(-10, abs=0.5)
    assert np.mean(down / across) == pytest.approx(1, abs=0.1)
    assert np.mean(across / diagonal) == pytest.approx(2**0.5, abs=0.15)  # √2 farther from f = 0


def test_torch_is_not_imported_for_arrays():
    code = """
import sys, numpy as np
from drsn_lite import noise
noise.add_noise(np.ones(8), 0.0, rng=0)
assert "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)

import numpy as np
import pytest
from scipy import signal

from drsn_lite.lessons import spectra

RATE = 12_800.0
TIME = np.arange(4096) / RATE


def modulated(modulation_hz, carrier_hz, depth=0.5):
    envelope = 1 + depth * np.cos(2 * np.pi * modulation_hz * TIME)
    return envelope * np.cos(2 * np.pi * carrier_hz * TIME)


def test_a_modulation_is_one_line_of_its_own_height():
    f, amplitude = spectra.envelope_spectrum(modulated(100, 3_000), RATE)
    assert f[amplitude.argmax()] == pytest.approx(100, abs=f[1] / 2)
    assert amplitude.max() == pytest.approx(0.5, rel=1e-3)
    assert amplitude[f > 120].max() < 0.01  # the carrier is gone


def test_the_band_picks_its_carrier():
    x = modulated(100, 3_000) + modulated(250, 5_000)
    f, low = spectra.envelope_spectrum(x, RATE, (2_500, 3_500))
    _, high = spectra.envelope_spectrum(x, RATE, (4_500, 5_500))
    assert f[low.argmax()] == pytest.approx(100, abs=f[1] / 2)
    assert f[high.argmax()] == pytest.approx(250, abs=f[1] / 2)


def test_envelope_is_that_of_scipy():
    x = np.random.default_rng(0).standard_normal((3, 501))
    x -= x.mean(axis=1, keepdims=True)
    f, amplitude = spectra.envelope_spectrum(x, RATE)
    envelope = np.abs(signal.hilbert(x))
    window = np.hanning(501)
    envelope -= np.average(envelope, axis=1, weights=window)[:, None]
    expected = np.abs(np.fft.rfft(envelope * window)) * 2 / window.sum()
    np.testing.assert_allclose(amplitude, expected, atol=1e-12)
    assert f.shape == (251,)


def test_an_offset_changes_nothing():
    x = modulated(100, 3_000)
    np.testing.assert_allclose(
        spectra.envelope_spectrum(x + 7, RATE)[1], spectra.envelope_spectrum(x, RATE)[1], atol=1e-9
    )


@pytest.mark.parametrize(
    ("x", "rate", "band", "message"),
    [
        (np.ones(3), RATE, None, "at least 4"),
        (np.float64(1), RATE, None, "at least 4"),
        (np.ones(8), 0, None, "rate_hz"),
        (np.ones(8), RATE, (3_000, 2_000), "band_hz"),
        (np.ones(8), RATE, (1_000, 7_000), "6400"),
    ],
)
def test_bad_arguments(x, rate, band, message):
    with pytest.raises(ValueError, match=message):
        spectra.envelope_spectrum(x, rate, band)

"""The classical baseline: its features, and that it learns."""

import numpy as np
import pytest

from drsn_lite import noise
from drsn_lite.lessons import baseline

T = np.arange(1024) / 12_000
X = np.sin(2 * np.pi * 3000 * T)[None] * np.array([[1.0], [2.0]])


def test_spectra_find_the_tone_and_ignore_offset() -> None:
    spectrum = baseline.log_spectrum(X)
    assert spectrum.shape == (2, 513)
    assert (spectrum.argmax(axis=1) == 256).all()
    assert np.allclose(spectrum, baseline.log_spectrum(X + 5), atol=1e-6)
    assert spectrum[1].max() - spectrum[0].max() == pytest.approx(np.log(2), abs=1e-3)
    shape = baseline.spectrum_shape(X)
    assert np.allclose(shape[0], shape[1])


def test_the_envelope_finds_the_rate_of_modulation() -> None:
    modulated = (1 + np.cos(2 * np.pi * 10 * 12_000 / 1024 * T)) * X[0]
    lines = baseline.log_envelope(modulated[None])
    assert lines.shape == (1, 120)
    assert lines[0].argmax() == 9, "line 10, as f = 0 is left out"
    assert baseline.both(X).shape == (2, 633)


def test_it_learns_and_the_same_seed_gives_the_same() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((40, 256))
    x[::2] += 3 * np.sin(np.arange(256))
    y = np.arange(40) % 2
    mixed = noise.mixed(kinds=noise.KINDS, low_db=-5, high_db=10, clean=0.1)
    one, two = (baseline.fit_in_noise("lr-spectrum", x, y, mixed, 3) for _ in range(2))
    assert one.score(baseline.log_spectrum(x), y) > 0.8
    assert np.array_equal(one[-1].coef_, two[-1].coef_)
    assert one[-1].n_features_in_ == 129

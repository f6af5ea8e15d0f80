"""Noise for training: another kind and SNR for every sample."""

import numpy as np
import pytest
import torch

from drsn_lite import noise


def signals(shape, dtype=np.float64, seed=0):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def test_mixed_draws_an_snr_and_a_kind_for_every_sample():
    x = torch.tensor(signals((600, 1, 1, 128), np.float32))
    add = noise.mixed(noise.KINDS, low_db=-4, high_db=8, clean=0.25)
    noisy = add(x, np.random.default_rng(0))
    assert noisy.dtype == x.dtype
    assert noisy.shape == x.shape
    snr = noise.snr_db(x, noisy).numpy()
    silent = np.isinf(snr)
    assert silent.mean() == pytest.approx(0.25, abs=0.06)
    counts, _ = np.histogram(snr[~silent], bins=6, range=(-4, 8))
    assert counts.sum() == (~silent).sum()  # none outside of the range
    assert counts.min() > 0.6 * counts.mean()  # and uniform in it
    z = (noisy - x).numpy()[~silent, 0, 0]
    spectrum = np.abs(np.fft.rfft(z / z.std(axis=1, keepdims=True))) ** 2
    pink = spectrum[:, 1:4].mean(axis=1) > 4 * spectrum[:, 32:].mean(axis=1)
    assert pink.mean() == pytest.approx(1 / 3, abs=0.1)


def test_mixed_repeats_with_its_seed_and_takes_arrays_and_one_signal():
    add = noise.mixed(("pink", "laplacian"))
    x = signals((8, 1, 1, 64), np.float32)
    noisy = add(x, 3)
    assert np.array_equal(noisy, add(x, 3))
    assert np.array_equal(noisy, add(torch.tensor(x), 3).numpy())
    assert add(x[0, 0, 0], 3).shape == (64,)
    assert np.array_equal(noise.mixed(clean=1.0)(x, 3), x)
    assert noise.mixed("pink") == noise.mixed(("pink",))


def test_the_kind_of_a_sample_is_drawn_not_told_by_its_place():
    add = noise.mixed(("gaussian", "pink"), low_db=0, high_db=0)
    x = signals((400, 128))
    z = np.stack([add(x, seed) - x for seed in range(2)])
    spectrum = np.abs(np.fft.rfft(z)) ** 2
    pink = spectrum[..., 1:4].mean(axis=-1) > 4 * spectrum[..., 32:].mean(axis=-1)
    # of 400 places about half have another kind with another seed, and neighbours too
    assert (pink[0] != pink[1]).mean() == pytest.approx(0.5, abs=0.12)
    assert (pink[0, 1:] != pink[0, :-1]).mean() == pytest.approx(0.5, abs=0.12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kinds": ("brown",)}, "no noise is called"),
        ({"kinds": ()}, "at least one kind"),
        ({"low_db": 3, "high_db": 2}, "low_db"),
        ({"low_db": np.nan}, "low_db"),
        ({"low_db": 1e9, "high_db": 1e9}, "within ±300 dB"),
        ({"low_db": -1e9}, "within ±300 dB"),
        ({"low_db": "5"}, "are numbers, got .*'5'"),
        ({"high_db": 5j}, "are numbers"),
        ({"clean": None}, "are numbers"),
        ({"clean": 1.5}, "between 0 and 1"),
    ],
)
def test_mixed_refuses_bad_settings_at_once(arguments, message):
    with pytest.raises(ValueError, match=message):
        noise.mixed(**arguments)

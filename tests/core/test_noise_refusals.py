"""Noise: samples and SNRs that cannot be, each refused by name."""

import numpy as np
import pytest
import torch
from test_noise import signals

from drsn_lite import noise

BAD_ROW = signals((3, 8))
BAD_ROW[1] = 0
NAN_ROW = signals((3, 8))
NAN_ROW[2, 4] = np.nan
INF_ROW = signals((3, 8))
INF_ROW[0, 4] = -np.inf
GOOD = signals((3, 8))


@pytest.mark.parametrize(
    ("x", "snr", "kind", "message"),
    [
        (BAD_ROW, 0.0, "gaussian", "row 1 of x has zero power"),
        (NAN_ROW, 0.0, "gaussian", "row 2 of x has NaN or infinite"),
        (INF_ROW, 0.0, "gaussian", "row 0 of x has NaN or infinite"),
        (np.zeros(8), 0.0, "gaussian", "row 0 of x has zero power"),
        (np.zeros((0, 8)), 0.0, "gaussian", "empty"),
        (np.zeros((3, 0)), 0.0, "gaussian", "empty"),
        (np.array(1.0), 0.0, "gaussian", r"it takes \(L,\) or \(n, L\)"),
        (np.ones((3, 8), int), 0.0, "gaussian", "pass floats"),
        (np.ones((3, 8), complex), 0.0, "gaussian", "pass floats"),
        (GOOD, np.zeros(2), "gaussian", r"shape \(3,\)"),
        (GOOD, np.zeros((3, 1)), "gaussian", r"shape \(3,\)"),
        (GOOD, np.nan, "gaussian", "row 0 is nan"),
        (GOOD, [0, 0, np.nan], "gaussian", "row 2 is nan"),
        (GOOD, -np.inf, "gaussian", "row 0 is -inf"),
        (GOOD.astype(np.float32), -1000.0, "gaussian", "row 0 is too far from 0 dB for float32"),
        (GOOD.astype(np.float32), 400.0, "gaussian", "row 0 is too far from 0 dB for float32"),
        (GOOD, 1e9, "gaussian", "row 0 is too far from 0 dB for float64"),
        (GOOD, -1e9, "gaussian", "row 0 is too far from 0 dB for float64"),
        (GOOD, [0, np.inf, 7000], "gaussian", "row 2 is too far from 0 dB for float64"),
        (GOOD, "5", "gaussian", "snr_db is a number of dB.*got '5'"),
        (GOOD, ["5", "5", "5"], "gaussian", "snr_db is a number of dB"),
        (GOOD, 5 + 0j, "gaussian", r"snr_db is a number of dB.*got \(5\+0j\)"),
        (GOOD, np.full(3, 5 + 1j), "gaussian", "snr_db is a number of dB"),
        (GOOD, None, "gaussian", "snr_db is a number of dB.*got None"),
        (GOOD, True, "gaussian", "snr_db is a number of dB.*got True"),
        (GOOD, np.ma.masked_less([5.0, -1.0, 5.0], 0), "gaussian", "snr_db has masked values"),
        (GOOD, 0.0, "brown", "gaussian, laplacian, pink"),
        (np.ones((3, 1)), 0.0, "pink", "use two"),
    ],
)
def test_bad_input_is_named(x, snr, kind, message):
    with pytest.raises(ValueError, match=message):
        noise.add_noise(x, snr, kind, 0)
    with pytest.raises(ValueError, match=message):
        noise.add_noise(torch.tensor(x), snr, kind, 0)


def test_masked_samples_are_refused():
    x = np.ma.masked_greater(GOOD, 1.0)
    with pytest.raises(ValueError, match=r"x has masked values.*x\.filled"):
        noise.add_noise(x, 0.0)
    with pytest.raises(ValueError, match="clean has masked values"):
        noise.snr_db(x, GOOD)
    with pytest.raises(ValueError, match="noisy has masked values"):
        noise.snr_db(GOOD, x)
    assert np.ma.is_masked(x)
    np.testing.assert_array_equal(
        noise.add_noise(np.ma.asarray(GOOD), 0.0, rng=0), noise.add_noise(GOOD, 0.0, rng=0)
    )


def test_snr_db_refuses_what_it_cannot_compare():
    with pytest.raises(ValueError, match=r"\(3, 8\) and noisy \(3, 7\)"):
        noise.snr_db(GOOD, GOOD[:, :7])
    with pytest.raises(ValueError, match="row 1 of clean has zero power"):
        noise.snr_db(BAD_ROW, GOOD)
    with pytest.raises(ValueError, match="row 2 of noisy"):
        noise.snr_db(GOOD, NAN_ROW)

"""The panel of τ over the SNR shows the table, and its sentence says which way τ goes."""

import numpy as np
import pytest

from drsn_lite import panels
from drsn_lite.drawing import Line, Points
from drsn_lite.lessons.lesson07 import tau_over_snr as module
from drsn_lite.results import tables
from drsn_lite.results.gains import band
from drsn_lite.results.heart import SNR_DB

TABLE = tables.read("anatomy")


@pytest.mark.parametrize(
    ("network", "kind", "unit", "snr_db"),
    [
        ("drsn-cw", "gaussian", 1, -4.0),
        ("drsn-cs", "pink", 6, -8.0),
        ("drsn-cw", "laplacian", 3, 0.0),
    ],
)
def test_the_curve_is_the_table(network, kind, unit, snr_db) -> None:
    frame = panels.tau_over_snr.frame(network=network, kind=kind, unit=unit, snr_db=snr_db)
    rows = TABLE.query("network == @network and noise == @kind and unit == @unit")
    values = rows.pivot_table("tau", "seed", "snr_db")
    mean, half = band(values[snr_db] / values[10.0])
    at = SNR_DB.index(snr_db)
    middle, low, high = (m.y for m in frame.plots[0].marks if isinstance(m, Line))
    assert middle[at] == pytest.approx(mean, rel=1e-5)
    assert low[at] == pytest.approx(mean - half, rel=1e-4)
    assert high[at] == pytest.approx(mean + half, rel=1e-4)
    means = next(m for m in frame.plots[2].marks if isinstance(m, Points))
    assert means.y[unit - 1] == pytest.approx(mean, rel=1e-5)
    marked = frame.plots[2].marks[-1]
    assert (marked.x.tolist(), marked.y[0]) == ([unit], means.y[unit - 1])
    assert f"{mean:.2f} ± {half:.2f} times" in frame.sentence


def test_every_curve_is_one_at_ten_decibels_and_fits_the_axes() -> None:
    for network in ("drsn-cs", "drsn-cw"):
        for kind in ("gaussian", "laplacian", "pink"):
            for mean, half in module.factors(network, kind).values():
                np.testing.assert_allclose(mean[-1], 1)
                np.testing.assert_allclose(half[-1], 0, atol=1e-12)
                assert mean.max() < module.TOP


def test_the_sentence_says_which_way() -> None:
    assert "τ rises" in panels.tau_over_snr.frame(unit=1).sentence
    assert "τ falls" in panels.tau_over_snr.frame(unit=6).sentence
    assert "relative to 10 dB" in panels.tau_over_snr.frame(snr_db=10.0).sentence

"""The noise lab with the truth drawn in: its marks and numbers against a count made by hand."""

import re

import numpy as np
import pytest

from drsn_lite import panels
from drsn_lite.drawing import Bars, Frame, Line, Points
from drsn_lite.lessons import lab
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise


def by_hand(snr_db: float, network: str, sample: int, unit: int):
    """s, x and y of one unit, (C, L) each."""
    x = lab.samples("gearbox")[0][sample][None]
    net = lab.network("gearbox", network)
    clean = look(net, x)[unit - 1]
    noisy = look(net, add_noise(x, snr_db, "gaussian", rng=sample))[unit - 1]
    return (t[0, :, 0].numpy() for t in (clean.before, noisy.before, noisy.after))


def mark(frame: Frame, plot: int, label: str):
    (found,) = [m for m in frame.plots[plot].marks if getattr(m, "label", "") == label]
    return found


@pytest.mark.parametrize("network", ["drsn-cs", "drsn-cw"])
@pytest.mark.parametrize(("snr_db", "unit", "channel"), [(0.0, 1, 3), (-6.0, 4, 16), (15.0, 6, 9)])
def test_every_zero_is_marked_once_and_as_what_it_was(network, snr_db, unit, channel) -> None:
    s, x, y = by_hand(snr_db, network, 5, unit)
    c = channel - 1
    gone, louder = (y == 0) & (x != 0), np.abs(x - s) > np.abs(s)
    frame = panels.zeroed_truth.frame(
        network=network, snr_db=snr_db, unit=unit, channel=channel, sample=5
    )
    for label, mask in (
        ("zeroed: noise", gone & louder),
        ("zeroed: signal", gone & ~louder),
    ):
        points = mark(frame, 0, label)
        np.testing.assert_array_equal(points.x, np.flatnonzero(mask[c]))
        np.testing.assert_array_equal(points.y, x[c][mask[c]])
    kept, zeroed = (mark(frame, 1, label) for label in ("kept", "zeroed"))
    assert len(zeroed.x) == gone[c].sum()
    assert len(kept.x) + len(zeroed.x) == x.shape[1]
    np.testing.assert_allclose(kept.y, np.abs(x - s)[c][~gone[c]], rtol=1e-6)
    shares = mark(frame, 3, "of the zeroed").heights
    expected = [100 * louder[k][gone[k]].mean() if gone[k].any() else 0 for k in range(len(x))]
    np.testing.assert_allclose(shares, expected, rtol=1e-5)
    for label, v in (("of the noise", x - s), ("of the signal", s)):
        m = mark(frame, 4, label)
        value = (m.heights if isinstance(m, Bars) else m.y)[unit - 1]
        assert value == pytest.approx(100 * (v[gone] ** 2).sum() / (v**2).sum(), rel=1e-4)


def test_the_threshold_of_the_band_is_that_of_the_bars_and_below_its_cap() -> None:
    frame = panels.zeroed_truth.frame(unit=2, channel=5)
    bars = mark(frame, 2, "τ").heights
    cap = mark(frame, 2, "mean |x|: the cap").y
    assert mark(frame, 0, "|x| ≤ τ").high == pytest.approx(bars[4], rel=1e-6)
    assert (bars <= cap).all()


def test_the_sentence_says_what_the_points_show() -> None:
    frame = panels.zeroed_truth.frame()
    total, zeros, kept = map(float, re.findall(r"(\d+) %", frame.sentence))
    marked = [len(mark(frame, 0, f"zeroed: {w}").x) for w in ("noise", "signal")]
    length = len(mark(frame, 0, "features").y)
    assert total == pytest.approx(100 * sum(marked) / length, abs=0.51)
    assert zeros == pytest.approx(100 * marked[0] / sum(marked), abs=0.51)
    above = mark(frame, 1, "kept")
    assert kept == pytest.approx(100 * np.mean(above.y > above.x), abs=0.51)


def test_the_noise_moves_its_share_and_the_clean_sample_stays() -> None:
    shares = [
        np.mean(panels.zeroed_truth.frame(snr_db=snr).plots[3].marks[1].y) for snr in (20, 0, -10)
    ]
    assert shares[0] < shares[1] < shares[2]
    assert isinstance(panels.zeroed_truth.frame().plots[1].marks[0], Line)
    assert isinstance(panels.zeroed_truth.frame().plots[1].marks[1], Points)

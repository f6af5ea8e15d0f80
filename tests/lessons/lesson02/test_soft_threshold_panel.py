"""The panels of lesson 02 as arrays, and the wavelet ground they stand on."""

import itertools

import numpy as np
import pytest
import pywt

from drsn_lite import panels
from drsn_lite.lessons.lesson02 import wavelets as wv
from drsn_lite.lessons.lesson02.soft_threshold import TAUS, errors_over_tau
from drsn_lite.noise import draw
from drsn_lite.panels import guess_tau, soft_threshold


@pytest.mark.parametrize("n", [64, 512, 2048])
def test_the_basis_is_orthonormal_and_inverts(n):
    x = draw("gaussian", (n,), 0)
    w = wv.analyse(x)
    assert w.shape == x.shape
    assert np.sum(w**2) == pytest.approx(np.sum(x**2))
    np.testing.assert_allclose(wv.synthesise(w), x, atol=1e-9)
    identity = np.stack([wv.analyse(row) for row in np.eye(n)])
    np.testing.assert_allclose(identity @ identity.T, np.eye(n), atol=1e-8)


@pytest.mark.parametrize("n", [0, 32, 100, 1000])
def test_a_length_that_does_not_halve_is_refused(n):
    with pytest.raises(ValueError, match="power of two"):
        wv.analyse(np.zeros(n))


@pytest.mark.parametrize("kind", wv.SHRINK)
def test_shrinking_is_that_of_pywavelets_and_spares_the_coarse_part(kind):
    w = draw("gaussian", (256,), 1)
    taus = np.array([0.0, 0.3, 1.1])
    shrunk = wv.shrink(w, taus, kind)
    assert shrunk.shape == (3, 256)
    for tau, row in zip(taus, shrunk, strict=True):
        np.testing.assert_array_equal(row[: wv.COARSE], w[: wv.COARSE])
        np.testing.assert_allclose(
            row[wv.COARSE :], pywt.threshold(w[wv.COARSE :], tau, kind), atol=1e-12
        )
        np.testing.assert_allclose(row, wv.shrink(w, tau, kind))


def test_sigma_is_estimated_within_a_few_percent_for_every_signal():
    for name, seed in itertools.product(wv.SIGNALS, range(5)):
        w = wv.analyse(wv.demo_signal(name) + 0.3 * draw("gaussian", (2048,), seed))
        assert wv.sigma_by_mad(w) == pytest.approx(0.3, rel=0.15), (name, seed)


def test_pure_noise_seldom_passes_the_universal_threshold():
    noise = draw("gaussian", (200, 2048), 0)
    passed = (np.abs(noise) > wv.universal_threshold(1.0, 2048)).any(axis=1).mean()
    assert 0.02 < passed < 0.4


def test_the_sentence_and_the_dot_are_the_numbers_of_the_signal_domain():
    settings = {"tau": 0.37, "sigma": 0.4, "signal": "Blocks", "kind": "soft", "seed": 3}
    frame = soft_threshold.frame(**settings)
    clean = wv.demo_signal("Blocks")
    noisy = clean + 0.4 * draw("gaussian", (2048,), 3)
    w = wv.analyse(noisy)
    estimate = wv.synthesise(wv.shrink(w, 0.37))
    error = float(wv.rms_error(clean, estimate))
    share = np.mean(np.abs(w[wv.COARSE :]) <= 0.37)
    assert frame.sentence.startswith(f"τ = 0.37 sets {100 * share:.0f} % of the 2016 detail")
    assert f"error {error:.3f}," in frame.sentence
    _, _, best, current = frame.plots[3].marks
    np.testing.assert_allclose([*current.x, *current.y], [0.37, error], rtol=1e-5)
    assert best.y[0] <= error
    np.testing.assert_allclose(frame.plots[0].marks[2].y, estimate, atol=1e-5)


@pytest.mark.parametrize("kind", wv.SHRINK)
def test_the_error_curve_is_the_error_at_each_tau(kind):
    curve = errors_over_tau("Bumps", 0.3, kind, 0)
    clean = wv.demo_signal("Bumps")
    w = wv.analyse(clean + 0.3 * draw("gaussian", (2048,), 0))
    for i in (0, 17, 100):
        estimate = wv.synthesise(wv.shrink(w, TAUS[i], kind))
        assert curve[i] == pytest.approx(float(wv.rms_error(clean, estimate)), rel=1e-6)


def test_more_noise_wants_a_larger_threshold_for_every_signal():
    for name in wv.SIGNALS:
        best = [TAUS[errors_over_tau(name, s, "soft", 0).argmin()] for s in (0.1, 0.2, 0.4)]
        assert best == sorted(best)
        assert best[2] > 1.5 * best[1] > 2 * best[0]


def test_dragging_tau_computes_nothing_over_tau_again():
    errors_over_tau.cache_clear()
    for tau in TAUS:
        soft_threshold.frame(tau=tau)
    assert errors_over_tau.cache_info().misses == 1
    soft_threshold.frame(sigma=0.35)
    assert errors_over_tau.cache_info().misses == 2


def test_the_guess_reveals_nothing_before_it_is_committed():
    hidden, shown = (guess_tau.frame(tau=0.3, committed=c) for c in (False, True))
    labels = {mark.label for mark in hidden.plots[2].marks}
    assert "B" not in labels
    assert "B" in {mark.label for mark in shown.plots[2].marks}
    assert "Its best τ" in shown.sentence
    assert "Its best τ" not in hidden.sentence
    assert guess_tau.controls[-1].locks == ("tau",)
    a, b = (errors_over_tau("Doppler", sigma, "soft", n) for n, sigma in enumerate((0.15, 0.3)))
    best_a, best_b = TAUS[a.argmin()], TAUS[b.argmin()]
    assert f"is {best_b:.2f}, {best_b / best_a:.1f} times that of A" in shown.sentence
    assert f"{best_b / best_a:.1f}" != f"{best_a / best_b:.1f}"


def test_the_best_guess_costs_nothing():
    best = TAUS[errors_over_tau("Doppler", 0.3, "soft", 1).argmin()]
    assert "costs 0 % more" in guess_tau.frame(tau=float(best), committed=True).sentence


def test_settings_are_checked():
    with pytest.raises(ValueError, match="kind"):
        panels.soft_threshold.frame(kind="firm")
    with pytest.raises(ValueError, match="signal"):
        wv.demo_signal("Chirp")


def test_another_noise_is_another_signal_and_another_curve_of_errors():
    for seed in (0, 1):
        frame = soft_threshold.frame(seed=seed, tau=1.0, sigma=0.3, signal="Blocks", kind="soft")
        clean = wv.demo_signal("Blocks", 2048)
        noise = draw("gaussian", (2048,), seed)
        (noisy,) = [mark for mark in frame.plots[0].marks if mark.label == "noisy"]
        np.testing.assert_allclose(noisy.y, clean + 0.3 * noise, atol=1e-5)
        w = wv.analyse(clean + 0.3 * noise)
        expected = [wv.rms_error(wv.analyse(clean), wv.shrink(w, tau, "soft")) for tau in TAUS]
        curves = [mark for mark in frame.plots[3].marks if getattr(mark, "y", np.zeros(0)).size > 9]
        np.testing.assert_allclose(curves[0].y, expected, rtol=1e-4)

"""The exercises of lesson 01: right answers in many forms pass, each wrong one gets its name."""

import numpy as np
import pytest
from scipy.signal import hilbert

from drsn_lite import noise
from drsn_lite.checks import check
from drsn_lite.datasets.gearbox import fault_frequency
from drsn_lite.datasets.gearbox.parameters import BEARING
from drsn_lite.lessons.lesson01 import exercises_decibels as lesson01_decibels
from drsn_lite.lessons.lesson01 import exercises_envelope as lesson01_envelope
from drsn_lite.lessons.lesson01 import exercises_outer as lesson01_outer
from drsn_lite.lessons.lesson01 import exercises_scale as lesson01_scale


@pytest.mark.parametrize(
    "answer",
    [
        noise.snr_db,
        lambda clean, noisy: 20 * np.log10(np.linalg.norm(clean) / np.linalg.norm(clean - noisy)),
        lambda clean, noisy: (
            10 * (np.log10(np.sum(clean**2)) - np.log10(np.sum((clean - noisy) ** 2)))
        ),
    ],
)
def test_snr_in_other_words(answer) -> None:
    assert check("snr-db", answer)


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, n, snr: (np.sum(x**2) / np.sum(n**2) / 10 ** (snr / 10)) ** 0.5,
        lambda x, n, snr: 10 ** ((noise.snr_db(x, x + n) - snr) / 20),
    ],
)
def test_noise_scale_in_other_words(answer) -> None:
    assert check("noise-scale", answer)


def test_the_scale_of_the_package_is_right() -> None:
    for probe in lesson01_scale.SCALE.probes:
        noisy = probe["clean"] + lesson01_scale.SCALE.truth(**probe) * probe["noise"]
        assert noise.snr_db(probe["clean"], noisy) == pytest.approx(probe["snr_db"], abs=1e-9)


def test_the_outer_race_formula_is_that_of_the_simulator() -> None:
    for shaft_hz in (10.0, 37.5):
        ours = lesson01_outer.OUTER.truth(
            shaft_hz, BEARING.balls, BEARING.ball_mm, BEARING.pitch_mm
        )
        assert ours == pytest.approx(fault_frequency("outer race", shaft_hz))


def test_the_envelope_by_hand_passes() -> None:
    def by_hand(x):
        spectrum = np.fft.fft(x)
        n = len(x)
        spectrum[n // 2 + 1 :] = 0
        spectrum[1 : n // 2] *= 2
        return np.abs(np.fft.ifft(spectrum))

    assert check("envelope", by_hand)
    assert check("envelope", lambda x: np.hypot(x, hilbert(x).imag))


def test_the_probe_of_the_envelope_is_a_known_one() -> None:
    t = np.arange(32) / 32
    expected = 1 + 0.6 * np.cos(2 * np.pi * t)
    probe = lesson01_envelope.ENVELOPE.probes[1]["x"]
    np.testing.assert_allclose(lesson01_envelope.ENVELOPE.truth(probe), expected, atol=1e-9)


def test_complex_answers_are_shown_as_they_are() -> None:
    verdict = check("envelope", hilbert)
    assert verdict.misconception == "analytic-signal"
    assert "yours    [1-1j, 1+1j" in verdict.message
    assert check("envelope", lambda x: 1j * np.abs(hilbert(x))).misconception == "complex"


def test_what_is_still_to_fill_in_is_named() -> None:
    verdict = check("decibels", lesson01_decibels.DECIBELS.truth | {"noise power at 0 dB": ...})
    assert verdict.misconception == "not-tried"
    assert verdict.message == "Not tried yet. Still to fill in: noise power at 0 dB."


def test_decibels_are_those_of_add_noise() -> None:
    x = np.random.default_rng(0).standard_normal(500)
    power = {
        snr: np.mean((noise.add_noise(x, snr, rng=1) - x) ** 2) / np.mean(x**2)
        for snr in (20.0, 0.0, -10.0)
    }
    truth = lesson01_decibels.DECIBELS.truth
    assert 1 / power[20.0] == pytest.approx(truth["power ratio at 20 dB"])
    assert power[20.0] ** -0.5 == pytest.approx(truth["amplitude ratio at 20 dB"])
    assert power[0.0] == pytest.approx(truth["noise power at 0 dB"])
    assert power[-10.0] == pytest.approx(truth["noise power at -10 dB"])

"""The panels of lesson 01 as arrays, and the definitions that its notebook writes out."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from drsn_lite import noise
from drsn_lite.datasets import gearbox
from drsn_lite.drawing.marks import minus
from drsn_lite.lessons.lesson01 import drowning
from drsn_lite.lessons.lesson01.drowning import band_hz, prominence
from drsn_lite.lessons.lesson01.signal_lab import signal
from drsn_lite.lessons.spectra import envelope_spectrum
from drsn_lite.panels import detectors, drowning_lab, guess_drown, signal_lab

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "01-noise-and-signals.ipynb"


def test_dragging_the_noise_simulates_one_signal():
    signal.cache_clear()
    for snr_db in range(-20, 21):
        drowning_lab.frame(snr_db=float(snr_db))
    assert signal.cache_info().misses == 1
    drowning_lab.frame(sample=1)
    assert signal.cache_info().misses == 2


def test_the_signal_is_that_of_the_simulator():
    rows, _ = gearbox.simulate(1, 7, speeds_hz=(25.0,), torques=(6.0,))
    for state, row in zip(gearbox.STATES, rows, strict=True):
        np.testing.assert_array_equal(signal(state, 25.0, 6.0, 7), row)


def test_the_signal_lab_marks_the_fault_at_the_tallest_line():
    for state in ("outer race", "inner race", "ball"):
        *_, envelope = signal_lab.frame(state=state, shaft_hz=36, seed=4).plots
        line, first, second = envelope.marks
        hz = gearbox.fault_frequency(state, 36)
        assert [first.at, second.at] == pytest.approx([hz, 2 * hz])
        peaks = line.x[np.argsort(line.y)[-4:]]
        assert np.abs(peaks - hz).min() < 7
    healthy = signal_lab.frame(state="healthy").plots[-1]
    assert len(healthy.marks) == 1


def test_the_drowning_lab_shows_the_snr_it_says():
    frame = drowning_lab.frame(snr_db=-3.5, kind="pink", state="ball", sample=5)
    noisy, clean = (np.asarray(mark.y, dtype=float) for mark in frame.plots[0].marks)
    assert noise.snr_db(clean, noisy) == pytest.approx(-3.5, abs=1e-3)
    steps = frame.plots[1].marks[0]
    assert np.sum(steps.heights * np.diff(steps.edges)) == pytest.approx(1, abs=0.01)
    height = prominence(noisy, "ball", 30.0)
    limit = drowning.alarm("ball", "pink", -3.5)
    assert f"has {height:.1f} × its background; the alarm is at {limit:.1f} ×" in frame.sentence
    assert ("no alarm" in frame.sentence) == (height <= limit)


def test_the_drowning_lab_finds_faults_at_10_db_and_seldom_at_minus_20():
    def alarms(state, snr_db):
        frames = [drowning_lab.frame(state=state, snr_db=snr_db, sample=seed) for seed in range(20)]
        return sum("An alarm" in f.sentence or "A false alarm" in f.sentence for f in frames)

    assert alarms("outer race", 10) >= 18
    assert alarms("outer race", -20) <= 5
    assert alarms("healthy", 10) <= 5


def test_the_histogram_tells_laplacian_noise_from_gaussian():
    def middle(kind):
        frames = [drowning_lab.frame(kind=kind, sample=seed) for seed in range(5)]
        return np.mean([frame.plots[1].marks[0].heights[24:26] for frame in frames])

    assert middle("laplacian") > 1.3 * middle("gaussian")
    assert middle("pink") == pytest.approx(middle("gaussian"), rel=0.1)


def test_the_guess_reveals_nothing_before_it_is_committed():
    half = drowning.half_point(drowning.found("envelope", "outer race", "gaussian", 18))
    hidden, shown = (guess_drown.frame(guess=3, committed=c) for c in (False, True))
    assert not any(type(mark).__name__ == "Line" for mark in hidden.plots[0].marks)
    assert any(type(mark).__name__ == "Line" for mark in shown.plots[0].marks)
    assert minus(f"{half:.1f} dB") not in hidden.sentence
    assert minus(f"half are found at {half:.1f} dB") in shown.sentence
    assert f"{10 ** (-half / 10):.1f} times the power" in shown.sentence
    assert guess_drown.controls[-1].locks == ("guess",)
    titles = [frame.plots[1].title for frame in (hidden, shown)]
    assert [title.split(" at ")[1] for title in titles] == ["10 dB", "3 dB"], "no look ahead"


def test_the_detectors_say_who_goes_further_down():
    for fault in ("outer race", "ball"):
        for kind in noise.KINDS:
            envelope, regression = (
                drowning.half_point(drowning.found(m, fault, kind, 6))
                for m in ("envelope", "logistic")
            )
            sentence = detectors.frame(fault=fault, kind=kind, torque="6").sentence
            assert ("; the envelope goes" in sentence) == (envelope < regression)
            assert minus(f"at {envelope:.1f} dB by the envelope") in sentence


@pytest.fixture(scope="module")
def lesson():
    """The names that the defining cells of the notebook leave behind."""
    cells = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
    names = {"row": gearbox.simulate(1)[0][2]}
    for one in ("imports", "parts", "envelope-stub", "envelope-used", "spectrum", "prominence"):
        exec(compile(cells[one], one, "exec"), names)
    return names


def test_the_envelope_spectrum_of_the_lesson_is_the_packages(lesson):
    x, _ = gearbox.simulate(1, seed=2)
    for row in x.astype(float):
        for mine, ours in zip(
            lesson["envelope_lines"](row, 1500, 6000),
            envelope_spectrum(row, gearbox.RATE_HZ, (1500, 6000)),
            strict=True,
        ):
            np.testing.assert_allclose(mine, ours, atol=1e-12)


@pytest.mark.parametrize("fault", ["outer race", "inner race", "ball"])
def test_the_line_height_of_the_lesson_is_the_packages(lesson, fault):
    x, _ = gearbox.simulate(1, seed=3, speeds_hz=(40.0,))
    hz = gearbox.fault_frequency(fault, 40.0)
    for row in x:
        by_hand = lesson["line_height"](row, hz, *band_hz(fault))
        assert by_hand == pytest.approx(prominence(row, fault, 40.0))

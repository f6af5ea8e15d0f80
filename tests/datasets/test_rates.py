"""Sampling rates: in which units they may be meant, how far they may be off, what times tell."""

from pathlib import Path

import numpy as np
import pytest
from recorded import WAVE

from drsn_lite.datasets.recordings import csv_files
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import Recording, RecordingError, check_rate


def recording(rate: float, off: float, sure: bool) -> Recording:
    return Recording(Path("a.csv"), 400, rate, lambda a, b: WAVE[a:b], "", off, sure)


def test_a_rate_in_a_unit_that_is_said_is_taken_as_it_is():
    assert check_rate(recording(12.0, 0.0, False), 12_000.0, "x says", True) == 12_000
    for factor in (1e3, 1e6, 1e9):
        with pytest.raises(RecordingError, match="12 Hz, x says"):
            check_rate(recording(12.0, 0.0, True), 12 * factor, "x says", True)


@pytest.mark.parametrize("unit", [1, 1e3, 1e6])
def test_what_a_rate_may_be_off_grows_with_its_unit(unit):
    """12.0004 samples a millisecond, give or take 0.001, may be 12 000 a second."""
    found = recording(12.0004, 0.001, False)
    assert check_rate(found, 12 * unit, "x says", True) == 12 * unit
    with pytest.raises(RecordingError):
        check_rate(found, 12.002 * unit, "x says", True)


def write(path, name, times):
    rows = [f"{t},{x:.6f}" for t, x in zip(times, WAVE, strict=False)]
    path.write_text("\n".join([f"{name},x", *rows, ""]))
    return path


@pytest.mark.parametrize(
    ("form", "rate"),
    [
        (lambda n: f"{n // 60:02}:{n % 60:02}", 1 / 60),  # hours and minutes
        (lambda n: f"08:{n // 60:02}:{n % 60:02}", 1.0),
        (lambda n: f"2024-03-01 {n // 60:02}:{n % 60:02}", 1 / 60),
    ],
)
def test_clocks_without_seconds_count_hours_and_minutes(tmp_path, form, rate):
    found = open_recording(write(tmp_path / "a.csv", "when", map(form, range(400))), column="x")
    assert found.rate_hz == pytest.approx(rate, rel=1e-3)


def test_a_column_called_after_its_unit_says_it(tmp_path):
    times = [f"{n / 1000:.3f}" for n in range(400)]
    said, unsaid = (
        open_recording(write(tmp_path / "a.csv", name, times), column="x")
        for name in ("seconds", "time")
    )
    assert said.rate_hz == unsaid.rate_hz == 1000
    assert (said.unit_sure, unsaid.unit_sure) == (True, False)
    assert "taken for seconds" not in said.note
    assert "taken for seconds" in unsaid.note


def test_a_jump_between_two_blocks_of_rows_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_files, "ROWS", 100)
    times = [f"{(n + 50 * (n >= 300)) / 1000:.3f}" for n in range(400)]
    found = open_recording(write(tmp_path / "a.csv", "t", times), column="x")
    assert found.rate_hz is None
    assert "between the rows 300 and 301" in found.note
    even = open_recording(
        write(tmp_path / "b.csv", "t", [f"{n / 1000:.3f}" for n in range(400)]), column="x"
    )
    assert even.rate_hz == 1000


def test_a_rate_that_is_said_goes_before_times(tmp_path):
    both = np.stack([np.arange(600) / 500, WAVE], axis=1)
    np.savez(tmp_path / "a.npz", x=both, fs=1000.0)
    np.savez(tmp_path / "b.npz", x=both)
    said, told = (open_recording(tmp_path / name, column=1) for name in ("a.npz", "b.npz"))
    assert (said.rate_hz, told.rate_hz) == (1000, 500)
    assert "is from fs" in said.note

"""The generated sounds: what makes a class, that takes differ, that the files hold the sounds."""

import wave

import numpy as np
import pytest

from drsn_lite.lessons.lesson11 import tones


def loudest_hz(x: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(x * np.hanning(len(x))))
    return float(np.fft.rfftfreq(len(x), 1 / tones.RATE_HZ)[spectrum.argmax()])


@pytest.mark.parametrize("kind", tones.KINDS)
def test_a_sound_is_the_same_each_time_and_every_take_another(kind) -> None:
    for instrument in tones.INSTRUMENTS:
        once, again = (tones.sound(kind, instrument, 3) for _ in range(2))
        np.testing.assert_array_equal(once, again)
        assert once.shape == (4000,)
        assert once.dtype == np.float32
        assert 0.3 <= np.abs(once).max() <= 0.9 + 1e-6
        assert not np.allclose(once, tones.sound(kind, instrument, 4))
        assert not np.allclose(once, tones.sound(kind, instrument, 3, seed=1))


def test_all_takes_differ() -> None:
    takes = {tones.sound("steady", "horn", take).tobytes() for take in range(40)}
    assert len(takes) == 40


def test_pitches_lie_within_three_semitones_above_the_instruments() -> None:
    for name in ("flute", "reed", "string", "bell"):
        for take in range(5):
            ratio = loudest_hz(tones.sound("steady", name, take)) / tones.INSTRUMENTS[name].pitch_hz
            assert 0.98 < ratio < 2**0.25 * 1.02


@pytest.mark.parametrize(("kind", "low", "high"), [("rising", 1.2, 2), ("falling", 0.5, 0.85)])
@pytest.mark.parametrize("instrument", ["flute", "bell"])
def test_rising_rises_and_falling_falls(kind, low, high, instrument) -> None:
    for take in range(5):
        x = tones.sound(kind, instrument, take)
        loud = np.flatnonzero(np.abs(x) > 0.15 * np.abs(x).max())
        begin, end = loud[0], loud[-1]
        half = (begin + end) // 2
        assert low < loudest_hz(x[half:end]) / loudest_hz(x[begin:half]) < high


def test_the_files_hold_the_sounds(tmp_path) -> None:
    paths = tones.write(tmp_path, takes=2)
    assert len(paths) == 10 * 6 * 2
    assert paths == sorted(tmp_path.rglob("*.wav"))
    assert {path.parent.name for path in paths} == set(tones.KINDS)
    with wave.open(str(tmp_path / "vibrato" / "horn-01.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        x = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    np.testing.assert_allclose(x, tones.sound("vibrato", "horn", 1), atol=0.51 / 32767)


def test_what_cannot_be_made_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="no kind 'hum'"):
        tones.sound("hum", "flute", 0)
    with pytest.raises(ValueError, match="no instrument 'drum'"):
        tones.sound("steady", "drum", 0)
    with pytest.raises(ValueError, match="counted from 0"):
        tones.sound("steady", "flute", -1)
    with pytest.raises(ValueError, match="at least one take"):
        tones.write(tmp_path, takes=0)
    for wrong in (1.5, np.nan):
        with pytest.raises(ValueError, match="between −1 and 1"):
            tones.save(tmp_path / "x.wav", np.array([0.0, wrong], np.float32))
    assert not list(tmp_path.iterdir())


def test_a_window_has_one_length_mean_zero_and_rms_one() -> None:
    for length in (10, 4096, 9000):
        x = tones.window(3 + 5 * np.random.default_rng(length).standard_normal(length))
        assert x.shape == (tones.WINDOW,)
        assert x.dtype == np.float32
        assert x.mean() == pytest.approx(0, abs=1e-6)
        assert np.mean(x.astype(np.float64) ** 2) == pytest.approx(1, abs=1e-5)
    for silent in (np.array([]), np.zeros(5000), np.full(4096, 0.25)):
        with pytest.raises(ValueError, match="empty or constant"):
            tones.window(silent)


def test_louder_recordings_give_the_same_window() -> None:
    x = tones.sound("triad", "organ", 0)
    np.testing.assert_allclose(tones.window(x), tones.window(1000 * x), atol=1e-5)

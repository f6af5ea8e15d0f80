"""The panels of lesson 11, the sounds behind them, and what is played."""

import base64
import io
import re
import wave

import needs
import numpy as np
import pytest

from drsn_lite import datasets, panels
from drsn_lite.datasets import fsdd
from drsn_lite.datasets.remote import DataError
from drsn_lite.drawing import Bars, Image, Line, paint
from drsn_lite.lessons.lesson11 import guess_speaker as guess
from drsn_lite.lessons.lesson11 import sounds, tones
from drsn_lite.microscope import look
from drsn_lite.noise import snr_db
from drsn_lite.results import tables

pytestmark = pytest.mark.data


needs_digits = needs.files("fsdd")
SETS = ["tones", pytest.param("fsdd", marks=needs_digits)]


def played(players: sounds.Players) -> list[np.ndarray]:
    """The samples that a browser would get."""
    found = []
    for text in re.findall(r'src="data:audio/wav;base64,([^"]+)"', players._repr_html_()):
        with wave.open(io.BytesIO(base64.b64decode(text))) as file:
            assert (file.getframerate(), file.getnchannels()) == (players.rate_hz, 1)
            found.append(np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767)
    return found


@pytest.mark.parametrize("data", ["fsdd", "tones"])
def test_the_guess_panel_shows_the_table_and_gives_nothing_away(data: str) -> None:
    table = tables.read("sound").query("data == @data and network == 'drsn-cw' and snr_db > 99")
    new = 100 * table[table["split"] == "speaker"].sort_values("seed")["accuracy"].to_numpy()
    known = 100 * table[table["split"] == "recording"]["accuracy"].mean()
    hidden, shown = (panels.guess_speaker.frame(data=data, committed=c) for c in (False, True))
    left, right = (
        [next(m for m in p.marks if isinstance(m, Bars)) for p in f.plots] for f in (hidden, shown)
    )
    np.testing.assert_allclose(left[0].heights, [known, 0], rtol=1e-5)
    assert not left[1].heights.any()
    np.testing.assert_allclose(right[0].heights, [known, new.mean()], rtol=1e-5)
    np.testing.assert_allclose(right[1].heights, new, rtol=1e-5)
    assert "Measured" not in hidden.sentence
    assert f"new {guess.NOUNS[data]}" in hidden.sentence
    assert f"{new.mean():.0f} % on average" in shown.sentence
    assert f"{new.min():.0f} % ({right[1].names[new.argmin()]})" in shown.sentence


@pytest.mark.parametrize("data", SETS)
def test_the_lab_shows_what_the_network_says(data: str) -> None:
    for settings in ({"snr_db": 20.0}, {"snr_db": -10.0, "kind": "pink", "label": 9, "voice": 5}):
        frame = panels.sound_lab.frame(data=data, unit=6, **settings)
        bars = next(m for m in frame.plots[5].marks if isinstance(m, Bars))
        assert bars.heights.sum() == pytest.approx(100, abs=1e-3)
        said = bars.names[int(bars.heights.argmax())]
        assert f"says {said} with {bars.heights.max():.0f} %" in frame.sentence
        truth = sounds.CLASSES[data][settings.get("label", 3)]
        assert bars.names[bars.highlight] == truth
        assert frame.sentence.endswith("right." if said == truth else f"wrong, it is {truth}.")
        tau, cap = (mark for mark in frame.plots[3].marks)
        assert (tau.heights <= cap.y + 1e-6).all()
        assert paint(frame).axes


@pytest.mark.parametrize("unit", [1, 6])
def test_the_thresholds_shown_are_those_of_the_unit_chosen(unit: int) -> None:
    settings = panels.sound_lab.settings(unit=unit, snr_db=0.0)
    frame = panels.sound_lab.frame(**settings)
    places = (settings["label"], settings["voice"], settings["take"])
    x = sounds.noisy(sounds.clean("tones", *places), 0.0, "gaussian", sounds.seed(*places))
    record = look(sounds.network("tones"), x[None, None, None])[unit - 1]
    np.testing.assert_allclose(frame.plots[3].marks[0].heights, record.tau.flatten(), rtol=1e-5)
    share = 100 * float(record.zeroed.mean())
    shown = frame.plots[4].marks[0]
    assert shown.highlight == unit - 1
    assert shown.heights[unit - 1] == pytest.approx(share, abs=1e-4)
    assert f"sets {share:.0f} %" in frame.sentence


@pytest.mark.parametrize("data", SETS)
def test_the_noise_has_the_snr_of_the_slider_and_only_its_level_changes(data: str) -> None:
    noises = []
    for level in (-10.0, 5.0, 20.0):
        frame = panels.sound_lab.frame(data=data, snr_db=level, kind="pink")
        noisy, clean = (mark.y for mark in frame.plots[0].marks if isinstance(mark, Line))
        assert snr_db(clean, noisy) == pytest.approx(level, abs=1e-3)
        words = f"{level:g} dB".replace("-", "−")
        assert words in frame.sentence
        assert words in frame.plots[2].title
        noises.append((noisy - clean) / np.std(noisy - clean))
    np.testing.assert_allclose(noises[0], noises[2], atol=1e-3)


def test_the_takes_shown_are_those_of_the_test() -> None:
    x = sounds.clean("tones", 3, 5, 4)
    np.testing.assert_array_equal(x, tones.window(tones.sound("rising", "horn", 4)))
    seeds = {sounds.seed(k, v, t) for k in range(10) for v in range(6) for t in range(5)}
    assert len(seeds) == 300


@needs_digits
def test_the_digits_shown_are_those_of_the_official_test() -> None:
    official = datasets.load("fsdd", download=False)
    windows = official.test_x[official.test_y == 7][:, 0, 0].astype(np.float64)
    windows /= np.sqrt(np.mean(windows**2, axis=1, keepdims=True))
    for voice in range(len(fsdd.SPEAKERS)):
        for take in range(sounds.TAKES):
            x = sounds.clean("fsdd", 7, voice, take)
            assert np.abs(windows - x).max(axis=1).min() < 1e-3


def test_without_the_digits_the_panel_says_which_files_to_put_where(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DRSN_LITE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sounds.recordings.cache_clear()
    sounds.clean.cache_clear()
    with pytest.raises(DataError, match="fsdd"):
        panels.sound_lab.frame(data="fsdd")
    sounds.recordings.cache_clear()


def test_a_spectrogram_has_a_tone_where_it_is() -> None:
    x = np.sin(2 * np.pi * 1000 * np.arange(4096) / 8000).astype(np.float32)
    picture = sounds.spectrogram(x)
    assert picture.shape[0] == 129
    assert (picture.argmax(axis=0) == 128 - 32).all()  # 4 kHz in row 0, 31.25 Hz a row
    assert picture.max() == pytest.approx(0, abs=1e-6)
    assert picture.min() == sounds.FLOOR_DB
    images = [m for p in panels.sound_lab.frame().plots for m in p.marks if isinstance(m, Image)]
    assert len(images) == 2
    assert not np.array_equal(images[0].values, images[1].values)


@pytest.mark.parametrize("data", SETS)
@pytest.mark.parametrize("level", [-10.0, 20.0])
def test_what_is_played_is_safe_and_as_loud_as_in_the_data(data: str, level: float) -> None:
    settings = panels.sound_lab.settings(data=data, snr_db=level, label=2, voice=1, take=3)
    players = sounds.hear(settings)
    clean, noisy = played(players)
    assert max(np.abs(clean).max(), np.abs(noisy).max()) == pytest.approx(sounds.PEAK, abs=1e-4)
    assert snr_db(clean, noisy) == pytest.approx(level, abs=0.1)
    assert f"{level:g} dB".replace("-", "−") in repr(players)
    assert len(players._repr_html_()) < 30_000


def test_words_beside_a_player_cannot_break_the_page() -> None:
    html = sounds.Players({'<b>"x"</b>': np.ones(10, np.float32)})._repr_html_()
    assert "<b>" not in html
    assert html.count("<audio") == 1

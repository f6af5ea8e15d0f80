"""The three panels of lesson 10: corners of the controls, and what their pictures claim."""

from dataclasses import replace

import pytest

from drsn_lite.drawing import Bars, Points, Rule, Whiskers
from drsn_lite.lessons.lesson10 import bearing_lab as lab
from drsn_lite.lessons.lesson10 import bearing_results, bearings
from drsn_lite.lessons.lesson10 import bearings_over_snr as over
from drsn_lite.lessons.lesson10 import guess_split as guess
from drsn_lite.results.gains import band

pytestmark = pytest.mark.data


@pytest.fixture
def simulated(monkeypatch):
    for cached in (lab.model, lab.recordings):
        cached.cache_clear()
    monkeypatch.setattr(bearings, "bench", bearings.simulated)
    yield
    for cached in (lab.model, lab.recordings):
        cached.cache_clear()


@pytest.mark.parametrize("data", bearing_results.DATA)
def test_the_guess_is_answered_by_the_table_and_not_before(data: str) -> None:
    hidden, shown = (
        guess.guess_split.frame(guess=70, data=data, committed=c) for c in (False, True)
    )
    truth = 100 * bearing_results.leak(data, "nearest").loc[(-10.0, 128)]["time"]
    assert f"{truth.mean():.1f} ±" in shown.sentence
    assert f"{abs(70 - truth.mean()):.0f} points off" in shown.sentence
    assert f"{truth.mean():.1f}" not in hidden.sentence
    known = 100 * bearing_results.leak(data, "nearest").loc[(-10.0, 128)]["random"]
    assert f"right {known.mean():.1f} % of the time" in hidden.sentence
    assert hidden.plots[0].marks[0].y == pytest.approx(known.to_numpy(), abs=1e-3)
    assert not any(m.label == "split in time" for m in hidden.plots[0].marks)
    drawn = next(m for m in shown.plots[0].marks if m.label == "split in time")
    assert drawn.y == pytest.approx(truth.to_numpy(), abs=1e-3)
    over_overlap = next(m for m in shown.plots[1].marks if m.label == "in time")
    assert list(over_overlap.x) == [87.5, 75, 50, 0]


@pytest.mark.parametrize("method", bearing_results.NAMES)
def test_bars_and_words_are_those_of_the_table(method: str) -> None:
    frame = over.bearings_over_snr.frame(step=2, data="cwru", method=method, kind="pink")
    here = 100 * bearing_results.accuracy("cwru").loc["pink"].loc[-5.0]
    mean, half = band(here[method])
    assert f"{mean:.1f} ± {half:.1f} %" in frame.sentence
    bars = next(m for m in frame.plots[1].marks if isinstance(m, Bars)).heights
    others = [n for n in bearing_results.NAMES if n != "resnet-wide"]
    gains = [(here[n] - here["resnet-wide"]).mean() for n in others]
    assert bars == pytest.approx(gains, abs=1e-3)
    bands = next(m for m in frame.plots[0].marks if isinstance(m, Whiskers))
    assert (bands.mean[1], bands.half[1]) == pytest.approx((mean, half), abs=1e-3)


def test_the_lab_marks_the_rate_of_this_fault(simulated) -> None:
    for number, kind in ((1, None), (2, "IR"), (3, "B"), (4, "OR")):
        rules = [
            m for m in lab.bearing_lab.frame(bearing=number).plots[1].marks if isinstance(m, Rule)
        ]
        own = [m.label.split()[0] for m in rules if m.role == "truth"]
        assert own == ([kind] if kind else [])


def test_the_lab_is_right_in_weak_noise_and_says_what_it_is(simulated) -> None:
    for number in range(1, 11):
        frame = lab.bearing_lab.frame(bearing=number, snr_db=20)
        bars = next(m for m in frame.plots[2].marks if isinstance(m, Bars))
        assert bars.heights.sum() == pytest.approx(100, abs=0.01)
        assert bars.heights.argmax() == bars.highlight == number - 1
        assert frame.sentence.startswith("Simulated")
        assert frame.sentence.endswith("right.")


def test_the_lab_stays_in_the_last_part_and_names_missing_loads(simulated, monkeypatch) -> None:
    x = bearings.simulated().recordings["normal"]
    x = x + 0.0
    x[: int(0.7 * len(x)) + lab.LENGTH : 2] = 1e9  # every second one: a constant has no mean left
    assert abs(lab.last_part(x, 0)).max() < 1e3
    assert len(lab.last_part(x, 9)) == lab.SECOND
    assert "2 hp," in lab.bearing_lab.frame(load=2).sentence
    lab.recordings.cache_clear()
    monkeypatch.setattr(bearings, "other_load", lambda load: ({}, ["98.mat"]))
    lacking = lab.bearing_lab.frame(load=1)
    assert "files for 1 hp are not here" in lacking.sentence
    assert lacking.plots[0].title.endswith("at 0 hp (1 hp: no files)")


def test_the_lab_marks_the_rates_of_the_load_that_it_shows(simulated, monkeypatch) -> None:
    bench = replace(bearings.simulated(), real=True)
    monkeypatch.setattr(bearings, "bench", lambda: bench)
    monkeypatch.setattr(bearings, "other_load", lambda k: (bearings.simulated(k).recordings, []))
    frame = lab.bearing_lab.frame(load=3, bearing=2)
    rules = [m for m in frame.plots[1].marks if isinstance(m, Rule)]
    wanted = bearings.of_recording(True, 3)
    assert [m.at for m in rules] == pytest.approx(list(wanted.values()))
    assert frame.sentence.startswith("CWRU, IR-1 at 3 hp, ")


def test_noise_is_the_same_while_the_level_moves() -> None:
    first, again = (lab.bearing_lab.frame(bearing=3, snr_db=-5) for _ in range(2))
    assert (first.plots[0].marks[0].y == again.plots[0].marks[0].y).all()
    assert isinstance(guess.guess_split.frame().plots[0].marks[0], Points)

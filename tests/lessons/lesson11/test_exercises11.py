"""The exercises of lesson 11: right answers in other words pass, the usual wrong ones are named."""

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score

from drsn_lite.checks import check
from drsn_lite.lessons.lesson11 import exercises as lesson11
from drsn_lite.lessons.lesson11 import split_parts, tones
from drsn_lite.lessons.lesson11.exercises import WINDOWS
from drsn_lite.lessons.lesson11.exercises_balanced import BALANCED
from drsn_lite.lessons.lesson11.exercises_split import SPLIT


def test_windows_may_be_counted_by_making_them() -> None:
    assert check("count-windows", lambda n, length, hop: len(range(0, n - length + 1, hop)))
    by_view = lambda n, length, hop: (  # noqa: E731
        len(np.lib.stride_tricks.sliding_window_view(np.zeros(n), length)[::hop])
        if n >= length
        else 0
    )
    assert check("count-windows", by_view)


@pytest.mark.parametrize(
    "nearly",
    [
        lambda n, length, hop: 0 if n <= length else 1 + (n - length) // hop,
        lambda n, length, hop: 0 if n < hop else max(0, 1 + (n - length) // hop),
        lambda n, length, hop: WINDOWS.truth(n, length, hop) if hop < length else n // hop,
        lambda n, length, hop: WINDOWS.truth(n, length, hop) if hop < length else -(-n // hop),
        lambda n, length, hop: 0 if n < length + hop else 1 + (n - length) // hop,
    ],
)
def test_a_count_that_is_wrong_at_an_edge_alone_is_wrong(nearly) -> None:
    assert not check("count-windows", nearly)


@pytest.mark.parametrize(
    "count", [lambda n: n // 4 + n % 4, lambda n: n // 4 + (n % 4 == 1), lambda n: n // 4 + n % 2]
)
def test_a_quarter_is_rounded_up_whatever_is_left_over(count) -> None:
    assert not check("split-by-recording", split_parts.how_many(count))


def test_a_split_by_sets_of_names_passes() -> None:
    def mine(recording):
        names = sorted(set(recording.tolist()))
        held_out = names[-int(np.ceil(len(names) / 4)) :]
        return np.array([name in held_out for name in recording])

    assert check("split-by-recording", mine)


def test_the_right_split_leaves_no_recording_on_both_sides_and_the_wrong_ones_do() -> None:
    leaks = ("split-by-window", "every-fourth-window", "end-of-each-recording")
    answers = {m.slug: m.wrong for m in SPLIT.misconceptions if m.slug in leaks}
    shared = {}
    for name, answer in [("truth", SPLIT.truth), *answers.items()]:
        recording = np.repeat(np.arange(8), [5, 1, 4, 2, 6, 3, 2, 7])
        test = answer(recording)
        shared[name] = len(set(recording[test]) & set(recording[~test]))
    assert shared["truth"] == 0
    assert all(shared[leak] > 0 for leak in leaks)


def test_the_alias_is_where_a_spectrum_finds_it() -> None:
    t = np.arange(4000) / tones.RATE_HZ
    spectrum = np.abs(np.fft.rfft(np.sin(2 * np.pi * 5000 * t)))
    peak = np.fft.rfftfreq(4000, 1 / tones.RATE_HZ)[spectrum.argmax()]
    assert check("alias", peak)


@pytest.mark.parametrize(("answer", "word"), [(2000.0, "too small"), (3500.0, "too large")])
def test_an_alias_that_is_wrong_in_its_own_way_hears_the_direction(answer, word) -> None:
    assert word in check("alias", answer).message


def test_balanced_accuracy_is_that_of_scikit_learn() -> None:
    def by_sklearn(confusion):
        true, said = np.indices(confusion.shape)
        weights = confusion.ravel()
        return balanced_accuracy_score(true.ravel(), said.ravel(), sample_weight=weights)

    assert check("balanced-accuracy", by_sklearn)


def test_each_exercise_names_enough_misconceptions() -> None:
    exercises = (*lesson11.EXERCISES, BALANCED, SPLIT)
    assert len(exercises) == 4
    assert min(len({m.slug for m in one.misconceptions}) for one in exercises) >= 8

"""Whatever an answer does, it ends, stays inside and leaves nothing behind; Ctrl-C goes through."""

import _thread
import itertools
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from drsn_lite import checks
from drsn_lite.answers import limits
from drsn_lite.answers.exercise import Exercise
from drsn_lite.checks import check

PROBES = ({"x": np.array([1.0, -2.0, 0.5])}, {"x": np.array([3.0])})


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], checks.Verdict]:
    exercise = Exercise("toy", lambda x: -x, (), PROBES)
    monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
    return lambda answer: check("toy", answer)


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit comes at once for who never ends."""
    monkeypatch.setattr(limits, "LIMIT_S", 0.1)


@pytest.fixture(autouse=True)
def _no_traces() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT), sys.gettrace(), threading.enumerate()
    yield
    for _ in range(1000):  # a signal that waits would be heard here
        pass
    assert (signal.getsignal(signal.SIGINT), sys.gettrace(), threading.enumerate()) == before
    assert torch.is_grad_enabled()


def for_ever(x: np.ndarray) -> np.ndarray:
    while True:
        x = x + 1


def only_for_the_second(x: np.ndarray) -> np.ndarray:
    while len(x) == 1:
        pass
    return -x


def waits(x: np.ndarray) -> np.ndarray:
    while True:
        time.sleep(0.01)


def catches_all(x: np.ndarray) -> np.ndarray:
    while True:
        try:
            x = np.add(x, 1)
        except:  # noqa: E722
            x = -x


def never_stops_giving(x: np.ndarray) -> Iterator[int]:
    while True:
        yield 1


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize("answer", [for_ever, only_for_the_second, waits, catches_all])
def test_an_endless_loop_ends_with_a_sentence(toy: Any, answer: Any) -> None:
    verdict = toy(answer)
    assert (verdict.passed, verdict.misconception) == (False, "endless")
    assert "did not come to an end" in verdict.message
    assert "loop" in verdict.message
    if answer is only_for_the_second:
        assert verdict.message.endswith("Input: x = [3]")


@pytest.mark.usefixtures("_soon")
def test_what_answers_for_ever_ends_too(toy: Any) -> None:
    class Loop:
        def __array__(self, *_: Any, **__: Any) -> np.ndarray:
            return for_ever(np.zeros(1))

    for value in (Loop(), never_stops_giving):
        assert not toy(lambda x, value=value: value)
    assert toy(lambda x: Loop()).misconception == "endless"


@pytest.mark.usefixtures("_soon")
def test_a_loop_in_the_gradient_ends_too() -> None:
    def learns_for_ever(x: torch.Tensor, tau: float | torch.Tensor) -> torch.Tensor:
        while x.requires_grad:
            pass
        return x.sign() * torch.relu(x.abs() - tau)

    assert check("soft-threshold", learns_for_ever).misconception == "endless"


def test_iterators_without_an_end_are_cut(toy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not check("test-starts", lambda n, length: itertools.count())
    exercise = Exercise("toy", lambda x: (x, x), (), PROBES)
    monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
    assert check("toy", lambda x: itertools.count()).misconception == "wrong-type"


@pytest.mark.parametrize(
    "error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit(), BaseException("x"), ValueError()]
)
def test_whatever_is_raised_stays_inside(toy: Any, error: BaseException) -> None:
    def answer(x: np.ndarray) -> np.ndarray:
        raise error

    verdict = toy(answer)
    assert verdict.misconception == "raised"
    assert f"stopped with {type(error).__name__}" in verdict.message

    class Hostile:
        def __array__(self, *_: Any, **__: Any) -> np.ndarray:
            raise error

        __len__ = __iter__ = __array__

    assert not toy(lambda x: Hostile())
    assert not toy(Hostile())

    def learns(x: torch.Tensor, tau: float | torch.Tensor) -> torch.Tensor:
        if x.requires_grad:
            raise error
        return x.sign() * torch.relu(x.abs() - tau)

    assert isinstance(check("soft-threshold", learns), checks.Verdict)


def presses(x: np.ndarray) -> np.ndarray:
    """A learner's Ctrl-C while this runs: the same signal."""
    _thread.interrupt_main()
    for _ in range(1000):
        pass
    return -x


def presses_and_catches(x: np.ndarray) -> np.ndarray:
    try:
        return presses(x)
    except BaseException:
        return -x


@pytest.mark.parametrize("answer", [presses, presses_and_catches])
def test_ctrl_c_goes_through(toy: Any, answer: Any) -> None:
    with pytest.raises(KeyboardInterrupt) as stop:
        toy(answer)
    assert stop.type is KeyboardInterrupt


@pytest.mark.usefixtures("_soon")
def test_ctrl_c_that_is_ignored_stays_ignored_and_the_limit_holds(toy: Any) -> None:
    """As in a program that a shell runs in the background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert toy(presses)
        assert toy(for_ever).misconception == "endless"
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_handler_is_asked(toy: Any) -> None:
    heard = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        assert toy(presses)
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT, signal.SIGINT]  # one for each probe


def test_off_the_main_thread_answers_are_judged_too(toy: Any) -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(toy(lambda x: -x)))
    thread.start()
    thread.join()
    assert found[0].passed


@pytest.mark.parametrize("limit", [0.0, 1e-4, 1e-3])
def test_a_limit_just_as_an_answer_ends_leaves_nothing(
    toy: Any, limit: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal may be on its way when the answer is done."""
    monkeypatch.setattr(limits, "LIMIT_S", limit)
    monkeypatch.setattr(limits, "EACH_S", 1e-5)
    for _ in range(100):
        verdict = toy(lambda x: -x)
        assert verdict.passed or verdict.misconception == "endless"

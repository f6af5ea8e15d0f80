"""What a check says: the verdict, the counterexample, the symptom of an unknown mistake."""

import html
import linecache
import re
import sysconfig
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from drsn_lite.answers.exercise import Exercise

_NOT_THE_LEARNERS = (
    str(Path(__file__).parent),
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
)


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check; it shows itself in a notebook and in a terminal.

    Attributes
    ----------
    passed : bool
        Whether the answer is right. A verdict counts as true if it passed.
    misconception : str or None
        None if passed. Else the name of the misconception, or one of "not-tried", "raised",
        "wrong-type", "wrong-shape", "not-finite", "changes-its-input", "other",
        "unknown-exercise".
    message : str
        What was found, with a counterexample. The first line stands for itself.
    """

    passed: bool
    misconception: str | None
    message: str

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        return f"{self._sign} {self.message}"

    __repr__ = __str__

    @property
    def _sign(self) -> str:
        return "✓" if self.passed else "○" if self.misconception == "not-tried" else "✗"

    def _repr_markdown_(self) -> str:
        head, *rest = self.message.split("\n")
        return "  \n".join([f"**{self._sign} {head}**", *rest])

    def _repr_html_(self) -> str:
        # A coloured edge, no background: the text keeps the page's own colour in either theme.
        edge = {"✓": "#2a9d6f", "○": "#8a94a3", "✗": "#d9662b"}[self._sign]
        text = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(self.message, quote=False))
        head, _, rest = text.partition("\n")
        return (
            f'<div style="border-left: 4px solid {edge}; padding: 2px 12px; '
            f'white-space: pre-wrap"><b>{self._sign} {head}</b>\n{rest}</div>'
        )


def as_array(value: Any) -> np.ndarray:
    """A tensor, array, number or list of numbers as an array, without its gradient."""
    return value.detach().cpu().numpy() if isinstance(value, Tensor) else np.asarray(value)


def kind(value: Any) -> str:
    """A value in words: "a word", "an array of shape (3,)"."""
    if isinstance(value, str):
        return f"the word {value!r}"
    if isinstance(value, np.ndarray | Tensor) and not value.shape:
        return "one number"
    if isinstance(value, np.ndarray | Tensor):
        return f"an array of shape {tuple(value.shape)}"
    if callable(value):
        return "a function"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def show(value: Any) -> str:
    """A value on one short line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {show(part)}" for key, part in value.items())
    if isinstance(value, tuple):
        return " and ".join(map(show, value))
    words = isinstance(value, list) and any(isinstance(part, str) for part in value)
    if words or not isinstance(value, np.ndarray | Tensor | int | float | list):
        return repr(value)
    array = as_array(value)
    if array.size > 16:
        return f"an array of shape {array.shape}"
    real_or_complex = np.result_type(array, np.float64)
    return _digits(np.round(array.astype(real_or_complex), 4) + 0.0)  # + 0.0 turns −0 into 0


def _digits(array: np.ndarray) -> str:
    if array.ndim == 0:
        return f"{array:.6g}"
    return f"[{', '.join(map(_digits, array))}]"


def same(a: Any, b: Any, tolerance: float) -> bool:
    """Whether a equals b, both of one kind. A dict b may hold fewer entries than a."""
    if isinstance(b, dict):
        return all(same(a[key], part, tolerance) for key, part in b.items())
    if isinstance(b, tuple):
        return all(same(one, part, tolerance) for one, part in zip(a, b, strict=True))
    if isinstance(b, str):
        return a == b
    if a.shape != b.shape and not (b.ndim == 0 and a.size == 1):
        return False
    return np.allclose(a, b, rtol=tolerance, atol=1e-6, equal_nan=True)


def counterexample(exercise: Exercise, given: Mapping[str, Any], truth: Any, answer: Any) -> str:
    """Input, expected and got, for a function; what is wrong of a value, without telling it."""
    if not callable(exercise.truth):
        return _nudge(truth, answer, exercise.tolerance)
    if isinstance(truth, dict):  # of many readings, show those that differ
        off = [key for key in truth if not same(answer[key], truth[key], exercise.tolerance)]
        truth, answer = ({key: part[key] for key in off} for part in (truth, answer))
    lines = ["Example: " + ", ".join(f"{name} = {show(value)}" for name, value in given.items())]
    if isinstance(truth, np.ndarray) and truth.shape == answer.shape and truth.size > 16:
        far = np.abs(np.where(np.isnan(answer), np.inf, answer) - truth)
        worst = np.unravel_index(far.argmax(), far.shape)
        lines[0] += f"; at position {tuple(map(int, worst))}"
        truth, answer = truth[worst], answer[worst]
    return "\n".join([*lines, f"  expected {show(truth)}", f"  yours    {show(answer)}"])


def _nudge(truth: Any, answer: Any, tolerance: float) -> str:
    if isinstance(truth, dict):
        off = [str(key) for key, part in truth.items() if not same(answer[key], part, tolerance)]
        right = len(truth) - len(off)
        return f"{right} of {len(truth)} entries are right. Look again at: {off[0]}."
    if (
        isinstance(truth, np.ndarray)
        and truth.ndim == 0
        and answer.size == 1
        and np.isfinite(answer)
    ):
        side = "large" if answer.item() > truth.item() else "small"
        return f"Yours is {show(answer)}: too {side}."
    return f"You answered: {show(answer)}."


def symptom(answer: Any, truth: Any, exercise: Exercise) -> tuple[str, str]:
    """The name and description of a mistake that no misconception explains."""
    if isinstance(truth, str):
        words = {show(m.wrong) for m in exercise.misconceptions} | {show(exercise.truth)}
        return "other", f"Not yet. Choose one of: {', '.join(sorted(words))}."
    pairs = zip(answer, truth, strict=True) if isinstance(truth, tuple) else [(answer, truth)]
    for mine, right in pairs:
        if not isinstance(right, np.ndarray):
            continue
        if mine.shape != right.shape:
            wanted = f"of shape {right.shape}" if right.ndim else "one number"
            return "wrong-shape", f"Not yet: {kind(mine)} came back, it should be {wanted}."
        if not np.isfinite(mine[np.isfinite(right)]).all():
            return "not-finite", "Not yet: there is NaN or infinity where a number should be."
    unknown = "Not yet, and it is none of the usual mistakes."
    return "other", f"{unknown} Work through this example." if callable(exercise.truth) else unknown


def error_line(error: BaseException, given: Mapping[str, Any]) -> str:
    """An exception as a sentence: type, message, and the learner's own line that raised it."""
    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if not frame.filename.startswith(_NOT_THE_LEARNERS):
            line = linecache.getline(frame.filename, frame.lineno or 0).strip()
            where = f"\nin `{frame.name}`, line {frame.lineno}" + (f": `{line}`" if line else "")
    inputs = ", ".join(f"{name} = {show(value)}" for name, value in given.items())
    return f"Your function stopped with {type(error).__name__}: {error}{where}\nInput: {inputs}"

"""What a check says: the verdict, the counterexample, the symptom of an unknown mistake."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from drsn_lite.answers.comparing import same
from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.reading import vocabulary
from drsn_lite.answers.showing import kind, show, show_apart
from drsn_lite.answers.words import plain
from drsn_lite.visible import visible

__all__ = ["Verdict", "counterexample", "show", "symptom"]


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check; it shows itself in a notebook and in a terminal.

    Attributes
    ----------
    passed : bool
        Whether the answer is right. A verdict counts as true if it passed.
    misconception : str or None
        None if passed. Else the name of one of the exercise's misconceptions, or one that every
        exercise shares:

        - nothing to judge: "unknown-exercise", "not-tried" (a stub), "returns-nothing" (a
          `return` is missing), "no-forward" (a class without one), "no-module" and "no-tensor" (it
          makes, or gives back, something else);
        - another kind of thing: "wrong-type", "unknown-word" and "unknown-unit" (the message says
          which there are), "wrong-shape", "not-finite", "complex";
        - it stopped: "raised", "numpy-for-torch", "torch-for-numpy"; or had to be: "endless";
        - right in part: "changes-its-input", "cuts-the-gradient", "drops-a-batch-of-one",
          "drops-a-channel-of-one", "one-size-only", "parts-swapped",
          "entries-swapped";
        - in a simple relation to the truth: see the names in `relations`;
        - without what every right answer has: see the names in `properties`;
        - "other", where nothing is known of it.
    message : str
        What was found, with a counterexample. The first line stands for itself.
    """

    passed: bool
    misconception: str | None
    message: str

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        return visible(f"{self._sign} {self.message}", keep="\n")

    __repr__ = __str__

    @property
    def _sign(self) -> str:
        return "✓" if self.passed else "○" if self.misconception == "not-tried" else "✗"

    def _repr_markdown_(self) -> str:
        head, *rest = _markdown(self.message).split("\n")
        return "  \n".join([f"**{self._sign} {head}**", *rest])

    def _repr_html_(self) -> str:
        # A coloured edge, no background: the text keeps the page's own colour in either theme.
        edge = {"✓": "#2a9d6f", "○": "#8a94a3", "✗": "#d9662b"}[self._sign]
        text = re.sub(rf"`({_CODE})`", r"<code>\1</code>", html.escape(self.message, quote=False))
        head, _, rest = text.partition("\n")
        return (
            f'<div style="border-left: 4px solid {edge}; padding: 2px 12px; '
            f'white-space: pre-wrap"><b>{self._sign} {head}</b>\n{rest}</div>'
        )


_CODE = r"[^`\n]+"
"""What stands between two backticks on one line: code."""


def _markdown(text: str) -> str:
    """The text so that Markdown shows it as it is, and what stands between backticks as code."""
    pieces = re.split(rf"`({_CODE})`", text)  # outside, inside, outside …
    for at, piece in enumerate(pieces):
        if at % 2:
            pieces[at] = f"`{piece}`"
        else:
            piece = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", html.escape(piece, quote=False))
            pieces[at] = re.sub(r"^( *)([-+=#]|\d+(?=[.)]))", _no_list, piece, flags=re.M)
    return "".join(pieces)


def _no_list(found: re.Match[str]) -> str:
    """The start of a line that would make it part of a list, or a heading."""
    blanks, start = found.groups()
    return f"{blanks}{start}\\" if start.isdigit() else f"{blanks}\\{start}"


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
    expected, yours = show_apart(truth, answer)
    return "\n".join([*lines, f"  expected {expected}", f"  yours    {yours}"])


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
    unknown = _unknown_word(answer, truth, exercise)
    if unknown:
        return unknown
    pairs = zip(answer, truth, strict=True) if isinstance(truth, tuple) else [(answer, truth)]
    for mine, right in pairs:
        if not isinstance(right, np.ndarray):
            continue
        if mine.shape != right.shape and not (right.ndim == 0 and mine.size == 1):
            return "wrong-shape", _about_shape(mine, right)
        if not np.isfinite(mine[np.isfinite(right)] if right.ndim else mine).all():
            what = "Not yet: there is NaN or infinity where a number should be."
            return "not-finite", f"{what} Is something divided by 0, or a logarithm taken of 0?"
        if np.iscomplexobj(mine) and not np.iscomplexobj(right):
            return "complex", "Not yet: complex numbers came back, and real ones were asked."
    what = "Not yet, and it is none of the usual mistakes."
    return "other", f"{what} Work through this example." if callable(exercise.truth) else what


def _unknown_word(answer: Any, truth: Any, exercise: Exercise) -> tuple[str, str] | None:
    """For a word that the exercise does not know: the words that it does."""
    parts = truth if isinstance(truth, dict) else {None: truth}
    words = sorted({word for key in parts for word in vocabulary(exercise, key)})
    for key, right in parts.items():
        mine = answer if key is None else answer[key]
        if isinstance(right, str) and mine not in map(plain, words):
            at = "" if key is None else f"{key}: "
            choices = ", ".join(f'"{word}"' for word in words)
            what = f'Not yet. {at}"{mine}" is no word of this exercise. Choose one of: {choices}.'
            return "unknown-word", what
    return None


def _about_shape(mine: np.ndarray, right: np.ndarray) -> str:
    wanted = f"of shape {right.shape}" if right.ndim else "one number"
    what = f"Not yet: {kind(mine)} came back, it should be {wanted}."
    if mine.size == right.size and np.allclose(mine.ravel(), right.ravel(), equal_nan=True):
        return f"{what} The numbers are right: only the axes of length 1 are not where they should."
    if mine.ndim == right.ndim:
        axes = [i for i in range(mine.ndim) if mine.shape[i] != right.shape[i]]
        return f"{what} Look at axis {', '.join(map(str, axes))}."
    if mine.size == 1:
        return f"{what} Something sums or averages over all of it."
    return f"{what} Count the axes: which are summed over, and which are kept?"

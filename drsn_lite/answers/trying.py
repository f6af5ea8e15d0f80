"""Try an answer on a probe: what came back, what it raised, and whether it was tried at all."""

import copy
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor, nn

from drsn_lite.answers.exercise import Exercise, Refusal
from drsn_lite.answers.limits import CtrlC, TimeUp
from drsn_lite.answers.showing import as_array, kind, show

ENDLESS = (
    "Your {what} did not come to an end, and was stopped.\n"
    "Does a loop run for ever? Look at what should end it, and print that inside the loop."
)


@dataclass(frozen=True)
class Raised:
    """An exception in place of a result."""

    error: BaseException

    @property
    def text(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


def refuse_other_kinds(exercise: Exercise, answer: Any) -> None:
    """Refuse a value where a function is asked, an instance where a class is, and the reverse."""
    truth = exercise.truth
    hand_over = f'`check("{exercise.name}", f)`'
    if isinstance(truth, type) and isinstance(answer, nn.Module):
        raise Refusal(
            "wrong-type",
            f"This exercise asks for a class, and got {kind(answer)}.\n"
            f"Hand over its name without brackets: `{type(answer).__name__}`.",
        )
    if isinstance(truth, type) and callable(answer) and not isinstance(answer, type):
        _refuse_other_functions(answer)
    if callable(truth) and not callable(answer):
        what = "a class" if isinstance(truth, type) else "a function"
        do = f"Hand over the function itself, without calling it: {hand_over}."
        do = "Hand over its name without brackets." if isinstance(truth, type) else do
        raise Refusal("wrong-type", f"This exercise asks for {what}, and got {kind(answer)}.\n{do}")
    if callable(truth) and exercise.apply is None and isinstance(answer, type):
        raise Refusal(
            "wrong-type",
            f"This exercise asks for a function, and got {kind(answer)}.\n"
            "Write a function with the arguments of the stub.",
        )
    if callable(answer) and not callable(truth):
        raise Refusal(
            "wrong-type", "This exercise asks for a value, and got a function: call it first."
        )


def _refuse_other_functions(answer: Any) -> None:
    """A function may stand for a class if it makes something of the arguments of one."""
    names = getattr(getattr(answer, "__code__", None), "co_varnames", ("",))
    if names[:1] in (("x",), ("self",)):
        raise Refusal(
            "wrong-type",
            "This exercise asks for a class, and got a function of x.\n"
            "The class is built first, and its `forward` is given x.",
        )


def try_out(exercise: Exercise, answer: Any, probe: Mapping[str, Any]) -> tuple[Any, bool]:
    """The answer's result on a copy of the probe, and whether that copy was changed."""
    if not callable(exercise.truth):
        return answer, False
    given = {name: copy.deepcopy(value) for name, value in probe.items()}
    try:
        if exercise.apply is None:
            result = answer(*given.values())
        else:
            result = exercise.apply(answer, *given.values())
    except NotImplementedError as error:
        if "missing the required" in str(error):
            raise Refusal(
                "no-forward", "Your class has no `forward` (is the name spelt so?): nothing runs."
            ) from None
        return (Raised(error) if "not implemented for" in str(error) else ...), False
    except (Refusal, CtrlC):
        raise
    except TimeUp:
        kind_of = "class" if isinstance(exercise.truth, type) else "function"
        inputs = ", ".join(f"{name} = {show(value)}" for name, value in probe.items())
        raise Refusal("endless", f"{ENDLESS.format(what=kind_of)}\nInput: {inputs}") from None
    except BaseException as error:  # SystemExit and KeyboardInterrupt, too, if it is the answer's
        str(error)  # what cannot be printed is refused here, as unreadable
        return Raised(error), False
    return result, any(_differ(value, given[name]) for name, value in probe.items())


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray | Tensor):
        one, other = as_array(before), as_array(after)
        try:
            return not np.array_equal(one, other, equal_nan=True)
        except TypeError:  # words in an array have no NaN
            return not np.array_equal(one, other)
    return isinstance(before, list | dict) and bool(before != after)


def not_tried(value: Any, of: Any = None) -> None:
    """Refuse an unfilled stub: `None`, `...`, or a dict or tuple with one of them.

    Raises
    ------
    Refusal
        Named "returns-nothing" if `of`, a function, works something out and returns None.
    """
    parts = value.values() if isinstance(value, Mapping) else value
    parts = list(parts) if isinstance(value, Mapping | list | tuple) and value else [value]
    if not any(part is None or part is Ellipsis for part in parts):
        return
    if value is None and _works(of):
        raise Refusal(
            "returns-nothing",
            "Your function works something out, and returns nothing: is a `return` missing?\n"
            "`print` shows a value and does not return it.",
        )
    hint = " If you have: is a `return` missing?" if of is not None and value is None else ""
    if isinstance(value, Mapping):
        missing = [str(key) for key, part in value.items() if part is None or part is Ellipsis]
        hint = f" Still to fill in: {', '.join(missing)}." if len(missing) < len(parts) else ""
    raise Refusal("not-tried", f"Not tried yet.{hint}")


def _works(function: Any) -> bool:
    """Whether a function uses its arguments or calls something: a stub does neither."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, types.CodeType):
        return False
    return bool(
        code.co_names
    ) or code.co_nlocals > code.co_argcount + code.co_kwonlyargcount + bool(
        code.co_flags & 4
    ) + bool(code.co_flags & 8)

"""Read an answer as the kind of thing that the truth is: words, a dict, a tuple, or numbers."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import numpy as np

from drsn_lite.answers.exercise import Exercise, Refusal
from drsn_lite.answers.showing import as_array, kind
from drsn_lite.answers.words import UnknownUnit, meant, number, plain


def read(value: Any, like: Any, exercise: Exercise, key: str | None = None) -> Any:
    """`value` in the form of `like`, a truth; `key` is the entry of a dict that it stands in.

    Raises
    ------
    Refusal
        If it is something else; the message says what was wanted.
    """
    if isinstance(like, str):
        return _word(value, exercise, key)
    if isinstance(like, Mapping):
        return _dict(value, like, exercise)
    if isinstance(like, tuple):
        return _tuple(value, like, exercise)
    return _numbers(value, exercise, key)


def vocabulary(exercise: Exercise, key: str | None) -> list[str]:
    """The words that may be answered, under one entry of a dict or at all."""
    values = [exercise.truth, *(m.wrong for m in exercise.misconceptions)]
    if key is None:
        return sorted({v for v in values if isinstance(v, str)})
    dicts = [v for v in values if isinstance(v, Mapping)]
    return sorted({d[key] for d in dicts if isinstance(d.get(key), str)})


def _word(value: Any, exercise: Exercise, key: str | None) -> str:
    at = f"{key}: the" if key is not None else "The"
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        raise Refusal(
            "wrong-type",
            f"{at} answer is a word in quotes, got {kind(value)}.\n"
            f"Choose one of: {_quoted(vocabulary(exercise, key))}.",
        )
    choices = vocabulary(exercise, key)
    everywhere = choices
    if key is not None:  # another entry's word is a word that the exercise knows: it is wrong here
        others = [vocabulary(exercise, other) for other in exercise.truth]
        everywhere = sorted({word for words in others for word in words})
    for words in (choices, everywhere):
        found = meant(value, words, exercise.synonyms)
        if found is not None:
            return found
    return plain(value)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _dict(value: Any, like: Mapping[str, Any], exercise: Exercise) -> dict[str, Any]:
    wanted = f"The dict has these entries: {_quoted(map(str, like))}."
    if not isinstance(value, Mapping):
        raise Refusal("wrong-type", f"The answer is a dict, got {kind(value)}.\n{wanted}")
    found: dict[str, Any] = {}
    others = []
    for key, part in value.items():
        name = key if key in like else meant(str(key), map(str, like), {})
        fits = [right for right in like if name is not None and name in (right, plain(str(right)))]
        found |= dict.fromkeys(fits, part)
        if not fits:
            others.append(str(key))
    missing = [str(key) for key in like if key not in found]
    if missing:
        typo = f" Is {_quoted(others)} misspelt?" if others else ""
        raise Refusal("wrong-type", f"{wanted} Yours lacks {_quoted(missing)}.{typo}")
    return {key: read(found[key], like[key], exercise, key) for key in like}


def _tuple(value: Any, like: tuple[Any, ...], exercise: Exercise) -> tuple[Any, ...]:
    try:
        given = value.values() if isinstance(value, Mapping) else value
        parts = list(islice(given, len(like) + 1))  # one may go on for ever
    except TypeError:
        parts = []
    if isinstance(value, str) or len(parts) != len(like):
        raise Refusal(
            "wrong-type",
            f"The answer has {len(like)} parts, (a, b, …); got {kind(value)}.\n"
            "Return them with a comma between them.",
        )
    return tuple(read(part, one, exercise) for part, one in zip(parts, like, strict=True))


def _numbers(value: Any, exercise: Exercise, key: str | None) -> np.ndarray:
    at = f"{key}: the" if key is not None else "The"
    if isinstance(value, str) and not callable(exercise.truth):
        value = _in_words(value, exercise, at)
    try:
        array = as_array(value)
        if array.dtype == object and array.size:
            array = array.astype(np.float64)  # Decimal, Fraction, tensors in a list
    except Exception:  # whatever a stranger's __array__ raises, it is not numbers
        array = np.array(None)
    if array.dtype.kind not in "biufc":
        raise Refusal("wrong-type", f"{at} answer is a number or an array, {_got(value)}")
    if array.dtype == np.float16:
        return array  # few digits: `same` allows for it
    return array.astype(np.result_type(array, np.float64))


def _in_words(value: str, exercise: Exercise, at: str) -> float:
    """The number in a string such as "1.5 kHz"."""
    asked = f"{at} answer is in {exercise.unit}." if exercise.unit else "Leave the unit out."
    try:
        found = number(value, exercise.unit)
    except UnknownUnit as unit:
        what = f'The unit "{unit}" does not fit here. {asked}'
        raise Refusal("unknown-unit", what) from None
    if found is None:
        raise Refusal("wrong-type", f'{at} answer is a number, and "{value}" is not one.')
    return found


def _got(value: Any) -> str:
    if isinstance(value, str):
        return f"got {kind(value)}: leave the quotes out."
    if isinstance(value, list | tuple):
        return (
            "got a list that is not one: rows of different lengths, or something besides numbers."
        )
    if type(value).__name__ == "generator":
        return "got a generator: put square brackets round it, or `list(...)`."
    return f"got {kind(value)}."

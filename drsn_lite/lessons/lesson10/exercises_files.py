"""Lesson 10: the right variable of a .mat file."""

from collections.abc import Callable
from typing import Any

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import WHOLE

NOTHING_FOUND, A_NAME, SEVERAL = -1001, -1002, -1003
"""What stands for an answer that is no place, in a message and for the judge."""


def _drive_end(names: str) -> list[str]:
    return [name for name in names.split() if name.endswith("DE_time")]


def _right(names: str, number: int) -> int:
    return names.split().index(f"X{number:03d}_DE_time")


def _place(answer: Callable[[str, int], Any], names: str, number: int) -> Any:
    """The place that an answer gives, or a number that stands for what is no place."""
    try:
        found = answer(names, number)
    except (ValueError, IndexError, StopIteration, KeyError):
        return NOTHING_FOUND
    if isinstance(found, str):
        return A_NAME
    if isinstance(found, list | tuple) and None not in found:
        return SEVERAL
    return found


def _first(names: str, fits: Callable[[str], bool]) -> int:
    return next(i for i, name in enumerate(names.split()) if fits(name))


def _last(names: str, fits: Callable[[str], bool]) -> int:
    return [i for i, name in enumerate(names.split()) if fits(name)][-1]


VARIABLE = Exercise(
    name="pick-the-variable",
    properties=(WHOLE,),
    truth=_right,
    apply=_place,
    probes=(
        {
            "names": "X098_DE_time X098_FE_time X099_DE_time X099_FE_time X100_DE_time",
            "number": 99,
        },
        {"names": "X105RPM X105_FE_time X105_BA_time X105_DE_time", "number": 105},
        {"names": "X130_DE_time X130_FE_time X131_DE_time", "number": 130},
        {"names": "X097_DE_time X097_FE_time X098_FE_time X098_DE_time", "number": 97},
        {"names": "X173_FE_time X174_DE_time X174_FE_time X173_DE_time X174RPM", "number": 174},
        {"names": "RPM X118_FE_time X117_DE_time X119_DE_time X118_DE_time", "number": 118},
    ),
    misconceptions=(
        *ways(
            "first-drive-end",
            "You took the first drive-end variable. In 99.mat that is a copy of recording 98, at "
            "another load. The number of the file says which one is meant.",
            lambda names, number: names.split().index(_drive_end(names)[0]),
            lambda names, number: _first(names, lambda name: "DE" in name),
        ),
        *ways(
            "last-drive-end",
            "You took the last drive-end variable, or the second, which is right only as long as "
            "nothing else is in the file. Use the number.",
            lambda names, number: names.split().index(_drive_end(names)[-1]),
            lambda names, number: names.split().index(_drive_end(names)[1]),
        ),
        *ways(
            "fan-end",
            "FE is the sensor at the fan end. The damaged bearing is at the drive end, DE.",
            lambda names, number: names.split().index(f"X{number:03d}_FE_time"),
            lambda names, number: _first(names, lambda name: name.endswith("FE_time")),
        ),
        *ways(
            "base-plate",
            "BA is the sensor on the base plate. The damaged bearing is at the drive end, DE.",
            lambda names, number: names.split().index(f"X{number:03d}_BA_time"),
        ),
        *ways(
            "any-of-that-number",
            "The number fits, the sensor may not: a recording has several variables. Ask for the "
            "drive end, DE, as well.",
            lambda names, number: _first(names, lambda name: f"{number:03d}" in name),
            lambda names, number: _first(names, lambda name: name.startswith(f"X{number:03d}")),
            lambda names, number: _last(names, lambda name: f"{number:03d}" in name),
            lambda names, number: _first(names, lambda name: f"{number:03d}_" in name),
        ),
        *ways(
            "counted-from-one",
            "The right variable, one place too far: the first place in a Python list is 0.",
            lambda names, number: _right(names, number) + 1,
        ),
        *ways(
            "one-place-too-early",
            "The right variable, one place too early.",
            lambda names, number: _right(names, number) - 1,
        ),
        *ways(
            "counted-in-letters",
            "You counted letters of the string. Split it into names first, and count those.",
            lambda names, number: names.index(f"X{number:03d}_DE_time"),
            lambda names, number: names.index(f"{number:03d}_DE_time"),
            lambda names, number: names.find(f"X{number}_DE_time"),
            lambda names, number: names.index("DE_time"),
            lambda names, number: names.index(f"{number}"),
        ),
        *ways(
            "counted-among-drive-ends",
            "You counted among the drive-end variables alone. The place in the whole list is asked "
            "for.",
            lambda names, number: _drive_end(names).index(f"X{number:03d}_DE_time"),
        ),
        *ways(
            "counted-from-the-end",
            "You counted from the end. The first name has place 0.",
            lambda names, number: _right(names, number) - len(names.split()),
            lambda names, number: len(names.split()) - 1 - _right(names, number),
            lambda names, number: names.split()[::-1].index(f"X{number:03d}_DE_time"),
        ),
        *ways(
            "sorted-first",
            "You sorted the names first. The place is the one in the file's own order.",
            lambda names, number: sorted(names.split()).index(f"X{number:03d}_DE_time"),
        ),
        *ways(
            "number-without-its-zero",
            "Some numbers are not found: names have three digits, `099`, not `99`.",
            lambda names, number: names.split().index(f"X{number}_DE_time"),
            lambda names, number: _first(names, lambda name: name[1:4] == str(number)),
        ),
        *ways(
            "nothing-found",
            "Nothing was found, for any file: compare your pattern with a name, letter by letter. "
            "An X, three digits, `_DE_time`; names are parted by blanks.",
            lambda names, number: NOTHING_FOUND,
            lambda names, number: -1,
        ),
        *ways(
            "always-the-same-place",
            "You gave the same place for every file. It depends on names and number.",
            *(lambda names, number, i=i: i for i in range(6)),
        ),
        *ways(
            "name-instead-of-place",
            "You returned a name. The *place* in the list is asked for, a whole number.",
            lambda names, number: "X",
        ),
        *ways(
            "list-instead-of-place",
            "You returned several things. One place is asked for, a whole number.",
            lambda names, number: [0],
        ),
        *ways(
            "number-instead-of-place",
            "You returned the number of the file, or how many names there are. The place of one "
            "name is asked for.",
            lambda names, number: number,
            lambda names, number: len(names.split()),
            lambda names, number: len(_drive_end(names)),
        ),
    ),
    praise="If the variable is missing, an error is better than another recording.",
)

EXERCISES = (VARIABLE,)

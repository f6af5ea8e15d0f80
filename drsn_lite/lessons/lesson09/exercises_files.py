"""Lesson 09: variables of a .mat file, and fault rates of CWRU's drive-end bearing at 1797 rpm."""

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson09.bearings import BALL_IN, BALLS, CWRU_SHAFT_HZ, PITCH_IN, rates

_RATES = rates(CWRU_SHAFT_HZ[0], BALLS, BALL_IN, PITCH_IN)


def _drive_end(names: str) -> list[str]:
    return [name for name in names.split() if name.endswith("DE_time")]


VARIABLE = Exercise(
    name="pick-the-variable",
    truth=lambda names, number: names.split().index(f"X{number:03d}_DE_time"),
    probes=(
        {
            "names": "X098_DE_time X098_FE_time X099_DE_time X099_FE_time X100_DE_time",
            "number": 99,
        },
        {"names": "X105RPM X105_FE_time X105_DE_time", "number": 105},
    ),
    misconceptions=(
        Misconception(
            "first-drive-end",
            lambda names, number: names.split().index(_drive_end(names)[0]),
            "You took the first drive-end variable. In 99.mat that is a copy of recording 98, at "
            "another load. The number of the file says which one is meant.",
        ),
        Misconception(
            "last-drive-end",
            lambda names, number: names.split().index(_drive_end(names)[-1]),
            "You took the last drive-end variable, which is right only as long as nothing comes "
            "after it. Use the number.",
        ),
        Misconception(
            "fan-end",
            lambda names, number: names.split().index(f"X{number:03d}_FE_time"),
            "FE is the sensor at the fan end. The damaged bearing is at the drive end, DE.",
        ),
        Misconception(
            "counted-from-one",
            lambda names, number: names.split().index(f"X{number:03d}_DE_time") + 1,
            "The right variable, one place too far: the first place in a Python list is 0.",
        ),
    ),
    praise="If the variable is missing, an error is better than another recording.",
)

FAULT_RATES = Exercise(
    name="fault-rates",
    truth={"inner": _RATES["IR"], "outer": _RATES["OR"], "ball": _RATES["B"]},
    tolerance=2e-3,
    misconceptions=(
        Misconception(
            "races-swapped",
            {"inner": _RATES["OR"], "outer": _RATES["IR"]},
            "The races are swapped. The inner race turns *against* the slower cage, so balls pass "
            "a spot on it more often: + for inner, − for outer.",
        ),
        Misconception(
            "one-hit-a-spin",
            {"ball": _RATES["B"] / 2},
            "That is the spin of a ball. A spot on it hits the inner and the outer race once each "
            "in a spin: twice as often.",
        ),
        Misconception(
            "forgot-the-half",
            {"inner": 2 * _RATES["IR"], "outer": 2 * _RATES["OR"]},
            "Twice too large: the formula has n/2. The cage turns at about half the shaft's speed.",
        ),
        Misconception(
            "per-minute",
            {"inner": 60 * _RATES["IR"], "outer": 60 * _RATES["OR"], "ball": 60 * _RATES["B"]},
            "These are rates per minute. 1797 rev/min are 29.95 revolutions per second.",
        ),
    ),
    praise="The races' two rates add up to the number of balls times the shaft's rate.",
)

EXERCISES = (VARIABLE, FAULT_RATES)

"""Wrong answers by the place where they go wrong: one formula, and for each place its mistakes."""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from drsn_lite.answers.exercise import Misconception


def ways(slug: str, why: str, *wrongs: Any) -> tuple[Misconception, ...]:
    """One misconception that shows itself in several wrong answers."""
    return tuple(Misconception(slug, wrong, why) for wrong in wrongs)


Mistake = tuple[str, Any, str]
"""A name, what stands at the place instead, and why that is wrong."""


class Family:
    """A formula with places, and what may stand wrong at each.

    Parameters
    ----------
    build : callable
        `build(**parts)` gives the answer, a function or a value, with these parts.
    right : dict
        The right part at each place.
    wrong : dict
        For each place its mistakes.

    Attributes
    ----------
    one : tuple of Misconception
        One mistake each.
    two : tuple of Misconception
        Two at once, at different places; named after the first.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        right: Mapping[str, Any],
        wrong: Mapping[str, tuple[Mistake, ...]],
    ) -> None:
        self.one = tuple(
            Misconception(slug, build(**{**right, place: part}), why)
            for place, mistakes in wrong.items()
            for slug, part, why in mistakes
        )
        self.two = tuple(
            Misconception(
                first[0],
                build(**{**right, a: first[1], b: second[1]}),
                f"{first[2]}\nThat is not all ({second[0]}). {second[2]}",
            )
            for a, b in combinations(wrong, 2)
            for first in wrong[a]
            for second in wrong[b]
        )

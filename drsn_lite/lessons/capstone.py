"""The sheet of the capstone: what is done, what is not yet, and why not."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(repr=False)
class Sheet:
    """Points of a piece of work, each done or not yet.

    A point that is set again replaces what was there: a cell may be run any number of times.
    It says nothing about whether the work is good: that is for a reader, with the rubric.
    """

    points: dict[str, str] = field(default_factory=dict)
    """What is missing for each point; empty if it is done."""

    def __call__(self, point: str, done: bool, missing: str) -> None:
        """Note a point and print it; `missing` says in a few words what to do."""
        self.points[point] = "" if done else missing
        print(f"✓ {point}" if done else f"○ {point}: not done yet. {missing}")

    def words(self, point: str, text: Any, least: int) -> None:
        """Note a text, done if it has at least `least` words."""
        if text is Ellipsis or text is None:
            missing = f"Write it, in at least {least} words."
        elif not isinstance(text, str):
            missing = f"It is a text in quotes, not {type(text).__name__}."
        else:
            count = len(text.split())
            missing = f"It has {count} words: at least {least} are needed." * (count < least)
        self(point, not missing, missing)

    @property
    def done(self) -> int:
        """How many points are done."""
        return sum(not missing for missing in self.points.values())

    def __repr__(self) -> str:
        lines = [
            f"○ {point}: {missing}" if missing else f"✓ {point}"
            for point, missing in self.points.items()
        ]
        return "\n".join([f"{self.done} of {len(self.points)} points are done.", *lines])

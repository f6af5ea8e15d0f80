"""How far a learner is: `progress()`, the lessons with how many of their exercises are solved."""

import html
from dataclasses import dataclass

from drsn_lite import paths
from drsn_lite.answers.memory import recall
from drsn_lite.checks import by_lesson
from drsn_lite.visible import visible

TITLES = {
    "00": "Start here",
    "01": "Noise and signals",
    "02": "Soft thresholding",
    "03": "Residual networks",
    "04": "Squeeze and excitation",
    "05": "Thresholds by attention",
    "06": "The full network",
    "07": "What thresholds zero",
    "08": "Is it worth it?",
    "09": "Digits and MNIST",
    "10": "Real bearings",
    "11": "Your own data",
}
"""The lessons, by the names that the map has."""

NAMED = 3
"""Of the solved exercises that this version does not have, those that are named."""

HEAD = ("", "lesson", "exercises solved", "last on")


@dataclass(frozen=True)
class Lesson:
    """A lesson, how many exercises it has, how many are solved, and when the last one was."""

    number: str
    title: str
    exercises: int
    solved: int
    last: str = ""

    @property
    def done(self) -> bool:
        return self.solved == self.exercises


@dataclass(frozen=True)
class Progress:
    """How far a learner is; shows itself as text in a terminal and as a table in a notebook.

    Attributes
    ----------
    lessons : tuple of Lesson
    go_on : Lesson or None
        From the lesson of the newest solved exercise on, the first that is not done.
    kept : str
        Where it is kept, or what is wrong there.
    others : tuple of str
        What the file has besides: names of exercises that this version of the course has not.
    readable : bool
        Whether the file could be read.
    """

    lessons: tuple[Lesson, ...]
    go_on: Lesson | None
    kept: str
    others: tuple[str, ...] = ()
    readable: bool = True

    @property
    def verdict(self) -> str:
        solved = sum(lesson.solved for lesson in self.lessons)
        exercises = sum(lesson.exercises for lesson in self.lessons)
        said = f"{solved} of {exercises} exercises are solved."
        if not self.go_on:
            return f"{said} The capstone is next."
        return f"{said} Go on with lesson {self.go_on.number} ({self.go_on.title})."

    @property
    def notes(self) -> list[str]:
        """What is said below the table."""
        if not self.others:
            return [self.kept]
        names = ", ".join(visible(name)[:40] for name in self.others[:NAMED])
        more = len(self.others) - NAMED
        names += f" and {more} more" if more > 0 else ""
        return [f"Solved besides, and no exercise of this version: {names}.", self.kept]

    def _rows(self, done: str, here: str) -> list[tuple[str, ...]]:
        """The cells of the table, with a mark for what is done and one for where to go on."""
        return [
            (
                done if lesson.done else here if lesson is self.go_on else "",
                f"{lesson.number} {lesson.title}",
                f"{lesson.solved} of {lesson.exercises}",
                lesson.last,
            )
            for lesson in self.lessons
        ]

    def __str__(self) -> str:
        rows = [HEAD, *self._rows("done", "next")]
        widths = [max(len(row[at]) for row in rows) + 2 for at in range(len(HEAD))]
        lines = [
            "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, "", self.verdict, *self.notes])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        def row(kind: str, cells: tuple[str, ...]) -> str:
            start = f'<{kind} style="text-align: left">'
            return "".join(f"{start}{html.escape(cell)}</{kind}>" for cell in cells)

        rows = [row("th", HEAD), *(row("td", cells) for cells in self._rows("✓", "→"))]
        table = "".join(f"<tr>{cells}</tr>" for cells in rows)
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return f"<p><strong>{html.escape(self.verdict)}</strong></p><table>{table}</table>{notes}"


def progress() -> Progress:
    """How many exercises of each lesson `check` has found right, and where to go on.

    Never raises: where the file cannot be read, it says so, and what to do.
    """
    solved, trouble = recall()
    lessons = []
    for number, names in by_lesson().items():
        dates = [solved[name] for name in names if name in solved]
        last = max(dates, default="")
        lessons.append(Lesson(number, TITLES[number], len(names), len(dates), last))
    place = {name: at for at, names in enumerate(by_lesson().values()) for name in names}
    newest = next((place[name] for name in reversed(solved) if name in place), 0)
    turned = lessons[newest:] + lessons[:newest]
    return Progress(
        tuple(lessons),
        next((lesson for lesson in turned if not lesson.done), None),
        trouble or visible(f"Kept in {paths.progress_file()}: delete that file to forget."),
        tuple(name for name in solved if name not in place),
        not trouble,
    )

"""Run the lessons as a learner does: a fresh kernel, top to bottom, no network.

Each is a copy alone in an empty folder, and its package is the wheel: what a lesson reads must have
come with that, from nowhere in the project. Nothing is solved before. A lesson that JupyterLab has
run (`IN_LAB`) is run here with its solutions only.
"""

import copy
import re
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import wheels
from nbclient import NotebookClient

from drsn_lite.paths import PROGRESS

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
CELL_SECONDS = 60
Cells = dict[str, nbformat.NotebookNode]

IN_LAB: dict[str, Cells] = {}
"""The cells of each lesson that tests/browser/test_every_lesson.py has run as it is."""

TWO_AT_ONCE = ThreadPoolExecutor(2)  # a lesson computes on one core

ALONE = """
import os as _os, pathlib as _pathlib
import drsn_lite as _ours

_place, _alone = _pathlib.Path(_ours.__file__), _os.listdir()
assert _place.is_relative_to({site!r}), f"the package is not the wheel's: {{_place}}"
assert _alone == [{name!r}], f"the lesson is not alone: {{_alone}}"
"""

NO_NETWORK = """
import socket as _socket

def _refuse(self, address, _connect=_socket.socket.connect):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"no network in lesson tests: {address}")
    return _connect(self, address)

_socket.socket.connect = _refuse
"""

# A panel of the lesson that fails somewhere must fail the test: move every control of each.
MOVE_EVERY_CONTROL = """
import gc
from drsn_lite.drawing import LivePanel

for _live in [o for o in gc.get_objects() if issubclass(type(o), LivePanel)]:
    for _c in _live.panel["controls"]:
        _start = _live.settings[_c["name"]]
        _ends = {"slider": lambda: (_c["low"], _c["high"]), "commit": lambda: (True, False),
                 "choice": lambda: [v for v, _ in _c["options"]]}[_c["kind"]]()
        for _value in (*_ends, _start):
            _live.set(**{_c["name"]: _value})
            _expected = _live.error.startswith("DataMissingError")
            print(_live.panel["title"], _c["name"], _value, "missing files" if _expected else
                  _live.error or "ok")
"""


@dataclass(frozen=True)
class Run:
    """A lesson that has been run.

    Attributes
    ----------
    cells : dict
        The lesson's own cells by id, with their outputs.
    moves : str
        What the panels said when every control was moved, a line each.
    widgets : dict
        The state of every widget when the lesson was through.
    """

    cells: Cells
    moves: str
    widgets: dict[str, Any]


def read(lesson: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


def is_exercise(cell: nbformat.NotebookNode) -> bool:
    return "exercise" in cell.metadata.get("tags", [])


def exercises(lesson: str) -> list[tuple[nbformat.NotebookNode, nbformat.NotebookNode]]:
    """The exercise cells of a lesson, each with the cell that follows it."""
    return [(cell, after) for cell, after in pairwise(read(lesson).cells) if is_exercise(cell)]


def solution(help_cell: nbformat.NotebookNode) -> str:
    """The one Python block under "Solution" in a help cell."""
    folded = help_cell.source.partition("<summary>Solution</summary>")[2]
    blocks = re.findall(r"```python\n(.*?)\n```", folded, flags=re.DOTALL)
    assert len(blocks) == 1, f"{help_cell.id}: {len(blocks)} Python blocks under Solution"
    return blocks[0]


@cache
def begin(lesson: str, answered: bool) -> Future[Run]:
    """Begin a run in a thread: of the lesson as it is, or `answered`, with its solutions."""
    wheels.site()  # made before there are threads that would each make it
    return TWO_AT_ONCE.submit(_run, lesson, answered)


def stubs(lesson: str) -> Cells:
    """The cells of a lesson that was run as it is: in JupyterLab, or else here."""
    begin(lesson, True)  # beside it, for tests ask for that as well
    return IN_LAB.get(lesson) or begin(lesson, False).result().cells


def solved(lesson: str) -> Run:
    """The run of a lesson in which each exercise was replaced by its solution."""
    return begin(lesson, True).result()


def _run(lesson: str, answered: bool) -> Run:
    notebook = copy.deepcopy(read(lesson))
    if answered:
        answers = {cell.id: solution(after) for cell, after in exercises(lesson)}
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
    place = {"site": str(wheels.site()), "name": f"{lesson}.ipynb"}
    extra = [ALONE.format(**place), NO_NETWORK, MOVE_EVERY_CONTROL]
    alone, no_network, moves = map(nbformat.v4.new_code_cell, extra)
    notebook.cells = [alone, no_network, *notebook.cells, moves]
    with TemporaryDirectory() as here, TemporaryDirectory() as elsewhere:
        nbformat.write(notebook, Path(here, place["name"]))
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            allow_errors=True,
            resources={"metadata": {"path": here}},
        )
        more = {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", PROGRESS: f"{elsewhere}/solved.json"}
        client.execute(env=wheels.environment(**more))
    assert not alone.outputs, alone.outputs[0]
    said = "".join(output.get("text", "") or str(output) for output in moves.outputs)
    cells = {cell.id: cell for cell in notebook.cells[2:-1]}
    return Run(cells, said, dict(client.widget_state))

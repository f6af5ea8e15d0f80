"""The whole course: seconds and memory of each lesson's Run All, imports, the doctor.

python benchmarks/course.py [--quick]
"""

import os
import subprocess
import sys
from datetime import datetime
from functools import partial

import bench
import nbformat
import numpy as np
from nbclient import NotebookClient

NOTEBOOKS = bench.FOLDER.parent / "notebooks"

PEAK = """
import sys as _sys
if _sys.platform == "win32":
    import psutil as _psutil
    print(_psutil.Process().memory_info().peak_wset)
else:
    import resource as _resource
    _peak = _resource.getrusage(_resource.RUSAGE_SELF).ru_maxrss
    print(_peak * (1 if _sys.platform == "darwin" else 1024))
"""

IMPORTS = {
    "torch": "torch",
    "networks and training": "torch, drsn_lite.training, drsn_lite.networks, drsn_lite.microscope",
    "all panels": "torch, drsn_lite.panels, drsn_lite.training",
}
"""What is imported, in a fresh interpreter; the first is taken off the others."""

DOCTOR = """
import sys
from drsn_lite.__main__ import main
main(["doctor"])
sys.exit("the doctor loads torch" if "torch" in sys.modules else 0)
"""


def environment() -> dict[str, str]:
    """This one, with our package first and one thread."""
    return os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(bench.FOLDER.parent)}


def lesson(path: os.PathLike[str]) -> bench.Row:
    """Run one lesson in a fresh kernel."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    took = bench.seconds(partial(client.execute, env=environment() | {"MPLBACKEND": "agg"}))
    peak = int(notebook.cells.pop().outputs[0].text)
    cells = {c.id: c.metadata.get("execution", {}) for c in notebook.cells if c.cell_type == "code"}
    slow = max(cells, key=lambda name: _length(cells[name]))
    return {
        "what": "lesson",
        "name": os.path.basename(path).removesuffix(".ipynb"),
        "seconds": round(took, 2),
        "slowest_cell": slow,
        "slowest_s": round(_length(cells[slow]), 2),
        "peak_mb": round(peak / 1e6),
    }


def _length(stamps: dict[str, str]) -> float:
    ends = [stamps.get(key) for key in ("iopub.execute_input", "shell.execute_reply")]
    if None in ends:
        return 0.0
    start, end = (datetime.fromisoformat(str(stamp)) for stamp in ends)
    return (end - start).total_seconds()


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment())


def imports(rounds: int) -> list[bench.Row]:
    """How long imports and the doctor take, in fresh interpreters."""
    ways = {
        name: partial(bench.seconds, partial(run, f"import {what}"))
        for name, what in IMPORTS.items()
    }
    ways["doctor"] = partial(bench.seconds, partial(run, DOCTOR))
    times = bench.alternate(ways, rounds, warm=int(rounds > 1))
    made = []
    for name, taken in times.items():
        more = taken - times["torch"] if name in list(IMPORTS)[1:] else taken
        made.append(
            {"what": "start", "name": name, "seconds": round(float(np.median(taken)), 3)}
            | bench.quartiles("own_s", more, 3)
        )
    return made


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each lesson, then one for each way to start."""
    paths = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
    return [*map(lesson, paths[:1] if quick else paths), *imports(1 if quick else 7)]


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    lessons = [row for row in made if row["what"] == "lesson"]
    lines = [
        [
            row["name"],
            f"{row['seconds']:.0f}",
            f"{row['slowest_s']:.1f} (`{row['slowest_cell']}`)",
            row["peak_mb"],
        ]
        for row in lessons
    ]
    slow = max(lessons, key=lambda row: row["seconds"])
    large = max(lessons, key=lambda row: row["peak_mb"])
    starts = [
        [row["name"], f"{row['seconds']:.2f}", bench.shown(row, "own_s")]
        for row in made
        if row["what"] == "start"
    ]
    return (
        "*Run All* of each lesson in a fresh kernel, one thread, kernel start included: "
        f"{sum(row['seconds'] for row in lessons) / 60:.1f} minutes in all (aim: under 10). "
        f"The slowest is {slow['name']} with {slow['seconds']:.0f} s (aim: under 90); the largest "
        f"kernel is that of {large['name']} with {large['peak_mb']} MB (aim: under 700).\n\n"
        + bench.table(["lesson", "seconds", "slowest cell, s", "peak memory, MB"], lines)
        + "\n\nA fresh interpreter that imports something and ends. *Own*: on top of torch's, "
        "taken in the same round (aim: under 0.3 s); the doctor loads no torch.\n\n"
        + bench.table(["start", "seconds", "own, s"], starts)
    )


if __name__ == "__main__":
    bench.main("course", "The course", rows, text)

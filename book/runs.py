"""Lessons that have been run, and tables of panels: made once, then taken from the cache.

Everything is computed as a newcomer would see it, without files of data sets, so that the book is
the same wherever it is built.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from book.content import BUILD, CACHE, ROOT, VERSIONS, key

TABLES = BUILD / "extra" / "tables"
"""Where the site finds the tables, a folder a panel."""

CELL_SECONDS = 300
WORKERS = 2
_HERE = Path(__file__).parent
_SLOW = ("noise_lab", "se_steps", "digit_lab", "se_over_snr")  # these first


def lesson(path: Path) -> Path:
    """The notebook with its outputs, run now or taken from the cache."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    made = CACHE / "lessons" / f"{path.stem}-{key(files=[path, Path(__file__)])}.ipynb"
    if made.is_file():
        return made
    with newcomer() as here:
        shutil.copy(path, here)
        # where the state of widgets says which panel stands where
        client = NotebookClient(
            notebook, timeout=CELL_SECONDS, kernel_name="python3", store_widget_state=True
        )
        client.resources = {"metadata": {"path": str(here)}}
        client.execute()
        _forget_places(notebook, here)
    from importlib.metadata import version
    from platform import python_version

    notebook.metadata["drsn_run"] = {
        "date": date.today().isoformat(),
        "versions": {"Python": python_version()} | {name: version(name) for name in VERSIONS},
    }
    _write_aside(made, nbformat.writes(notebook).encode("utf-8"))
    return made


def table(name: str) -> Path:
    """The folder with the table of a panel, computed now or taken from the cache."""
    from book import tables
    from book.grids import GRIDS

    grid = GRIDS[name]
    sources = [_HERE / "tables.py", ROOT / "drsn_lite" / "drawing" / "frames.py"]
    made = CACHE / "tables" / f"{name}-{key(grid.values, grid.chunk, files=sources)}"
    if made.is_dir():
        return made
    aside = made.with_suffix(".part")
    shutil.rmtree(aside, ignore_errors=True)
    with newcomer():
        tables.write(grid, aside)
    aside.rename(made)
    return made


def make(lessons: Iterable[Path], panels: Iterable[str]) -> dict[str, Path]:
    """Run lessons and compute tables, two at a time: where each is, by its name."""
    from tqdm import tqdm

    tasks: list[tuple[Callable, Path | str]] = [(lesson, path) for path in lessons]
    tasks += [(table, name) for name in panels]
    tasks.sort(key=lambda task: task[1] not in _SLOW)
    made = {}
    os.environ |= {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "PYTHONWARNINGS": "ignore"}
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(do, what): what for do, what in tasks}
        for future in tqdm(as_completed(futures), total=len(futures), desc="lessons and tables"):
            what = futures[future]
            made[what.stem if isinstance(what, Path) else what] = future.result()
    return made


@contextmanager
def newcomer() -> Iterator[Path]:
    """An empty folder to run in, no files of data sets, and one thread, as when a panel is live."""
    import torch

    torch.set_num_threads(1)
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as here:
        work, home = Path(here, "lesson"), Path(here, "home")
        work.mkdir()
        os.environ.pop("DRSN_LITE_DATA", None)
        # where a cache lies on Linux, macOS and Windows
        os.environ |= {"XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home)}
        os.environ["DRSN_LITE_PROGRESS"] = str(home / "solved.json")
        os.environ["PYTHONPATH"] = str(ROOT)  # the package of this folder
        try:
            yield work
        finally:
            os.environ.clear()
            os.environ.update(before)


def _forget_places(notebook: dict, here: Path) -> None:
    """Take out of the outputs where things lie on this machine."""
    import sys

    places = {str(here): ".", str(here.parent): ".", sys.prefix: ".venv", str(ROOT): "drsn-lite"}
    places[str(Path.home())] = "~"
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            said = output.get("data", {})
            for kind in said:
                if kind.startswith("text/"):
                    said[kind] = _without(said[kind], places)
            if "text" in output:
                output["text"] = _without(output["text"], places)


def _without(text: str, places: dict[str, str]) -> str:
    for place, word in places.items():
        text = text.replace(place, word)
    return text


def _write_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)

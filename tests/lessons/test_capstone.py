"""The capstone: it runs as it is and says what is missing; filled in, it says what is done."""

import copy
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from drsn_lite import checkpoints
from drsn_lite.lessons.capstone import Sheet
from drsn_lite.lessons.lesson11 import tones

FOLDER = Path(__file__).parents[2] / "notebooks" / "capstone"
NOTEBOOK = nbformat.read(FOLDER / "capstone.ipynb", as_version=4)
POINTS = 13


def run(notebook: nbformat.NotebookNode, place: Path) -> dict[str, str]:
    """What each cell of the notebook says, run in the folder `place`."""
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(place)}}
    )
    client.execute(env=os.environ | {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"})
    said = {}
    for cell in notebook.cells:
        parts = [
            o.get("text", "") or o.get("data", {}).get("text/plain", "")
            for o in cell.get("outputs", [])
        ]
        said[cell.id] = "\n".join(parts)
    return said


def test_it_runs_unfilled_and_says_what_is_missing(tmp_path) -> None:
    said = run(copy.deepcopy(NOTEBOOK), tmp_path)
    assert said["left-list"].startswith(f"0 of {POINTS} points are done.")
    assert said["left-list"].count("○") == POINTS
    assert "generated tones" in said["data-yours"]
    assert "too few seeds for a verdict" in said["rivals-verdict"]
    assert not re.search("better|worse", said["rivals-verdict"])
    stranger = re.search(r"hiss: most often '([\w-]+)', probability", said["failures-strange"])
    assert stranger[1] in tones.KINDS, "no class is none of these"
    assert not list(tmp_path.iterdir()), "it writes nothing"


def test_it_runs_filled_in_and_every_point_is_done(tmp_path) -> None:
    for kind in ("rising", "beats"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
        for take in range(5):
            x = tones.sound(kind, "reed", take)
            tones.save(tmp_path / "mine" / kind / f"{take}.wav", x)
    notebook = copy.deepcopy(NOTEBOOK)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace("FOLDER = ...", 'FOLDER = "mine"')
            cell.source = cell.source.replace("CHECKPOINT = ...", 'CHECKPOINT = "net"')
            cell.source = re.sub(
                r"^([A-Z]+) = \.\.\.", r'\1 = "word " * 40', cell.source, flags=re.M
            )
            cell.source = cell.source.replace("range(2)", "range(5)").replace(
                "EPOCHS = 1 ", "EPOCHS = 5 "
            )
    said = run(notebook, tmp_path)
    assert said["left-list"].startswith(f"{POINTS} of {POINTS} points are done."), said["left-list"]
    assert "recordings in both parts: 0" in said["split-yours"]
    assert re.search("clearly (better|worse) than|no clear difference", said["rivals-verdict"])
    assert checkpoints.card(tmp_path / "net")["known"]["files"]
    assert checkpoints.load_checkpoint(tmp_path / "net").classes == 2
    assert checkpoints.card(tmp_path / "net")["limits"].startswith("word")


def test_it_is_clean() -> None:
    for cell in NOTEBOOK.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
            assert len(cell.source.splitlines()) <= 30
    assert len({cell.id for cell in NOTEBOOK.cells}) == len(NOTEBOOK.cells)


@pytest.mark.parametrize("name", ["capstone.ipynb", "RUBRIC.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert not [link for link in links if not (FOLDER / link).exists()]


def test_the_rubric_adds_up() -> None:
    text = (FOLDER / "RUBRIC.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|(.+)\|$", text, flags=re.M)
    assert len(rows) == 8
    assert all(len(levels.split("|")) == 4 for _, levels in rows)
    assert f"{3 * len(rows)} in all" in text
    lesson = nbformat.read(FOLDER.parent / "11-your-own-data.ipynb", as_version=4)
    assert f"{3 * len(rows)} points" in "".join(cell.source for cell in lesson.cells)


def test_a_sheet_counts_points_and_the_newest_word_holds(capsys) -> None:
    sheet = Sheet()
    sheet("data", False, "Find some.")
    sheet.words("question", ..., 3)
    assert sheet.done == 0
    assert capsys.readouterr().out.splitlines() == [
        "○ data: not done yet. Find some.",
        "○ question: not done yet. Write it, in at least 3 words.",
    ]
    sheet("data", True, "Find some.")
    sheet.words("question", "one two", 3)
    assert "2 words" in sheet.points["question"]
    sheet.words("question", "one two three", 3)
    assert (sheet.done, len(sheet.points)) == (2, 2)
    assert repr(sheet).startswith("2 of 2 points are done.\n✓ data")
    sheet.words("question", 7, 3)
    assert "not int" in sheet.points["question"]
    assert "○ question" in repr(sheet)

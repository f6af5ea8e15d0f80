"""Every lesson runs, gives the same numbers twice, and its exercises can be solved."""

import re

import pytest
from nbformat import NotebookNode
from runs import NOTEBOOKS, Cells, exercises, is_exercise, read, solution, solved, stubs

from drsn_lite.checks import catalogue

ADDRESS = re.compile(r"0x[0-9a-f]+|[0-9a-f]{32}")  # and the ids of widgets
WHOSE = re.compile(r"^Used here: .*\n?", re.MULTILINE)  # the learner's function, or the package's


def _code(cells: Cells) -> list[NotebookNode]:
    return [cell for cell in cells.values() if cell.cell_type == "code"]


def _text(cell) -> str:
    """What a cell prints and shows in words."""
    printed = [o.text for o in cell.outputs if o.get("name") == "stdout"]
    parts = ["".join(printed)]  # how a stream is cut into pieces depends on the clock
    for output in cell.outputs:
        for kind in ("text/plain", "text/markdown", "text/html"):
            parts.append(output.get("data", {}).get(kind, ""))
    return WHOSE.sub("", ADDRESS.sub("", "\n".join(filter(None, parts))))


def _pictures(cell) -> list[str]:
    return [o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {})]


@pytest.mark.parametrize("answers", [False, True], ids=["stubs", "solutions"])
def test_it_runs_without_errors_and_warnings(lesson, answers):
    for cell in _code(solved(lesson).cells if answers else stubs(lesson)):
        for output in cell.outputs:
            assert output.output_type != "error", f"{cell.id}: {output.get('evalue')}"
            said = output.text if output.get("name") == "stderr" else ""
            assert "Warning" not in said, f"{cell.id}: {said}"
            assert "Traceback" not in said, f"{cell.id}: {said}"


def test_no_panel_fails_wherever_its_controls_are_put(lesson):
    done = solved(lesson)
    for state in done.widgets.values():
        assert not state.get("error"), state["error"]
    shown = sum("panels." in cell.source for cell in _code(done.cells))
    lines = done.moves.splitlines()
    assert shown == 0 or len(lines) >= 2 * shown, done.moves
    assert not [line for line in lines if not line.endswith(("ok", "missing files"))]


def test_stubs_are_not_tried_yet(lesson):
    tried = [cell for cell in _code(stubs(lesson)) if is_exercise(cell)]
    assert tried
    for cell in tried:
        assert "Not tried yet" in _text(cell), f"{cell.id}: {_text(cell)}"


def test_solutions_pass(lesson):
    for cell in _code(solved(lesson).cells):
        if is_exercise(cell):
            assert "✓ Right" in _text(cell), f"{cell.id}: {_text(cell)}"


def test_two_runs_give_the_same_words_and_pictures(lesson):
    both = _code(stubs(lesson)), _code(solved(lesson).cells)
    for once, twice in zip(*both, strict=True):
        of_today = any(call in once.source for call in ("doctor()", "progress()"))
        if not is_exercise(once) and not of_today:
            assert _text(once) == _text(twice), once.id
            assert _pictures(once) == _pictures(twice), once.id


def test_every_figure_has_words(lesson):
    for cell in _code(stubs(lesson)):
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data:
                assert len(data.get("text/plain", "")) > 20, cell.id


def test_it_says_what_it_is_and_what_it_takes(lesson):
    head = read(lesson).cells[0].source
    assert head.startswith("# ")
    assert re.search(r"\*\*Time:\*\* \d+ minutes", head)
    assert "**You need:**" in head
    assert "**After it you can:**" in head


def test_it_ends_with_a_recap_a_stretch_task_and_what_to_read(lesson):
    cells = {cell.id: cell.source for cell in read(lesson).cells}
    assert "](glossary.md" in cells["title"]
    head, *lines = cells["recap"].split("\n\n", 1)
    assert head == "## In five lines"
    assert len(re.findall(r"^\* \S", lines[0], flags=re.MULTILINE)) == 5
    assert cells["stretch"].startswith("**Stretch.** ")
    rest = "\n".join(list(cells.values())[-3:])
    assert re.search(r"\]\(https?://", rest), "what to read next has an address"


def test_each_exercise_says_how_hard_it_is(lesson):
    cells = read(lesson).cells
    for place, cell in enumerate(cells):
        if is_exercise(cell):
            before = [c.source for c in cells[:place] if c.cell_type == "markdown"][-1]
            assert re.search(r"\*\*Exercise · (easy|medium|hard)\.\*\*", before), cell.id


def test_exercises_have_hints_and_a_solution(lesson):
    found = exercises(lesson)
    assert len(found) >= (1 if lesson.startswith("00") else 2)
    for stub, after in found:
        last = stub.source.splitlines()[-1]
        name = re.fullmatch(r'check\("([a-z0-9-]+)", \w+\)', last)
        assert name, f"{stub.id} ends with {last!r}"
        assert name[1] in catalogue()
        assert after.cell_type == "markdown"
        assert "<summary>Hint" in after.source
        assert f'check("{name[1]}"' in solution(after).splitlines()[-1]
        assert after.source.count("<details>") == after.source.count("</details>")


def test_every_exercise_of_a_lesson_stands_in_it(lesson):
    used = {re.search(r'check\("([^"]+)"', stub.source)[1] for stub, _ in exercises(lesson)}
    sheets = (NOTEBOOKS / f"../drsn_lite/lessons/lesson{lesson[:2]}").glob("exercises*.py")
    text = "".join(sheet.read_text("utf-8") for sheet in sheets)
    assert used == {name for name in catalogue() if f'name="{name}"' in text}


def test_markdown_renders_everywhere(lesson):
    for cell in read(lesson).cells:
        if cell.cell_type != "markdown":
            continue
        assert "[!" not in cell.source, f"{cell.id}: alerts render on GitHub only"
        for after in re.findall(r"</summary>(.*?)\S", cell.source, flags=re.DOTALL):
            assert after.startswith("\n\n"), f"{cell.id}: blank line after </summary>"
        images = re.findall(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src=\"([^\"]+)", cell.source)
        links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)", cell.source)
        for target in [a or b for a, b in images] + [u for u in links if "://" not in u]:
            assert (NOTEBOOKS / target).exists(), f"{cell.id} points to {target}"


def test_cells_are_short(lesson):
    for cell in read(lesson).cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 40, cell.id  # aim at 15


def test_no_heading_stands_without_words_before_the_next_of_its_rank(lesson):
    """A section that was put in between leaves the heading of the one after it in front."""
    text = "\n".join(c.source if c.cell_type == "markdown" else "code" for c in read(lesson).cells)
    lines = [line for line in text.splitlines() if line.strip()]
    ranks = [len(line) - len(line.lstrip("#")) if line.startswith("#") else 0 for line in lines]
    for line, rank, after in zip(lines, ranks, ranks[1:], strict=False):
        assert not 0 < after <= rank, line

"""Workflows and forms for GitHub: what they name is there. They never run here."""

import re
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import needs
import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ISSUES = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]-*.yml"))
DISCUSSIONS = sorted((ROOT / ".github" / "DISCUSSION_TEMPLATE").glob("*.yml"))
NOT_ELSEWHERE = {"book", "browser", "project"}
"""Folders of tests that macOS and Windows do not run whole: pages, pictures, what is committed."""

# actions/checkout's, actions/cache's, … newest major versions, as of November 2026.
ACTIONS = {
    "actions/cache": 5,
    "actions/checkout": 7,
    "actions/configure-pages": 5,
    "actions/deploy-pages": 5,
    "actions/setup-python": 7,
    "actions/upload-pages-artifact": 5,
}


def read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # all text: `on` too


def jobs() -> list[dict[str, Any]]:
    return [job for path in WORKFLOWS for job in read(path)["jobs"].values()]


def steps() -> list[dict[str, Any]]:
    return [step for job in jobs() for step in job["steps"]]


def commands() -> list[str]:
    return [step["run"] for step in steps() if "run" in step]


def test_there_are_workflows_for_tests_and_for_the_book():
    assert [path.stem for path in WORKFLOWS] == ["book", "tests"]
    assert {one for job in jobs() for one in job.get("strategy", {})} == {"fail-fast", "matrix"}
    systems = {job["runs-on"] for job in jobs()}
    assert systems == {"ubuntu-latest", "${{ matrix.system }}"}


def test_each_python_of_the_project_and_no_other_is_tested():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    fits = SpecifierSet(project["requires-python"])
    supported = [f"3.{minor}" for minor in range(30) if fits.contains(f"3.{minor}.0")]
    matrices = [job["strategy"]["matrix"] for job in jobs() if "strategy" in job]
    assert [matrix["python"] for matrix in matrices] == [supported, supported]
    [also] = [
        step["with"]["python-version"]
        for step in steps()
        if "{" not in step.get("with", {}).get("python-version", "{")
    ]
    assert also in supported


def test_what_the_commands_name_is_there():
    targets = re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    if not (ROOT / "book").is_dir():
        targets.append("book")
    asked = [target for one in commands() for target in re.findall(r"\bmake (\S+)", one)]
    assert len(asked) >= 2
    assert [target for target in asked if target not in targets] == []
    named = [
        word for one in commands() for word in one.split() if re.match(r"[\w.]+[/.][\w./-]+$", word)
    ]
    made = [".venv/.lab", ".venv/bin/python"]
    assert len(named) > 10
    assert [word for word in named if word not in made and not (ROOT / word).exists()] == []
    for pattern in re.findall(r"hashFiles\('([^']+)'\)", " ".join(map(str, steps()))):
        assert list(ROOT.glob(pattern)), pattern
    files = [step["with"].get("cache-dependency-path") for step in steps() if "with" in step]
    assert {name for name in files if name} == {"constraints.txt"}


def test_linux_runs_what_ci_runs_with_the_files_of_each_data_set():
    [linux] = [job for job in jobs() if "container" in job]
    run = [step["run"] for step in linux["steps"] if "run" in step]
    assert run[-1] == "bash .ci/run"
    [get] = [one for one in run if "data get" in one]
    assert set(get.partition("data get ")[2].split()) == set(needs.WITH_DOWNLOADS)
    assert "bookworm" in linux["container"]["image"], ".ci/run is for Debian 12"


def test_elsewhere_each_folder_of_tests_is_run():
    """A new folder of tests must not be forgotten there."""
    [pytest_] = [one for one in commands() if "-m pytest" in one]
    run = {word.removeprefix("tests/") for word in pytest_.split() if word.startswith("tests/")}
    folders = {path.parent.name for path in ROOT.glob("tests/*/test_*.py")} | {"lessons"}
    assert {name for name in run if "/" not in name} == folders - NOT_ELSEWHERE
    assert {name.split("/")[0] for name in run if "/" in name} == NOT_ELSEWHERE


def test_actions_are_known_ones_at_their_newest_major_version():
    used = {step["uses"] for step in steps() if "uses" in step}
    assert used == {f"{name}@v{major}" for name, major in ACTIONS.items()}


def test_the_book_is_published_from_main_alone_with_no_right_too_many():
    book = read(ROOT / ".github" / "workflows" / "book.yml")
    assert set(book["on"]) == {"push", "workflow_dispatch"}
    assert book["on"]["push"] == {"branches": ["main"]}
    assert book["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert book["jobs"]["publish"]["needs"] == "build"
    assert book["jobs"]["publish"]["environment"]["name"] == "github-pages"
    [path] = [s["with"]["path"] for s in steps() if "upload-pages" in s.get("uses", "")]
    assert path == "book/_build/html"
    tests = read(ROOT / ".github" / "workflows" / "tests.yml")
    assert tests["permissions"] == {"contents": "read"}


def test_every_job_ends_by_itself():
    for job in jobs():
        assert "timeout-minutes" in job or len(job["steps"]) == 1


@pytest.mark.parametrize("path", [*ISSUES, *DISCUSSIONS], ids=lambda path: path.stem)
def test_a_form_is_one(path):
    form = read(path)
    wanted = {"name", "description", "labels", "body"} if path in ISSUES else {"body"}
    assert set(form) == wanted
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in fields} <= {"input", "textarea", "dropdown"}
    names = [field["id"] for field in fields]
    assert len(names) == len(set(names)) >= 2
    labels = [field["attributes"]["label"] for field in fields]
    assert len(labels) == len(set(labels)), "GitHub refuses two of the same"
    assert any(field.get("validations") == {"required": "true"} for field in fields)


def test_the_forms_know_every_lesson_and_ask_for_the_doctor():
    wrong, broken, _ = map(read, ISSUES)
    *lessons, rest = wrong["body"][0]["attributes"]["options"]
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    titles = [nbformat.read(path, as_version=4).cells[0].source.splitlines()[0] for path in paths]
    assert [name[:3] for name in lessons] == [f"{path.name[:2]} " for path in paths]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in lessons if f"[{name}](" not in readme] == []
    assert len(titles) == len(lessons)
    assert "capstone" in rest
    assert "python -m drsn_lite doctor" in broken["body"][0]["attributes"]["description"]


def test_the_discussion_forms_belong_to_categories_that_github_makes():
    categories = {"announcements", "general", "ideas", "q-a", "show-and-tell"}  # not polls
    assert {path.stem for path in DISCUSSIONS} == {"q-a", "show-and-tell"} <= categories

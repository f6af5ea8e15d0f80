"""What a user has who installs the wheel: all small files, all commands, a doctor that fits."""

import json
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
import wheels
from wheels import ROOT

import drsn_lite
from drsn_lite import paths
from drsn_lite.checkup import remedies


def names(archive: Path, folder: str) -> set[str]:
    with zipfile.ZipFile(archive) as file:
        return {name for name in file.namelist() if name.startswith(folder)}


def run(place: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of the wheel, called in a folder."""
    call = [sys.executable, "-m", "drsn_lite", *words]
    there = wheels.environment(**variables)
    return subprocess.run(call, cwd=place, env=there, capture_output=True, text=True)


def test_the_other_tests_are_about_the_project_itself():
    assert Path(drsn_lite.__file__).is_relative_to(ROOT)
    assert (paths.CHECKOUT, paths.DATA) == (ROOT, ROOT / "data")


def test_the_wheel_holds_each_file_of_data_and_no_litter():
    ours = {path for path in ROOT.glob("data/**/*") if path.is_file()}
    litter = {path for path in ours if path.suffix in {".part", ".lock"}}
    expected = {f"drsn_lite/{path.relative_to(ROOT).as_posix()}" for path in ours - litter}
    assert names(wheels.wheel(), "drsn_lite/data/") == expected
    for word in wheels.LITTER:
        assert not [name for name in names(wheels.wheel(), "") if Path(word).name in name]
    assert "drsn_lite/drawing/static/paint.js" in names(wheels.wheel(), "drsn_lite/drawing/static/")


def test_the_wheel_has_the_licences_and_the_console_script():
    with zipfile.ZipFile(wheels.wheel()) as file:
        [entry] = [name for name in file.namelist() if name.endswith("entry_points.txt")]
        assert "drsn-lite = drsn_lite.__main__:main" in file.read(entry).decode()
    licences = {Path(name).name for name in names(wheels.wheel(), "") if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-lessons"}


def test_the_project_and_its_source_archive_give_the_same_wheel(tmp_path):
    made = wheels.build("wheel", wheels.source(), tmp_path / "direct")
    assert names(made, "") == names(wheels.wheel(), "")


def test_the_source_archive_is_the_whole_project():
    with tarfile.open(wheels.sdist()) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("Makefile", "constraints.txt", "environment.yml", "notebooks/00-start-here.ipynb"):
        assert name in inside
    assert not [name for name in inside if name.endswith((".part", ".lock", ".pyc"))]


def test_an_editable_install_is_a_plain_path(tmp_path):
    """An import hook would work as well, but editors and type checkers don't follow it."""
    made = wheels.build("editable", wheels.source(), tmp_path / "editable")
    with zipfile.ZipFile(made) as file:
        [pth] = [name for name in file.namelist() if name.endswith(".pth")]
        assert file.read(pth).decode().split() == [str(wheels.source())]
    assert not [name for name in names(made, "") if name.endswith(".py")]


def test_a_neighbours_project_is_not_taken_for_ours(tmp_path):
    """`pip install --target .` puts the package beside another project's own files."""
    package = tmp_path / "drsn_lite"
    package.mkdir()
    assert paths.find_checkout(package) is None
    (tmp_path / "pyproject.toml").touch()
    assert paths.find_checkout(package) == tmp_path
    (package / "data").mkdir()
    assert paths.find_checkout(package) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["data", "list"], "gearbox"),
        (["data", "list", "cwru"], "drsn_lite/data/cwru_manifest.json"),
        (["sweep", "report", "table3"], "300 of 300 runs are done"),
        (["predict", "gearbox-drsn-cw", "new.npy"], "new.npy"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_commands_in_an_empty_folder(tmp_path, words, said):
    np.save(tmp_path / "new.npy", np.random.default_rng(0).normal(size=4096))
    done = run(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_the_doctor_says_what_is_true_there(tmp_path):
    done = run(tmp_path, "doctor", DRSN_LITE_DATA="")
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert [line for line in failed if "free disk" not in line] == [], done.stdout
    assert "no part of an installed package" in done.stdout


def test_the_doctor_mends_lost_files_by_installing_again(tmp_path):
    site = Path(shutil.copytree(wheels.site(), tmp_path / "site"))
    (site / "drsn_lite" / "data" / "results" / "curves.csv").unlink()
    cut = site / "drsn_lite" / "data" / "checkpoints" / "digits-resnet.safetensors"
    cut.write_bytes(cut.read_bytes()[:-1])
    [info] = site.glob("*.dist-info")
    url = "file:///somewhere/drsn_lite.whl"
    (info / "direct_url.json").write_text(json.dumps({"url": url, "archive_info": {}}))
    done = run(tmp_path, "doctor", PYTHONPATH=str(site))
    assert done.returncode == 1
    assert f"{len(names(wheels.wheel(), 'drsn_lite/data/'))}, 2 lost or cut" in done.stdout
    assert "unpack" not in done.stdout
    mend = shlex.split(done.stdout.splitlines()[-1])
    assert mend[3:] == ["install", "--force-reinstall", "--no-deps", f"drsn-lite @ {url}"]


class Installed:
    """The package's metadata, with this record of where it came from."""

    version = "0.1.0"

    def __init__(self, record: dict | None) -> None:
        self.record = record

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.record and json.dumps(self.record)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (None, "drsn-lite[lab]==0.1.0"),
        ({"url": "https://x/a.whl", "archive_info": {}}, "drsn-lite[lab] @ https://x/a.whl"),
        (
            {"url": "https://x/y.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "drsn-lite[lab] @ git+https://x/y.git@abc",
        ),
    ],
)
def test_it_is_installed_again_from_where_it_came(monkeypatch, record, words):
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed(record))
    assert shlex.split(remedies.install(root=None))[-1] == words

"""A sweep over a folder of one's own: run, go on, report; folds over recordings; refusals."""

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from drsn_lite import datasets
from drsn_lite.__main__ import main
from drsn_lite.datasets.recordings.files import Listing
from drsn_lite.evaluation import evaluate
from drsn_lite.networks import build
from drsn_lite.studies.engine import Failed, attempt
from drsn_lite.studies.sweep import own_folder, plan, store
from drsn_lite.studies.sweep.runs import split, train
from drsn_lite.training import fit

PLAN = """
networks = ["resnet", "drsn-cw"]
noises = ["gaussian"]
snr_db = [0, inf]
seeds = [0, 1]

[training]
epochs = 1
batch_size = 16

[data]
name = "folder"
path = "motor"
length = 64
rate_hz = 1000
test = "d"
"""


@pytest.fixture
def place(tmp_path):
    """A folder with a plan and, beside it, recordings: four of each of two classes."""
    for label, kind in enumerate(("hum", "whine")):
        (tmp_path / "motor" / kind).mkdir(parents=True)
        for n, letter in enumerate("abcd"):
            rng = np.random.default_rng([label, n])
            x = np.sin((0.2 + 0.5 * label) * np.arange(300) + rng.random())
            np.save(tmp_path / "motor" / kind / f"{letter}.npy", x + 0.3 * rng.normal(size=300))
    write(tmp_path)
    return tmp_path


def write(place, *changes):
    """The plan, with old text changed into new."""
    text = PLAN
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (place / "mine.toml").write_text(text, encoding="utf-8")
    return plan.read(place / "mine.toml").runs


def run(place, capsys, *words):
    """Exit status, output and error output of the command, in one process."""
    given = [*words, str(place / "mine.toml"), "--out", str(place / "out")]
    code = main(["sweep", *given, *(["--workers", "1"] if not words else [])])
    return code, *capsys.readouterr()


def test_it_runs_goes_on_and_reports(place, capsys, monkeypatch):
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")  # the path is the plan's, not the shell's
    runs = plan.read("../mine.toml").runs
    code, said, err = run(place, capsys)
    assert code == 0, err
    assert "8 runs, 8 to go" in said
    before = store.table(place / "out", {one.id for one in runs})
    assert len(before) == 8
    assert "8 runs, 0 to go" in run(place, capsys)[1]
    assert store.table(place / "out", {one.id for one in runs}).equals(before)
    code, said, _ = run(place, capsys, "report")
    assert code == 0
    assert "8 of 8 runs are done; 8 of them lie in whole seeds" in said
    table = pd.read_csv(place / "out" / "runs.csv")
    assert {json.loads(text)["recordings"] for text in table["options"]} == {
        own_folder._fingerprint(own_folder._listing({"path": place / "motor"}))
    }
    assert (place / "out" / "figure6-gaussian.svg").is_file()


def test_a_run_is_the_training_by_hand(place):
    one = next(r for r in write(place) if (r.network, r.noise, r.repeat) == ("resnet", "none", 1))
    found = attempt(train, one)
    torch.set_num_threads(1)
    data = datasets.load("folder", place / "motor", length=64, rate_hz=1000, test="d")
    network = build("resnet", "lite", 2, seed=1)
    fit(network, data, 1, batch_size=16, seed=1, progress=False, device="cpu")
    assert found.reason == ""
    assert found.made["test_accuracy"] == evaluate(network, data.test_x, data.test_y).accuracy


FOLDS = ("seeds = [0, 1]", "folds = 4"), ('test = "d"', "")


def test_folds_test_each_recording_once(place):
    runs = [one for one in write(place, *FOLDS) if one.noise == "none" and one.network == "resnet"]
    assert [one.repeat for one in runs] == [0, 1, 2, 3]
    tested = []
    for one in runs:
        data = split(one)
        mine = np.unique(data.test_recording).tolist()
        assert [name.split("/")[0] for name in mine] == ["hum", "whine"]
        assert set(mine).isdisjoint(data.train_recording)
        assert len(np.unique(data.train_recording)) == 6
        assert np.sqrt(np.mean(data.train_x**2)) == pytest.approx(1), "the scale of the training"
        tested += mine
    assert sorted(tested) == [f"{kind}/{x}.npy" for kind in ("hum", "whine") for x in "abcd"]


def test_folds_keep_groups_whole(place):
    for kind in ("hum", "whine"):
        for letter, day in zip("abcd", "1122", strict=True):
            old = place / "motor" / kind / f"{letter}.npy"
            old.rename(old.with_name(f"day{day}{letter}.npy"))
    (seeds, _), (test, _) = FOLDS
    changes = (seeds, "folds = 2"), (test, 'group = "(day[12])"')
    runs = [one for one in write(place, *changes) if one.noise == "none"]
    days = []
    for one in runs[::2]:
        data = split(one)
        held, kept = ({name.split("/")[1][:4] for name in names.tolist()}
                      for names in (data.test_recording, data.train_recording))  # fmt: skip
        assert len(held) == len(kept) == 1
        assert held != kept
        assert set(data.groups.tolist()) == kept
        days += held
    assert sorted(days) == ["day1", "day2"]


def change(place):
    """The beginning of a recording is another, and no longer or shorter."""
    path = place / "motor" / "hum" / "a.npy"
    x = np.load(path)
    x[3] += 0.1
    np.save(path, x)


def add(place):
    np.save(place / "motor" / "hum" / "e.npy", np.random.default_rng(9).normal(size=300))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (change, "of its 8 recordings some have another content or name"),
        (add, "it had 8 recordings and has 9"),
    ],
)
def test_a_folder_that_changed_is_not_mixed_with_what_it_was(place, capsys, how, said):
    first = write(place)
    with store.Store(place / "out") as base:
        for one in first:
            base.add({**one.row(), "status": "done", "test_accuracy": 0.5})
    how(place)
    for words in ([], ["report"]):
        code, out, err = run(place, capsys, *words)
        assert code == 2
        assert "to go" not in out
        assert f"{place / 'motor'} has changed since its results in {place / 'out'}: {said}" in err
        assert "give another --out" in err
    assert len(store.table(place / "out", {one.id for one in first})) == 8, "they are kept"
    assert {one.id for one in write(place)}.isdisjoint(one.id for one in first)
    with pytest.raises(Failed, match="has changed since the sweep began"):
        split(first[0])


def test_a_folder_that_moved_has_the_same_runs(place, tmp_path_factory):
    first = write(place)
    there = tmp_path_factory.mktemp("there") / "moved"
    shutil.move(place / "motor", there)
    moved = write(place, ('"motor"', f"'{there}'"))
    assert [one.id for one in moved] == [one.id for one in first]
    assert {one.id for one in write(place, ('"motor"', f"'{there}'"), ("64", "32"))}.isdisjoint(
        one.id for one in first
    )


WRONG = {
    "no path": ('path = "motor"', "", r'needs path = "…", your recordings; got None'),
    "an empty path": ('"motor"', '""', "needs path"),
    "not there": ('"motor"', '"moto"', r"the folder .*/moto is not there"),
    "mistyped": ("length", "lenght", r"'folder' has no option 'lenght'; it has .*length, hop"),
    "too short a window": ("64", "1", "windows need length >= 2"),
    "half a sample": ("64", "64.5", "windows need length >= 2 .* whole numbers"),
    "no such scale": ("64", '64\nscale = "loud"', "scale is one of 'training'"),
    "no rate": ("1000", "-1", "rate_hz is a positive number"),
    "found nowhere": ('"d"', '"z"', "test='z' is found in none of the 4 recordings"),
    "no part": ('"d"', "1.5", "test is a fraction between 0 and 1"),
    "test with folds": ("seeds = [0, 1]", "folds = 4", "test belongs to seeds"),
    "one class": ('"motor"', '"motor/hum"', "lies in no folder of a class"),
    "a list": ('"d"', '["d"]', "test must be one number or word"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(place, case):
    old, new, message = WRONG[case]
    with pytest.raises(ValueError, match=message) as error:
        write(place, (old, new))
    assert "mine.toml" in str(error.value)


def test_more_folds_than_recordings(place):
    with pytest.raises(ValueError, match="folds = 5, and class 'hum' has 4 recordings: each fold"):
        write(place, ("seeds = [0, 1]", "folds = 5"), FOLDS[1])
    machines = 'group = "(hum/[ab]|hum/[cd]|whine)"'  # whine has one machine of its own
    with pytest.raises(ValueError, match="folds = 2, and class 'whine' has 1 groups"):
        write(place, ("seeds = [0, 1]", "folds = 2"), ('test = "d"', machines))


def test_groups_of_which_no_draw_will_do():
    """Three machines, each with two of three classes: two folds would need three sides."""
    names = ("a/1", "a/3", "b/1", "b/2", "c/2", "c/3")
    listing = Listing(Path("x"), names, np.array([0, 0, 1, 1, 2, 2]), ("a", "b", "c"), Counter())
    with pytest.raises(ValueError, match="no draw of folds = 2 out of the groups leaves each"):
        own_folder.parts(listing, "([0-9])", 2, 0)
    assert sorted(own_folder.parts(listing, None, 2, 0)) == [0, 0, 0, 1, 1, 1]

"""Plans of a sweep: what is run and in what order, and errors that name what is wrong."""

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drsn_lite.results import tables
from drsn_lite.studies.sweep import plan

GOOD = """
networks = ["resnet", "drsn-cw"]
noises = ["gaussian", "pink"]
snr_db = [0, inf]
folds = 3

[training]
epochs = 4

[data]
name = "gearbox"
train_per_state = 6
"""


@pytest.fixture
def reads(tmp_path):
    """A function that reads a plan from text."""

    def read(text: str) -> plan.Sweep:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return plan.read(path)

    return read


def test_the_paper_is_1320_trainings_of_table_2():
    runs = plan.read("paper").runs
    assert len(runs) == len({run.id for run in runs}) == 4 * 3 * 11 * 10
    assert {(run.preset, run.epochs, run.batch_size) for run in runs} == {("paper", 100, 128)}
    assert {run.snr_db for run in runs} == set(range(-5, 6))
    assert {dict(run.options)["length"] for run in runs} == {2048}
    signals = {
        (o["train_per_state"] + o["test_per_state"]) for o in (dict(r.options) for r in runs)
    }
    assert signals == {3600}


def test_each_plan_that_comes_along_can_be_read():
    assert {"paper", "lite", "table3", "smoke"} <= set(plan.presets())
    for name in plan.presets():
        sweep = plan.read(name)
        assert sweep.name == name
        assert len({run.id for run in sweep.runs}) == len(sweep.runs) > 0


def test_runs_of_one_plan_count_for_a_larger_one():
    small, large = ({run.id for run in plan.read(name).runs} for name in ("table3", "lite"))
    assert small < large


@pytest.mark.parametrize("name", ["table3", "fig6"])
def test_the_results_that_come_along_are_those_of_their_plan(name):
    ids = [run.id for run in plan.read(name).runs]
    assert sorted(tables.read(name)["id"]) == sorted(ids)


def test_whole_folds_come_first_and_clean_once(reads):
    runs = reads(GOOD).runs
    assert [run.repeat for run in runs] == sorted(run.repeat for run in runs)
    fold = [(run.network, run.noise, run.snr_db) for run in runs if run.repeat == 1]
    conditions = [("gaussian", 0.0), ("pink", 0.0), ("none", math.inf)]
    assert fold == [(n, *c) for c in conditions for n in ("resnet", "drsn-cw")]


def test_only_some_folds(reads):
    runs = reads(GOOD.replace("folds = 3", "folds = 3\nonly_folds = [2]")).runs
    assert {(run.repeat, run.folds) for run in runs} == {(2, 3)}


def test_seeds_keep_the_split_of_the_data(reads):
    runs = reads(GOOD.replace("folds = 3", "seeds = [4, 7]")).runs
    assert {(run.repeat, run.folds) for run in runs} == {(4, 0), (7, 0)}


CHANGED = {
    "network": "senet", "noise": "pink", "snr_db": 1.0, "repeat": 1, "folds": 4, "preset": "paper",
    "data": "digits", "data_seed": 1, "options": (("train_per_state", 7),), "epochs": 5,
    "batch_size": 64, "learning_rate": 0.01, "device": "cuda",
}  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(plan.Run)])
def test_each_setting_makes_another_run(reads, name):
    run = reads(GOOD).runs[0]
    other = replace(run, **{name: CHANGED[name]})
    assert other.id != run.id
    assert replace(other, **{name: getattr(run, name)}).id == run.id


def test_another_protocol_makes_other_runs(reads, monkeypatch):
    run = reads(GOOD).runs[0]
    before = run.id
    monkeypatch.setattr(plan, "PROTOCOL", plan.PROTOCOL + 1)
    assert run.id != before


@given(
    networks=st.sets(st.sampled_from(["resnet", "senet", "drsn-cw"]), min_size=1),
    noises=st.sets(st.sampled_from(["gaussian", "laplacian", "pink"]), min_size=1),
    levels=st.sets(st.integers(-20, 20), min_size=1, max_size=5),
    seeds=st.sets(st.integers(0, 99), min_size=1, max_size=4),
    clean=st.booleans(),
)
def test_a_plan_is_a_product(networks, noises, levels, seeds, clean):
    settings = {
        "networks": sorted(networks),
        "noises": sorted(noises),
        "snr_db": [*levels, *([math.inf] if clean else [])],
        "seeds": sorted(seeds),
    }
    runs = list(plan._runs(settings))
    conditions = len(noises) * len(levels) + clean
    assert len(runs) == len({run.id for run in runs}) == len(networks) * conditions * len(seeds)


WRONG = {
    "no TOML": ("folds = 3", "folds = ", "is not a TOML file"),
    "unknown network": ('"drsn-cw"', '"drsn-xx"', r"networks has 'drsn-xx'; choose from .*drsn-cw"),
    "a network twice": ('"drsn-cw"', '"resnet"', "none twice"),
    "no list": ("snr_db = [0, inf]", "snr_db = 0", "snr_db must be a list"),
    "empty": ("snr_db = [0, inf]", "snr_db = []", "snr_db must be a list of at least one"),
    "a word for a level": ("[0, inf]", '["loud"]', "snr_db must be a number"),
    "not a number": ("[0, inf]", "[nan]", "snr_db must be a number above -100, got nan"),
    "unknown noise": ('"pink"', '"brown"', "noises has 'brown'"),
    "neither": ("folds = 3", "", "give either folds"),
    "both": ("folds = 3", "folds = 3\nseeds = [1]", "give either folds"),
    "one fold": ("folds = 3", "folds = 1", "folds must be a whole number of at least 2"),
    "fold too many": ("folds = 3", "folds = 3\nonly_folds = [3]", "only_folds has 3"),
    "folds of seeds": ("folds = 3", "seeds = [1]\nonly_folds = [0]", "only_folds belongs to folds"),
    "half a seed": ("folds = 3", "seeds = [0.5]", "seeds must be a whole number"),
    "mistyped setting": ("folds = 3", "folds = 3\nnoise = 1", "the plan has a setting 'noise'"),
    "mistyped training": ("epochs = 4", "epoch = 4", r"\[training\] has a setting 'epoch'"),
    "no epochs": ("epochs = 4", "epochs = 0", "epochs must be a whole number of at least 1"),
    "true": ("epochs = 4", "epochs = true", "epochs must be a whole number"),
    "unknown preset": ("epochs = 4", 'preset = "huge"', "preset = 'huge': choose one of lite"),
    "other device": ("epochs = 4", 'device = "tpu"', "device = 'tpu'"),
    "zero rate": ("epochs = 4", "learning_rate = 0", "learning_rate must be a number above 0"),
    "unknown data": ('"gearbox"', '"cats"', "'cats' is not a data set that a sweep can load"),
    "a folder": ('"gearbox"', '"folder"', "no option 'train_per_state'"),
    "unknown option": ("train_per_state", "train_per_stat", "no option 'train_per_stat'"),
    "a list for an option": ("state = 6", "state = [6]", "train_per_state must be one number"),
    "negative data seed": ("train_per_state", "seed = -1\ntrain_per_state", "seed must be a whole"),
    "leaking folds": (
        '"gearbox"\ntrain_per_state = 6',
        '"cwru"',
        "folds would mix samples of one .* digits and folder",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(reads, case):
    old, new, message = WRONG[case]
    assert GOOD.count(old) == 1
    with pytest.raises(ValueError, match=message) as error:
        reads(GOOD.replace(old, new))
    assert "mine.toml" in str(error.value)


def test_a_plan_that_is_not_there():
    with pytest.raises(FileNotFoundError, match=r"no plan 'papier'.*one of the plans .*paper"):
        plan.read("papier")

"""Studies: a file is filled run by run, goes on where it was, and says what failed."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
import waits

from drsn_lite.networks import LITE_2D, build
from drsn_lite.results import tables
from drsn_lite.studies import __main__ as door
from drsn_lite.studies.engine.carriers import carrier
from drsn_lite.studies.study import Arrays, Study, fit_to_end, loaded


def trained(name, seed):
    """In place of a study: numbers that depend on every weight."""
    network = build(name, LITE_2D, 10, seed=seed)
    history = fit_to_end(network, loaded("digits"), 1, seed=seed)
    yield {"loss": history.train_loss[-1]}


def no_number(name, seed):
    if seed == 1:
        raise ValueError("no luck")
    return [{"loss": seed}]


def numbers(name, seed):
    return np.full(3, seed)


RUNS = (("b", 0), ("a", 1), ("a", 0), ("b", 1))
STUDY = Study("t", no_number, RUNS, ("name", "seed"))


def test_a_study_that_was_interrupted_goes_on(tmp_path):
    made = []

    def make(name, seed):
        if len(made) == 3:
            made.append("")
            raise KeyboardInterrupt
        made.append((name, seed))
        return [{"value": seed}, {"value": -seed}]

    study = replace(STUDY, make=make)
    with pytest.raises(KeyboardInterrupt):
        study.fill(folder=tmp_path)
    assert made == [*RUNS[:3], ""]
    assert study.fill(folder=tmp_path) == 1
    assert study.fill(folder=tmp_path) == 0
    rows = tables.read("t", tmp_path)
    assert list(rows.columns) == ["name", "seed", "value"]
    assert list(rows.itertuples(index=False, name=None))[2:4] == [("a", 1, 1), ("a", 1, -1)]
    assert len(rows) == 8


def test_a_row_that_has_its_key_keeps_the_order_of_its_columns(tmp_path):
    study = replace(STUDY, make=lambda name, seed: [{"size": 3, "seed": seed, "name": name}])
    assert study.carry_out(("a", 1)) == [{"size": 3, "seed": 1, "name": "a"}]
    assert list(study.carry_out(("a", 1))[0]) == ["size", "seed", "name"]


def test_words_choose_runs(tmp_path):
    study = replace(STUDY, make=lambda name, seed: [{}])
    assert study.fill(["b", "nothing"], tmp_path) == 2
    assert set(tables.read("t", tmp_path)["name"]) == {"b"}
    assert study.fill(["1"], tmp_path) == 1


def test_the_key_is_what_must_be_given():
    def make(data, seed, levels=(1, 2), **training):
        return [{"level": level, **training} for level in levels]

    study = replace(STUDY, make=partial(make, epochs=3))
    assert study.key == ("data", "seed")
    assert study.carry_out(("x", 0))[1] == {"data": "x", "seed": 0, "level": 2, "epochs": 3}


def test_what_fails_is_said_and_the_others_go_on(tmp_path, capsys):
    with pytest.raises(RuntimeError, match="2 of 4 runs failed"):
        STUDY.fill(folder=tmp_path)
    assert len(tables.read("t", tmp_path)) == 2
    assert "failed: t a 1: ValueError: no luck" in capsys.readouterr().err


def test_runs_whose_files_are_not_here_are_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("drsn_lite.datasets.available", lambda name: name != "cwru")
    runs = (("cwru", 0), ("simulated", 0), ("digits", 0))
    assert replace(STUDY, runs=runs).fill(folder=tmp_path) == 2
    assert set(tables.read("t", tmp_path)["name"]) == {"simulated", "digits"}
    assert "cwru: its files are not here, left out" in capsys.readouterr().out


def test_arrays_are_added_to_a_file_that_is_whole(tmp_path):
    study = Arrays("x", numbers, RUNS, between="-")
    assert study.fill(["a"], tmp_path) == 2
    assert study.fill(folder=tmp_path) == 2
    with np.load(tmp_path / "x.npz") as file:
        assert set(file) == {"a-0", "a-1", "b-0", "b-1"}
        assert file["b-1"].tolist() == [1, 1, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["x.npz"]


def test_another_process_gives_the_same_numbers(tmp_path):
    study = replace(STUDY, runs=(("resnet", 0), ("drsn-cw", 1)), make=trained)
    study.fill(folder=tmp_path / "here")
    study.fill(folder=tmp_path / "there", carry=carrier(workers=1))
    here, there = (tables.read("t", tmp_path / name) for name in ("here", "there"))
    pd.testing.assert_frame_equal(here, there, check_exact=True)


def test_the_door_knows_every_file_of_results_but_those_of_the_sweep():
    files = {path.stem for path in tables.FOLDER.iterdir()} - {"PLAN"}
    assert files - {"table3", "fig6"} == set(door.STUDIES) - waits.TABLES
    for study in door.STUDIES.values():
        assert len(set(study.runs)) == len(study.runs)
        assert all(len(run) == len(study.key) for run in study.runs)


def test_every_shipped_file_has_all_its_runs_but_those_that_the_plan_says_wait():
    for name, study in door.STUDIES.items():
        if name not in waits.TABLES:
            missing = set(study.runs) - study.done(tables.FOLDER)
            assert not missing or name == "heart", name
            assert {run[:2] for run in missing} <= waits.RUNS


def test_the_door_refuses_what_there_is_not(capsys):
    with pytest.raises(SystemExit) as error:
        door.main(["nothing"])
    assert error.value.code == 2
    assert "heart" in capsys.readouterr().err

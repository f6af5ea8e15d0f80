"""Recordings of lesson 10: simulated ones with the traps planted, the real ones, fault rates."""

from dataclasses import replace

import needs
import numpy as np
import pytest
import scipy.io

from drsn_lite.datasets import cwru
from drsn_lite.datasets.remote import DataRefusedError
from drsn_lite.lessons.lesson10 import bearings
from drsn_lite.lessons.lesson10.traps import edge_db
from drsn_lite.paths import ENVIRONMENT

pytestmark = pytest.mark.data


def test_simulated_recordings_have_what_they_promise() -> None:
    bench = bearings.simulated()
    assert not bench.real
    assert "Simulated" in bench.note
    assert next(iter(bench.recordings)) == "normal"
    assert len(bench.recordings) == 10
    assert len(bench.raw_normal) == 4 * len(bench.recordings["normal"])
    means = [x.mean() for x in bench.recordings.values()]
    assert np.ptp(means) > 0.02, "offsets are planted"
    again = bearings.simulated.__wrapped__()
    assert all(np.array_equal(x, again.recordings[k]) for k, x in bench.recordings.items())


def test_another_load_is_another_recording_and_another_offset(monkeypatch) -> None:
    monkeypatch.setattr(bearings, "bench", bearings.simulated)
    other, missing = bearings.other_load(2)
    assert missing == []
    here = bearings.simulated().recordings
    assert other.keys() == here.keys()
    assert all(abs(other[k].mean() - here[k].mean()) > 1e-5 for k in here)


def test_another_torque_changes_the_vibration_and_not_only_the_offset() -> None:
    none, much = (bearings.simulated(load).recordings["OR-1"] for load in (0, 2))
    none, much = none - none.mean(), much - much.mean()
    assert abs(np.std(much) / np.std(none) - 1) > 0.01
    assert np.sqrt(np.mean((much - none) ** 2)) > 0.1 * np.std(none)


@needs.files("cwru")
def test_real_recordings_and_the_files_that_are_missing(monkeypatch) -> None:
    monkeypatch.setattr(bearings, "bench", bearings.real)
    bench = bearings.real()
    assert bench.real
    assert [bearings.fault(k) for k in bench.recordings] == ["normal", *["IR", "B", "OR"] * 3]
    found, missing = bearings.other_load(1)
    assert len(found) + len(missing) == 10
    faults = np.stack([x[:20480] for x in list(bench.recordings.values())[1:]])
    assert (edge_db(faults, 12_000) > 10).all(), "the recorder's filter"


def test_another_load_of_cwru_is_read_by_number_and_normal_brought_to_12_khz(
    monkeypatch, tmp_path
) -> None:
    folder = tmp_path / "cwru"
    folder.mkdir()
    remotes, rng = cwru.remotes(1), np.random.default_rng(0)
    for name, remote in remotes.items():
        number = int(remote.name.removesuffix(".mat"))
        own = (5 if name == "normal" else 1) + rng.standard_normal((8000, 1))
        other = {f"X{number - 1:03d}_DE_time": np.zeros((8000, 1))}
        content = other | {f"X{number:03d}_DE_time": own}
        if name != "OR021@6":
            scipy.io.savemat(folder / remote.name, content)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    simulated = bearings.simulated()
    monkeypatch.setattr(bearings, "bench", lambda: replace(simulated, real=True))
    with pytest.raises(DataRefusedError, match=r"106\.mat is not the file it should be"):
        bearings.other_load(1)
    unknown = {name: replace(remote, sha256=None) for name, remote in remotes.items()}
    monkeypatch.setattr(cwru, "remotes", lambda load: unknown)
    found, missing = bearings.other_load(1)
    assert missing == [remotes["OR021@6"].name]
    assert {k: len(x) for k, x in found.items()} == {
        k: 2000 if k == "normal" else 8000 for k in remotes if k != "OR021@6"
    }
    assert found["normal"].mean() == pytest.approx(5, abs=0.1)
    assert all(abs(x.mean() - 1) < 0.1 for k, x in found.items() if k != "normal")


def test_groups_share_no_bearing() -> None:
    found = bearings.groups(bearings.simulated().recordings)
    assert found == [(f"IR-{n}", f"B-{n}", f"OR-{n}") for n in (1, 2, 3)]
    with pytest.raises(ValueError, match="no class"):
        bearings.fault("gear")


def test_rates_are_the_known_multiples_of_the_shaft() -> None:
    rates = bearings.rates(1.0, 9, 0.3126, 1.537)
    assert rates == pytest.approx({"IR": 5.4152, "OR": 3.5848, "B": 4.7135}, abs=2e-4)
    slower = bearings.of_recording(True, 3)
    assert slower["IR"] == pytest.approx(5.4152 * 1730 / 60, rel=1e-4)
    assert bearings.of_recording(False)["OR"] > 0

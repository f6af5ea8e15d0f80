"""Recordings that belong together stay together: in the split, and in what `fit` holds out."""

import numpy as np
import pytest

from drsn_lite.datasets import load
from drsn_lite.datasets.recordings.recording import RecordingError

MACHINE = r"(m[0-9]+)_"


@pytest.fixture
def hall(tmp_path):
    """Six machines, each healthy on two days and worn on two."""
    rng = np.random.default_rng(0)
    for kind in ("healthy", "worn"):
        (tmp_path / "hall" / kind).mkdir(parents=True)
        for machine in range(6):
            for day in range(2):
                x = rng.standard_normal(300)
                np.save(tmp_path / "hall" / kind / f"m{machine}_day{day}.npy", x)
    return tmp_path / "hall"


def get(hall, **options):
    return load("folder", hall, length=50, rate_hz=1000, **options)


def machines(names):
    return {name.split("/")[1].split("_")[0] for name in names}


def test_a_machine_is_in_one_part_only(hall):
    for seed in range(10):
        data = get(hall, group=MACHINE, seed=seed)
        train, held = machines(data.train_recording), machines(data.test_recording)
        assert len(held) == 2  # 0.3 of six
        assert not train & held
        assert set(data.test_y) == {0, 1}
        assert [name.split("/")[1].split("_")[0] for name in data.train_recording] == list(
            data.groups
        )


def test_without_a_pattern_each_recording_is_a_group(hall):
    data = get(hall)
    assert machines(data.train_recording) & machines(data.test_recording)
    assert data.groups.tolist() == data.train_recording.tolist()


def test_a_pattern_for_the_test_part_may_not_cut_a_machine(hall):
    data = get(hall, group=MACHINE, test="m[12]_")
    assert machines(data.test_recording) == {"m1", "m2"}
    with pytest.raises(RecordingError, match="part of group 'm0'"):
        get(hall, group=MACHINE, test="day0")


def test_a_class_of_one_machine_is_named(hall):
    for path in (hall / "worn").glob("m[1-5]*"):
        path.unlink()
    with pytest.raises(RecordingError, match=r"class 'worn': 'm0'.*class from the machine"):
        get(hall, group=MACHINE)


def test_a_recording_without_a_group_is_named(hall):
    (hall / "worn" / "m3_day0.npy").rename(hall / "worn" / "extra.npy")
    with pytest.raises(RecordingError, match=r"extra\.npy belongs to no group"):
        get(hall, group=MACHINE)
    with pytest.raises(ValueError, match="it needs one"):
        get(hall, group="m[0-9]")

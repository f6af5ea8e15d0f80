"""Where label, group and test part of a folder are looked for; what is said of its windows."""

import numpy as np
import pytest
from recorded import folder_refused, get, signal

from drsn_lite.checkpoints import cards
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import cut
from drsn_lite.networks import Plan, build


@pytest.fixture
def days(tmp_path):
    """Two classes, two days each, a folder a day; file names begin with a letter and _."""
    seed = 0
    for kind in ("healthy", "worn"):
        for day in ("monday", "tuesday"):
            (tmp_path / "days" / kind / day).mkdir(parents=True)
            for take in ("a", "b"):
                np.save(tmp_path / "days" / kind / day / f"{take}_{day[0]}.npy", signal(seed))
                seed += 1
    return tmp_path / "days"


def test_the_class_is_the_first_folder_and_not_the_nearest(days):
    data = get(days)
    assert data.classes == ("healthy", "worn")
    for part in ("train", "test"):
        labels, names = getattr(data, f"{part}_y"), getattr(data, f"{part}_recording")
        assert [data.classes[y] for y in labels] == [name.split("/")[0] for name in names]


def test_a_label_is_looked_for_in_the_file_name_alone(days):
    assert get(days, label=r"([a-z]+)_").classes == ("a", "b")
    assert get(days, label=r"([a-z])").classes == ("a", "b")  # in "healthy/…" it would be h


def test_the_test_part_is_looked_for_in_the_whole_path(days):
    data = get(days, test="tuesday")
    assert {name.split("/")[1] for name in data.train_recording} == {"monday"}
    assert {name.split("/")[1] for name in data.test_recording} == {"tuesday"}


def test_an_empty_group_is_none(days):
    folder_refused(days, "belongs to no group", group=r"/([0-9]*)")
    folder_refused(days, "belongs to no group", group=r"(x)?")


@pytest.mark.parametrize("hop", [10, 32, 64])
def test_the_hop_is_on_the_card(days, hop):
    data = get(days, hop=hop)
    card = cards.card(data, build("resnet", Plan((3, 1), ((2, 1, 1),)), 2, seed=0))
    assert card["input"]["hop"] == hop
    assert cards.read_input(card).hop == hop


def test_windows_that_were_dropped_were_not_left_for_their_number(days):
    path = days / "worn" / "monday" / "a_m.npy"
    np.save(path, np.r_[signal(4), np.zeros(400)])
    note = get(days).note
    assert "11 windows in which nothing varies were dropped" in note
    assert "max_windows" not in note


def test_windows_after_dropped_ones_say_where_they_begin(tmp_path):
    x = signal(1, 600)
    np.save(tmp_path / "a.npy", np.r_[np.zeros(200), x[:200], np.zeros(100), x[200:]])
    found = cut(open_recording(tmp_path / "a.npy"), 100, 100)
    assert found.starts.tolist() == [200, 300, 500, 600, 700, 800]
    assert (found.flat, found.possible) == (3, 9)

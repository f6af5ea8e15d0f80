"""What `fit` holds out: whole recordings, where the data set knows them."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from drsn_lite.holdout import FEWEST, hold_out
from drsn_lite.networks import Plan, build
from drsn_lite.training import fit


def recordings(per_class: list[int], windows: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels and recordings of so many recordings a class, mixed up."""
    y = np.repeat(np.arange(len(per_class)), np.array(per_class) * windows)
    group = np.repeat(np.arange(sum(per_class)), windows)
    order = np.random.default_rng(5).permutation(len(y))
    return y[order], np.array([f"r{place}.wav" for place in group])[order]


@given(
    st.lists(st.integers(FEWEST, 12), min_size=1, max_size=4),
    st.integers(1, 6),
    st.floats(0.02, 0.6),
    st.integers(0, 99),
)
def test_no_recording_is_cut_and_each_class_is_on_both_sides(per_class, windows, valid, seed):
    y, group = recordings(per_class, windows)
    found = hold_out(y, valid, np.random.default_rng(seed), group)
    assert not set(group[found.held]) & set(group[found.kept])
    assert sorted([*found.held, *found.kept]) == list(range(len(y)))
    assert set(y[found.held]) == set(y[found.kept]) == set(y)
    assert not found.random
    assert found.word.startswith(f"{len(set(group[found.held]))} of {sum(per_class)} recordings")


def test_so_many_recordings_of_each_class_are_held_out_as_asked():
    y, group = recordings([10, 20], 4)
    found = hold_out(y, 0.2, np.random.default_rng(0), group)
    held = [len(set(group[found.held][y[found.held] == label])) for label in (0, 1)]
    assert held == [2, 4]


def test_with_too_few_recordings_windows_are_drawn_and_it_says_so():
    y, group = recordings([5, 2], 10)
    found = hold_out(y, 0.1, np.random.default_rng(0), group)
    assert found.random
    assert "2 recordings" in found.word
    assert "flatters" in found.word
    assert len(found.held) == 7
    assert set(group[found.held]) & set(group[found.kept])


def test_without_recordings_it_is_as_before():
    y = np.arange(50) % 3
    found = hold_out(y, 0.1, np.random.default_rng(3))
    order = np.random.default_rng(3).permutation(50)
    assert found.held.tolist() == order[:5].tolist()
    assert found.kept.tolist() == order[5:].tolist()
    assert not found.random


def test_each_sample_has_one_group():
    with pytest.raises(ValueError, match="3 groups for 4 labels"):
        hold_out(np.zeros(4, np.int64), 0.5, np.random.default_rng(0), ["a", "b", "c"])


def test_no_class_is_left_without_training():
    """A recording that holds all there is of a class is not held out."""
    y = np.array([0] * 9 + [1] * 9)
    group = np.tile(["a", "b", "c"], 6)
    group[9:] = np.repeat(["a", "b", "c"], 3)
    for seed in range(20):
        found = hold_out(y, 0.6, np.random.default_rng(seed), group)
        assert set(y[found.kept]) == {0, 1}
        assert found.random == bool(set(group[found.held]) & set(group[found.kept]))


def test_one_class_without_training_is_too_much_though_others_have_some():
    """Two classes share their recordings: what each holds out may be all that both have."""
    y = np.repeat([0, 1, 2], 12)
    group = np.concatenate([np.tile(["a", "b", "c"], 8), np.repeat(["d", "e", "f"], 4)])
    drawn = []
    for seed in range(20):
        found = hold_out(y, 0.6, np.random.default_rng(seed), group)
        assert set(y[found.kept]) == {0, 1, 2}
        drawn.append(found.random)
    assert 0 < sum(drawn) < 20


def test_fit_holds_out_whole_recordings_and_says_so():
    """The network sees of a recording either all windows or none."""
    y, group = recordings([4, 4], 6)
    x = np.arange(48, dtype=np.float32)[:, None, None, None] * np.ones((1, 1, 1, 8), np.float32)
    seen: list[set[int]] = []

    def watch(batch: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        seen.append({int(value) for value in batch[:, 0, 0, 0]})
        return batch

    data = SimpleNamespace(train_x=x, train_y=y, groups=group)
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(8, 2))
    history = fit(network, data, 1, valid=0.25, noise=watch, progress=False)
    held, trained = seen[0], set().union(*seen[1:])
    assert history.held_out == "2 of 8 recordings, 12 of 48 samples"
    assert len(held) == 12
    assert held | trained == set(range(48))
    assert not {group[place] for place in held} & {group[place] for place in trained}


def test_fit_warns_where_windows_are_drawn_after_all():
    y, group = recordings([2, 2], 6)
    data = SimpleNamespace(train_x=np.ones((24, 1, 1, 8), np.float32), train_y=y, groups=group)
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(8, 2))
    with pytest.warns(UserWarning, match="flatters"):
        history = fit(network, data, 1, progress=False)
    assert "drawn at random" in history.held_out


def test_with_too_few_machines_recordings_are_held_out_and_it_says_so():
    y, names = recordings([6, 6], 5)
    machine = np.array([f"m{int(name[1:-4]) % 2}" for name in names])
    found = hold_out(y, 0.2, np.random.default_rng(0), machine, names)
    assert not found.random
    assert not set(names[found.held]) & set(names[found.kept])
    assert found.word.startswith("2 of 12 recordings")
    assert "a class has 2 groups" in found.word
    pairs = np.array([f"m{int(name[1:-4]) // 2}" for name in names])
    whole = hold_out(y, 0.2, np.random.default_rng(0), pairs, names)
    assert whole.word.startswith("2 of 6 groups")


def test_fit_hands_over_machines_and_recordings():
    """A data set of two machines: `fit` holds out recordings of both."""
    y, names = recordings([6, 6], 5)
    x = np.random.default_rng(0).standard_normal((len(y), 1, 1, 64)).astype(np.float32)
    machine = np.array([f"m{int(name[1:-4]) % 2}" for name in names])
    data = SimpleNamespace(train_x=x, train_y=y, groups=machine, train_recording=names)
    network = build("resnet", Plan((3, 2), ((2, 1, 1),)), 2)
    history = fit(network, data, 1, batch_size=16, progress=False)
    assert history.held_out.startswith("2 of 12 recordings")

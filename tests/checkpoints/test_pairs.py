"""A save replaces weights and card together or not at all, whatever fails, and whenever."""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from drsn_lite import checkpoints
from drsn_lite.networks import Plan, build

PLAN = Plan((3, 2), ((2, 1, 1),))
OLD, NEW = {"try": 1}, {"try": 2, "note": "σ"}


class Killed(BaseException):
    """The process is no more."""


class Disk:
    """Lets the n-th call that changes a file fail; or all that follow it, as in a kill."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: int, kill: bool) -> None:
        self.left, self.kill, self.dead = place, kill, False
        for owner, name in (
            (os, "replace"),
            (shutil, "copyfile"),
            (Path, "write_text"),
            (Path, "unlink"),
            (checkpoints, "save_file"),
        ):
            monkeypatch.setattr(owner, name, self._changed(getattr(owner, name)))

    def _changed(self, call: Callable[..., object]) -> Callable[..., object]:
        def changed(*words: object, **options: object) -> object:
            if self.dead:
                return None
            self.left -= 1
            if self.left == -1:
                self.dead = self.kill
                raise Killed if self.kill else OSError(28, "no space left on device")
            return call(*words, **options)

        return changed


def network(seed: int) -> torch.nn.Module:
    return build("drsn-cw", PLAN, 2, seed=seed)


def which(path: Path) -> int:
    """The save to which weights and card belong, both to the same."""
    found = checkpoints.load_checkpoint(path).state_dict()
    [seed] = [
        n
        for n in (1, 2)
        if torch.equal(network(n).state_dict()["stem.weight"], found["stem.weight"])
    ]
    assert checkpoints.card(path) == {1: OLD, 2: NEW}[seed]
    return seed


def saves(path: Path, kill: bool) -> "itertools.chain[tuple[int, BaseException | None]]":
    """Save again, with a failure at the first call, the second, … until there is none."""
    for place in itertools.count():
        for file in path.parent.iterdir():
            file.unlink()
        yield place, None
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, place, kill)
            try:
                checkpoints.save(network(2), path, NEW)
                failed = None
            except (Killed, OSError) as error:
                failed = error
        yield place, failed
        if disk.left >= 0:
            assert failed is None
            assert place >= 4, "there are more calls than that"
            return


@pytest.mark.parametrize("kill", [False, True], ids=["full disk", "kill"])
def test_a_save_over_another(tmp_path, kill):
    path, seen = tmp_path / "net.safetensors", set()
    for place, failed in saves(path, kill):
        if failed is None and not path.exists():
            checkpoints.save(network(1), path, OLD)
            before = path.read_bytes(), path.with_suffix(".json").read_bytes()
            continue
        if failed is not None and not kill and which(path) == 1:
            assert (path.read_bytes(), path.with_suffix(".json").read_bytes()) == before
        # what cannot be undone is only an error of the clearing up, after the save
        seen.add(which(path))
        checkpoints.save(network(2), path, NEW)  # whatever lies there, the next goes through
        assert which(path) == 2
        assert place >= 0
    assert seen == {1, 2}


@pytest.mark.parametrize("kill", [False, True], ids=["full disk", "kill"])
def test_a_first_save(tmp_path, kill):
    """Never weights without a card, and nothing at all where the disk is full."""
    path = tmp_path / "net.safetensors"
    for _, failed in saves(path, kill):
        if path.exists():
            assert which(path) == 2
        elif failed is not None and not kill:
            assert list(tmp_path.glob("net.*")) == []


def test_a_card_that_was_edited_goes_before_that_of_the_weights(tmp_path):
    path = tmp_path / "net.safetensors"
    for seed, card in ((1, OLD), (2, NEW)):
        checkpoints.save(network(seed), path, card)
    path.with_suffix(".json").write_text('{"try": 2, "note": "by hand"}')
    assert checkpoints.card(path)["note"] == "by hand"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["net.json", "net.safetensors"]

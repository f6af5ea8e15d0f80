"""Checkpoints: what was saved comes back, a broken file is refused, the cards tell the truth."""

import json
import pickle
from pathlib import Path

import needs
import numpy as np
import pytest
import torch

from drsn_lite import checkpoints, datasets
from drsn_lite.checkpoints import load_checkpoint
from drsn_lite.evaluation import accuracy_over_snr
from drsn_lite.networks import GATES, LITE, LITE_2D, build, count_parameters

NETWORKS = ("resnet", "senet", "drsn-cs", "drsn-cw")


@pytest.mark.parametrize("name", GATES)
def test_what_was_saved_comes_back(name: str, tmp_path: Path) -> None:
    network = build(name, LITE_2D, 7, seed=3).eval()
    path = checkpoints.save(network, tmp_path / "mine", {"data": "none"})
    torch.manual_seed(5)
    state = torch.get_rng_state()
    again = load_checkpoint(path)
    assert torch.equal(torch.get_rng_state(), state)
    assert not again.training
    x = torch.randn(3, 1, 12, 12)
    with torch.no_grad():
        torch.testing.assert_close(again(x), network(x), rtol=0, atol=0)
    assert checkpoints.card(path) == {"data": "none"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine.json", "mine.safetensors"]


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    network = build("resnet", LITE, 8, seed=0)
    path = checkpoints.save(network, tmp_path / "mine", {"try": 1})
    before = path.read_bytes()
    other = build("resnet", LITE, 8, seed=1)
    with pytest.raises(TypeError):
        checkpoints.save(other, tmp_path / "mine", {"try": object()})
    assert path.read_bytes() == before
    assert checkpoints.card(path) == {"try": 1}


def test_a_save_cut_short_leaves_the_old_file(tmp_path: Path, monkeypatch) -> None:
    path = checkpoints.save(build("resnet", LITE, 8, seed=0), tmp_path / "mine", {})
    before = path.read_bytes()

    def full_disk(state: object, file: Path, about: object) -> None:
        Path(file).write_bytes(before[:100])
        raise OSError("no space left")

    monkeypatch.setattr(checkpoints, "save_file", full_disk)
    with pytest.raises(OSError, match="no space"):
        checkpoints.save(build("resnet", LITE, 8, seed=1), tmp_path / "mine", {})
    assert path.read_bytes() == before


def test_a_broken_or_foreign_file_is_refused(tmp_path: Path) -> None:
    path = checkpoints.save(build("resnet", LITE, 8, seed=0), tmp_path / "cut", {})
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"not a checkpoint at all"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="not a whole checkpoint"):
            checkpoints.load_checkpoint(path)
    evil = tmp_path / "evil.pt"
    evil.write_bytes(pickle.dumps({"stem.weight": 1}))
    with pytest.raises(ValueError, match="refused"):
        checkpoints.load_checkpoint(evil)
    with pytest.raises(FileNotFoundError, match="gearbox-drsn-cw"):
        checkpoints.load_checkpoint("gearbox-drsn-cv")


def test_names_that_are_no_file_are_told_so(tmp_path: Path, monkeypatch) -> None:
    for name in ("", "."):
        with pytest.raises(ValueError, match="names no file; shipped are cwru-drsn-cs"):
            load_checkpoint(name)
    with pytest.raises(FileNotFoundError):
        load_checkpoint(tmp_path)
    with pytest.raises(ValueError, match="refused"):  # else 0.5 and 0.1 would be one file
        checkpoints.save(build("resnet", LITE, 8), tmp_path / "snr-0.5", {})
    (tmp_path / "gearbox-resnet").mkdir()  # a folder of that name hides no shipped network
    monkeypatch.chdir(tmp_path)
    assert load_checkpoint("gearbox-resnet").name == "resnet"
    checkpoints.save(build("senet", LITE, 8), "gearbox-resnet", {})
    assert load_checkpoint("gearbox-resnet").name == "senet", "a file that is here goes before"


def test_the_lesson_networks_are_shipped() -> None:
    wanted = {f"{data}-{name}" for data in ("gearbox", "digits", "cwru") for name in NETWORKS}
    assert wanted <= set(checkpoints.names())


@pytest.mark.data
@pytest.mark.parametrize("name", checkpoints.names())
def test_a_checkpoint_keeps_what_its_card_says(name: str) -> None:
    card = checkpoints.card(name)
    network = checkpoints.load_checkpoint(name)
    assert card["network"] == network.name
    assert card["parameters"] == count_parameters(network)
    assert {"data", "seed", "training", "accuracy", "date", "versions"} <= set(card)
    needs.skip_without(card["data"])
    data = datasets.load(card["data"])
    assert list(data.classes) == card["classes"]
    snr = [float(level) for level in card["snr_db"]]
    for kind, accuracy in card["accuracy"].items():
        measured = accuracy_over_snr(
            network, data.test_x, data.test_y, snr, kind, seed=card["noise_seed"]
        )
        np.testing.assert_allclose(measured, accuracy, atol=0.015)
        assert measured[-1] > 0.6
        assert measured[0] < measured[-1] - 0.1


def test_the_cards_are_plain_json() -> None:
    for name in checkpoints.names():
        text = (checkpoints.FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert json.loads(text) == checkpoints.card(name)

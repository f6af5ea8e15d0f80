"""Checkpoints and cards from strangers: refused before anything is built, each with its reason."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.io
import torch
from safetensors.torch import load_file, save_file

from drsn_lite import checkpoints
from drsn_lite.checkpoints import cards, load_checkpoint, schema
from drsn_lite.lessons.lesson03 import unet
from drsn_lite.networks import Network, Plan, build
from drsn_lite.prediction import predict_file

SMALL = Plan((3, 2), ((2, 2, 1), (4, 1, 2)))
STAGES = '"stages": [[2, 2, 1], [4, 1, 2]]'
GOOD = {"length": 64, "hop": 32, "rate_hz": 1000.0, "scale": 2.0}
DEEP = "[" * 20_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A whole checkpoint."""
    return checkpoints.save(build("drsn-cw", SMALL, 3, seed=0), tmp_path / "net", {"data": "none"})


def rewrite(path: Path, about: dict[str, str] | None = None, **tensors: torch.Tensor) -> None:
    """Change words or tensors in the file of a small DRSN-CW of three classes."""
    said = {"network": "drsn-cw", "classes": "3"}
    said |= {"plan": f'{{"stem": [3, 2], {STAGES}, "dims": 1}}'}
    save_file(load_file(path) | tensors, path, said | (about or {}))


@pytest.fixture
def built(monkeypatch) -> list[str]:
    """The device on which each network was built, in order."""
    devices: list[str] = []

    def spy(*words: object, **options: object) -> Network:
        devices.append(torch.empty(0).device.type)
        return build(*words, **options)

    monkeypatch.setattr(checkpoints, "build", spy)
    return devices


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"classes": "50000000"}, "classifier.weight"),
        ({"classes": "0"}, "classes"),
        ({"classes": "9" * 5000}, "classes"),
        ({"classes": "three"}, "classes"),
        ({"network": "resnet"}, "attention"),
        ({"network": "drsn"}, "no network is called 'drsn'"),
        ({"network": "resnet-wide"}, "no network is called"),
        ({"plan": '{"stem": [3, 2], "stages": [[2, 20000, 1]], "dims": 1}'}, "20000 units"),
        ({"plan": '{"stem": [3, 2], "stages": [[2, 900, 1]], "dims": 1}'}, "900 units"),
        ({"plan": '{"stem": [3, 2], "stages": [[60000, 3, 1]], "dims": 1}'}, "stem.weight"),
        ({"plan": '{"stem": [3, 2], "stages": [[2, 1e9, 1]], "dims": 1}'}, "stages"),
        ({"plan": '{"stem": [3, 2], "stages": [], "dims": 1}'}, "stages"),
        ({"plan": f'{{"stem": [3, 0], {STAGES}, "dims": 1}}'}, "stem"),
        ({"plan": f'{{"stem": [4, 2], {STAGES}, "dims": 1}}'}, "odd"),
        ({"plan": f'{{"stem": [3, 2], {STAGES}, "dims": 3}}'}, "dims"),
        ({"plan": f'{{"stem": [3, 2], {STAGES}, "dims": 1, "more": 1}}'}, "more"),
        ({"plan": DEEP}, "cannot be used"),
        ({"plan": "no JSON"}, "JSON"),
    ],
)
def test_words_that_do_not_fit_the_tensors(path, built, about, words):
    """Refused before a network takes memory."""
    rewrite(path, about)
    with pytest.raises(ValueError, match="not a whole checkpoint") as error:
        load_checkpoint(path)
    assert words in str(error.value)
    assert len(str(error.value)) < 1000
    assert "cpu" not in built or "attention" in words, "a plan of the right size may be built"


def test_the_units_of_all_stages_are_counted(path, built):
    """No stage alone has more than the file has tensors; building them would take time."""
    half = len(load_file(path)) // 2 + 1
    rewrite(path, {"plan": f'{{"stem": [3, 2], "stages": {[[2, half, 1]] * 2}, "dims": 1}}'})
    with pytest.raises(ValueError, match=rf"says that it has {2 * half} units"):
        load_checkpoint(path)
    assert built == []


def test_what_fits_is_still_read(path, built):
    rewrite(path)
    assert load_checkpoint(path).classes == 3
    assert built == ["meta", "cpu"]


@pytest.mark.parametrize("worst", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", [torch.float16, torch.float32, torch.float64])
def test_a_weight_that_is_no_number_is_named(path, worst, kind):
    state = {key: value.to(kind) for key, value in load_file(path).items() if value.ndim}
    state["units.1.branch.2.weight"][0, 1, 0, 2] = worst
    rewrite(path, **state)
    with pytest.raises(ValueError, match=r"tensor units\.1\.branch\.2\.weight holds NaN or an inf"):
        load_checkpoint(path)


def test_tensors_that_no_network_has(path):
    whole = path.read_bytes()
    weight = load_file(path)["stem.weight"]
    for more, words in (
        ({"x" * 16_000: weight.clone()}, "has no tensor xxx"),
        ({"stem.weight": weight.double()}, "several precisions"),
        ({"stem.weight": weight.to(torch.int8)}, "stem.weight is"),
        ({"stem.weight": weight.to(torch.float8_e4m3fn)}, "precision"),
        ({"stem.weight": weight[:, :0]}, "stem.weight is"),
    ):
        path.write_bytes(whole)
        rewrite(path, **more)
        with pytest.raises(ValueError, match=words) as error:
            load_checkpoint(path)
        assert len(str(error.value)) < 1000
    save_file({"stem.weight": weight}, path, {"network": "resnet"})
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        load_checkpoint(path)


@pytest.mark.parametrize("kind", [torch.float16, torch.float64])
def test_a_network_comes_back_in_its_own_precision(tmp_path, kind):
    network = build("senet", SMALL, 3, seed=1).to(kind)
    again = load_checkpoint(checkpoints.save(network, tmp_path / "net", {}))
    for key, value in network.state_dict().items():
        assert torch.equal(value, again.state_dict()[key])
        assert value.dtype == again.state_dict()[key].dtype


@pytest.mark.parametrize(
    "shape", ['{"width": 1000000000}', '{"levels": 1000000}', '{"width": "6"}', "[]", "{}", DEEP]
)
def test_a_denoiser_that_is_none(tmp_path, shape):
    made = unet.UNet(2, 1)
    checkpoints.write(made, tmp_path / "net", {"unet": shape}, {})
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        unet.load("net", tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"data": []}', "data"),
        (b'{"classes": "ab"}', "classes"),
        (b'{"classes": [["a"]]}', "classes"),
        (b'{"note": 3}', "note"),
        (b'{"training": []}', "training"),
        (b'{"accuracy": NaN}', "JSON"),
        (b'{"seed": 1e999}', "range"),
        (b'{"note": "\xff"}', "utf-8"),
        (b"[1, 2]", "object"),
        (b"", "JSON|truncated"),
        (DEEP.encode(), "not a card"),
        (b'{"more": ' + DEEP.encode(), "recursion"),
    ],
    ids=range(12),
)
def test_a_card_that_is_none(path, content, words):
    path.with_suffix(".json").write_bytes(content)
    with pytest.raises(ValueError, match=words):
        checkpoints.card(path)


def test_a_card_of_many_megabytes_is_not_read(path):
    path.with_suffix(".json").write_bytes(b" " * (schema.LARGEST_CARD + 1))
    with pytest.raises(ValueError, match="10000001 bytes, and a card at most"):
        checkpoints.card(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hop": 2**63}, "hop"),
        ({"length": 2**63}, "length"),
        ({"scale": 1e-320}, "scale is a positive"),
        ({"scale": 10**4000}, "scale is a positive"),
        ({"rate_hz": 1e-300}, "rate_hz"),
        ({"column": "x" * 9 + "\x1b", "key": ["y" * 16_000]}, "key"),
        ({"z" * 16_000: 1}, "cannot be used"),
    ],
)
def test_an_input_out_of_bounds(change, words):
    with pytest.raises(ValueError, match=words) as error:
        cards.read_input({"input": GOOD | change})
    assert len(str(error.value)) < 500


def test_two_classes_of_one_name():
    network = build("resnet", SMALL, 2, seed=0)
    assert cards.read_classes({"classes": ["1", 2]}, network) == ("1", "2")
    with pytest.raises(ValueError, match="one name"):
        cards.read_classes({"classes": ["1", 1]}, network)


def test_a_card_brings_no_regular_expression(tmp_path):
    """This one takes for ever on a longer name."""
    scipy.io.savemat(tmp_path / "a.mat", {"aaaa": np.sin(np.arange(300)), "bbbb": np.zeros(300)})
    network = build("resnet", SMALL, 2, seed=0)
    for key in ("aaaa", "aa", "a*", "[a]???"):
        shown = cards.Input(**GOOD, key=key)
        assert predict_file(network, "xy", shown, tmp_path / "a.mat").windows == 8
    with pytest.raises(ValueError, match="no variable"):
        predict_file(network, "xy", cards.Input(**GOOD, key="(a+)+$"), tmp_path / "a.mat")


def test_a_card_with_a_number_that_json_lacks_is_not_written(tmp_path):
    for worst in (np.nan, np.inf):
        with pytest.raises(ValueError, match="fit into JSON"):
            checkpoints.save(build("resnet", SMALL, 2), tmp_path / "net", {"accuracy": worst})
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="stages"):  # could not be read again
        checkpoints.save(build("resnet", Plan((3, 2), ((1, 1, 2**20),)), 2), tmp_path / "net", {})


def test_a_whole_card_is_read_as_json_reads_it(path):
    card = {"data": "own", "classes": ["a", 1], "input": GOOD, "more": [None, {"µ": -0.5}]}
    path.with_suffix(".json").write_text(json.dumps(card), "utf-8")
    assert checkpoints.card(path) == card

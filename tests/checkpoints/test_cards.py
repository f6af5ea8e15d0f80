"""Cards: every shipped one is complete and true, nothing is guessed, rates stay, limits hold."""

import json
from pathlib import Path

import needs
import numpy as np
import pytest

from drsn_lite import checkpoints, mixed
from drsn_lite.checkpoints import cards
from drsn_lite.checkpoints.known import learn
from drsn_lite.datasets import Dataset, gearbox, load
from drsn_lite.lessons.lesson03 import unet
from drsn_lite.lessons.lesson09 import one_unit
from drsn_lite.networks import Plan, build, count_parameters
from drsn_lite.paths import DATA
from drsn_lite.studies import sound_tables
from drsn_lite.training import History

FIELDS = {"network", "parameters", "data", "note", "input", "training", "date", "versions"}
GOOD = {"length": 64, "hop": 32, "rate_hz": 1000.0, "scale": 2.0, "pad": False}
SHIPPED = sorted(DATA.glob("*/*.safetensors"))


def test_every_shipped_card_says_all_that_a_card_should() -> None:
    assert len(SHIPPED) == 88
    for path in SHIPPED:
        text = path.with_suffix(".json").read_text("utf-8")
        card = json.loads(text)
        assert set(card) >= FIELDS, path
        assert "classes" in card or card["network"] == "unet", path
        assert text == json.dumps(card, indent=1, ensure_ascii=False) + "\n", "as `write` has it"


def trained_on(folder: str, name: str) -> Dataset:
    """What the networks of a folder in data/ were trained on."""
    if folder == "one_unit":
        few = {"train_count": 10, "test_count": 10} if name == "mnist" else {}
        return one_unit.images(name, **few)
    if name == "tones":
        return sound_tables.played_tones("recording", takes=6)
    return sound_tables.part(name, "recording") if folder == "sound" else load(name)


@pytest.mark.data
@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("checkpoints", "gearbox"),
        ("checkpoints", "digits"),
        ("checkpoints", "cwru"),
        ("seeds", "gearbox"),
        ("sound", "tones"),
        ("sound", "fsdd"),
        ("one_unit", "digits"),
        ("one_unit", "mnist"),
    ],
)
def test_what_a_shipped_card_says_of_its_data_is_true(folder: str, name: str) -> None:
    if name != "tones":
        needs.skip_without(name)
    data, seen = trained_on(folder, name), 0
    read = one_unit.load if folder == "one_unit" else checkpoints.load_checkpoint
    for path in (DATA / folder).glob(f"{name}-*.safetensors"):
        network, said = read(path), checkpoints.card(path)
        true = cards.card(data, network)
        for field in ("parameters", "data", "note", "classes"):
            assert said[field] == true[field], (path, field)
        assert said["input"].keys() == true["input"].keys()
        for field, value in true["input"].items():
            near = pytest.approx(value, rel=1e-4) if isinstance(value, float) else value
            assert said["input"][field] == near, (path, field)
        seen += 1
    assert seen


@pytest.mark.data
@pytest.mark.parametrize("name", ["tones", pytest.param("fsdd", marks=needs.files("fsdd"))])
def test_sounds_have_an_rms_of_1_as_their_cards_say(name: str) -> None:
    x = trained_on("sound", name).train_x[:, 0, 0]
    takes = cards.Input(**checkpoints.card(DATA / "sound" / f"{name}-drsn-cw")["input"])
    assert x.shape[1] == takes.length
    np.testing.assert_allclose(np.mean(x.astype(float) ** 2, axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(takes.scaled(7 * x)[:, 0, 0], x, atol=1e-5)


def test_images_are_what_their_cards_say() -> None:
    raw = one_unit.images("digits").train_x * 16  # dots of ink
    takes = checkpoints.card("digits-drsn-cw")["input"]
    assert takes["size"] == list(raw.shape[2:])
    again = (raw - takes["offset"]) / takes["scale"]
    np.testing.assert_allclose(again, load("digits").train_x, atol=1e-5)


def test_the_cards_of_the_denoisers_are_true() -> None:
    for path in (DATA / "denoisers").glob("*.safetensors"):
        network, said = unet.load(path.stem), checkpoints.card(path)
        assert said["parameters"] == count_parameters(network)
        x = unet.signals(50)
        assert said["input"] == {"length": x.shape[3], "rate_hz": None, "scale": 1.0}
        np.testing.assert_allclose(np.mean(x**2, axis=3), 1, atol=1e-4)


def test_a_card_of_an_early_version_is_not_guessed_at() -> None:
    for early in ({"data": "gearbox"}, {"data": "cwru", "input": None}, {"input": "windows"}):
        with pytest.raises(ValueError, match=r'no "input".* give --length, --rate-hz, --scale'):
            cards.read_input(early)
    with pytest.raises(ValueError, match="takes: give --rate-hz"):
        cards.read_input(checkpoints.card(DATA / "denoisers" / "unet-skips"))


def test_the_rate_of_the_training_stays():
    card = {"input": GOOD}
    assert cards.read_input(card, rate_hz=1000).rate_hz == 1000
    for rate in (500.0, 2000.0):
        with pytest.raises(ValueError, match=rf"trained on .* files of {rate:g} Hz.*resample"):
            cards.read_input(card, rate_hz=rate)
    shown = cards.read_input({}, rate_hz=500.0, length=64, scale=1.0)
    assert shown == cards.Input(64, 64, 500.0, 1.0)


def test_options_go_before_the_card_and_none_says_nothing():
    shown = cards.read_input({"input": GOOD}, length=128, scale=None, key="x")
    assert shown == cards.Input(128, 64, 1000.0, 2.0, key="x")
    assert cards.read_input({"input": GOOD}, length=128, hop=5).hop == 5
    assert cards.read_input({"input": GOOD | {"scale": "window"}}).scale == "window"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"length": 1}, "whole samples"),
        ({"length": cards.LONGEST + 1}, "at most"),
        ({"hop": 0}, "whole samples"),
        ({"hop": 2.5}, "whole samples"),
        ({"rate_hz": float("inf")}, "positive"),
        ({"rate_hz": True}, "positive"),
        ({"scale": float("nan")}, "positive"),
        ({"scale": "2"}, "positive"),
        ({"scale": None}, "--scale"),
        ({"pad": 1}, "pad"),
        ({"column": 1.5}, "column"),
        ({"key": 3}, "key"),
        ({"colour": 1}, "colour"),
    ],
)
def test_inputs_that_cannot_be(change, words):
    with pytest.raises(ValueError, match=words):
        cards.read_input({"input": GOOD | change})


def test_a_card_keeps_what_it_is_told():
    data = load("gearbox", train_per_state=2, test_per_state=1, length=256)
    network = build("drsn-cw", Plan((3, 1), ((2, 1, 1),)), 8, seed=0)
    made = cards.card(data, network, seed=3, place="hall 2")
    assert (made["seed"], made["place"], made["training"]) == (3, "hall 2", {})
    assert made["classes"] == list(gearbox.STATES)
    assert made["parameters"] == sum(np.prod(p.shape) for p in network.parameters())


def test_a_card_says_what_the_training_held_and_in_what_noise(tmp_path: Path) -> None:
    for label, kind in enumerate(("hum", "hiss")):
        (tmp_path / kind).mkdir()
        for take in range(3):
            x = np.random.default_rng([label, take]).standard_normal(640)
            np.save(tmp_path / kind / f"{'abc'[take]}.npy", x)
    data = load("folder", tmp_path, length=64, hop=64, rate_hz=1000, test=0.3)
    network = build("drsn-cw", Plan((3, 2), ((2, 1, 1),)), 2, seed=0)
    held = np.arange(0, len(data.train_x), 3)
    history = History([3.0, 2.0, 2.5], [3.0, 1.0, 2.0], [0.5, 0.6, 0.6], best_epoch=1, held=held)
    noise = mixed(("gaussian",), low_db=0, high_db=0)
    made = cards.card(data, network, history, noise=noise)
    assert (made["training"]["epochs"], made["training"]["best_epoch"]) == (3, 1)
    assert made["known"] == learn(network, data, history, noise).to_json()
    assert made["known"]["spectrum"] != learn(network, data, history).to_json()["spectrum"]

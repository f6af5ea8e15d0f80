"""Cards: what is assumed of the shipped networks is true, rates are kept, limits hold."""

import needs
import numpy as np
import pytest

from drsn_lite import cards, checkpoints, cwru, gearbox
from drsn_lite.datasets import load
from drsn_lite.networks import Plan, build

GOOD = {"length": 64, "hop": 32, "rate_hz": 1000.0, "scale": 2.0, "pad": False}


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(cards.USUAL))
def test_what_is_assumed_of_older_cards_is_true(name):
    needs.skip_without(name)
    data = load(name, seed=0)
    length, rate, scale = cards.USUAL[name]
    assert (length, rate) == (data.train_x.shape[-1], data.rate_hz)
    assert scale == pytest.approx(data.scale, rel=1e-4)
    assert rate == {"gearbox": gearbox.RATE_HZ, "cwru": cwru.RATE_HZ}[name]


def test_every_shipped_network_for_signals_can_be_used():
    seen = 0
    for name in checkpoints.names():
        network = checkpoints.load(name)
        if network.plan.dims != 1:
            continue
        card = checkpoints.card(name)
        assert len(cards.read_classes(card, network)) == network.classes
        assert cards.read_input(card)[0].length >= 1024
        seen += 1
    assert seen >= 8


def test_the_rate_of_the_training_stays():
    card = {"input": GOOD}
    assert cards.read_input(card, rate_hz=1000)[0].rate_hz == 1000
    for known in (card, {"data": "gearbox"}):
        with pytest.raises(ValueError, match=r"trained on .* files of 500 Hz.*resample"):
            cards.read_input(known, rate_hz=500.0)
    shown, _ = cards.read_input({}, rate_hz=500.0, length=64, scale=1.0)
    assert shown == cards.Input(64, 64, 500.0, 1.0)


def test_options_go_before_the_card_and_none_says_nothing():
    shown, words = cards.read_input({"input": GOOD}, length=128, scale=None, key="x")
    assert shown == cards.Input(128, 64, 1000.0, 2.0, key="x")
    assert words == ""
    assert cards.read_input({"input": GOOD}, length=128, hop=5)[0].hop == 5


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

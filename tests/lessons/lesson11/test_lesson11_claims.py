"""What lesson 11 and the capstone say in words of numbers that they compute."""

import re

import nbformat
import numpy as np
import pytest
from cells11 import LESSON, said, words
from runs import NOTEBOOKS, read

from drsn_lite.lessons.lesson11 import pictures, tones
from drsn_lite.networks import PRESETS
from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.results.luck import holm

pytestmark = pytest.mark.data


def test_four_of_twenty_gains_leave_0_out_and_by_holm_none() -> None:
    runs, family = tables.read("sound"), {}
    for key, part in runs.groupby(["data", "split", "snr_db"]):
        pair = 100 * part.pivot_table("accuracy", "seed", "network")
        family[key] = pair["drsn-cw"] - pair["resnet-wide"]
    alone = {key: verdict(*band(gain)) for key, gain in family.items()}
    clear = {key: word for key, word in alone.items() if word != "not clear"}
    assert len(family) == 20
    assert set(clear.values()) == {"better"}
    assert len(clear) == 4
    assert sum(level in (0.0, -5.0) for _, _, level in clear) == 3
    assert set(holm(list(family.values()))) == {"not clear"}
    assert pictures.gains(runs).sentence.startswith("4 of 20 bands leave 0 out (4 better)")
    assert "by Holm's rule none is clear" in words("gain-read")


def test_any_two_runs_with_a_voice_held_out_share_four_of_five_voices() -> None:
    voices = set(tones.INSTRUMENTS)
    assert len((voices - {"horn"}) & (voices - {"flute"})) == 4
    assert "share four of the five voices" in words("gain-read")


def test_each_regression_is_the_better_one_where_it_belongs() -> None:
    rows = {
        name: [float(share) for share in re.findall(r"[\d.]+", line.removeprefix(name))]
        for line in said("rivals-run").splitlines()
        for name in ("regression, in noise", "regression, clean")
        if line.startswith(name)
    }
    noisy, quiet = rows["regression, in noise"], rows["regression, clean"]
    assert quiet[0] > noisy[0] + 3
    assert all(a > b + 5 for a, b in zip(noisy[1:], quiet[1:], strict=True))


def test_one_seed_gives_no_verdict() -> None:
    assert said("rivals-run").count("1 seed, too few for a verdict") == 3
    assert "This is **one seed**" in words("rivals-words")


def test_the_leak_is_worth_more_than_15_points() -> None:
    mean, half = map(
        float, re.search(r"([\d.]+) ± ([\d.]+) points come", said("leak-run")).groups()
    )
    assert mean - half > 15


def test_a_network_names_a_class_for_any_sound_and_a_bar_costs_known_ones() -> None:
    text = said("stranger")
    known = int(re.search(r"known classes: (\d+)% on average", text)[1])
    sure = {}
    for kind in ("hiss", "rumble", "clicks"):
        name, share = re.search(rf"{kind}: mostly '([\w-]+)'.*?(\d+)% on average", text).groups()
        assert name in tones.KINDS
        sure[kind] = int(share)
    assert min(sure.values()) > 20, "chance is 10"
    assert sure["hiss"] < known < sure["rumble"]
    assert "less sure of hiss than of the tones, but surer of the rumble" in words("stranger-after")
    refused = re.search(r"refuses (\d+)% of the windows of known", said("stranger-bar"))
    assert int(refused[1]) > 60
    assert "most of the known" in words("stranger-after")


def test_what_a_learner_counts_is_what_the_loader_cuts() -> None:
    expected, loaded = re.search(
        r"expected ([\d,]+) windows; loaded ([\d,]+)", said("windows-used")
    ).groups()
    assert expected == loaded == "960"
    assert "measured 3000 Hz, expected 3000 Hz" in said("alias-used")
    share, right = map(float, re.search(r"(\d+)% .*; ([\d.]+)% right", said("split-used")).groups())
    assert share == 25
    assert right < 70, "no leak"


def test_the_capstone_says_that_its_stem_is_another_one() -> None:
    capstone = nbformat.read(NOTEBOOKS / "capstone" / "capstone.ipynb", 4)
    [text] = [one.source for one in capstone.cells if one.id == "rivals"]
    assert PRESETS["lite"].stem == (15, 4)
    for part in ("15 wide with stride 4", "Lesson 11 has another stem", "(31, 8)"):
        assert part in " ".join(text.split())
    assert "15 samples wide with a stride of 4" in words("capstone")
    [ten] = [one.source for one in read(LESSON).cells if one.id == "ten"]
    assert "stem=(31, 8)" in ten


def test_a_new_voice_costs_about_25_points() -> None:
    runs = tables.read("sound")
    clean = runs[np.isinf(runs["snr_db"])].groupby(["data", "network", "split"])["accuracy"].mean()
    for (data, _), part in clean.groupby(level=["data", "network"]):
        known, new = (float(part.xs(s, level="split").iloc[0]) for s in ("recording", "speaker"))
        assert 22 < 100 * (known - new) < 28 if data == "fsdd" else 100 * (known - new) > 28

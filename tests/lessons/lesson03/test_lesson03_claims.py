"""What lesson 03 says in words of numbers that its own cells compute, and its own code."""

import re
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from runs import read, solved, stubs
from torch import nn

from drsn_lite.lessons.lesson03 import exercises_dense, relatives, residual_blocks, unet
from drsn_lite.results.gains import band
from drsn_lite.results.tables import read as table
from drsn_lite.studies import residual_tables

LESSON = "03-residual-networks"


def source(cell: str) -> str:
    [found] = [c.source for c in read(LESSON).cells if c.id == cell]
    return found


def words(cell: str) -> str:
    return " ".join(source(cell).split())


def printed(cell: str, answered: bool = False) -> str:
    """What a cell prints, and the words of its picture."""
    outputs = (solved(LESSON).cells if answered else stubs(LESSON))[cell].outputs
    texts = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return "".join(texts)


def code(*cells: str) -> dict[str, Any]:
    """The names that cells of the lesson leave behind."""
    names: dict[str, Any] = {"nn": nn, "torch": torch, "F": F}
    for cell in cells:
        exec(compile(source(cell), cell, "exec"), names)
    return names


@pytest.mark.parametrize("answered", [False, True], ids=["package", "learner"])
def test_what_a_learner_writes_is_used(answered: bool) -> None:
    for cell in ("shortcut-used", "recompute", "dense-counted", "mended-trained"):
        who = "your " if answered else "the package's "
        assert f"Used here: {who}" in printed(cell, answered), cell
    assert printed("plane-check", answered).endswith("surface: True\n")
    for row in printed("dense-counted", answered).splitlines()[1:]:
        counted, channels, *formula = re.findall(r"\d+", row.partition(":")[2])
        assert [counted, channels] == formula


def test_exercises_stand_before_their_solutions() -> None:
    cells = read(LESSON).cells
    ids = [cell.id for cell in cells]
    for name, shown in {
        "shortcut": "extra // 2",
        "filter-normalise": "norm(dim=1)",
        "dense-numbers": "layers + 1) // 2",
        "mend-the-block": "self.bn2",
    }.items():
        before = cells[: ids.index(name)]
        assert not [cell.id for cell in before if shown in cell.source], name
    assert ids.index("dense-numbers") < ids.index("dense")


def test_the_number_of_epochs_is_named_wherever_something_is_trained() -> None:
    assert residual_tables.TRAINING["epochs"] == 30
    for cell in ("degradation-words", "he-words", "surface-panel-words"):
        assert "30 epochs" in words(cell) or "30 **epochs**" in words(cell), cell
    for cell, count, place in (("retrain-words", 10, "retrain"), ("mended-words", "five", None)):
        assert f"{count} epochs" in words(cell)
        if place:
            assert f"epochs={count}" in source(place)
    assert "epochs=5" in source("mended-trained")
    assert "five epochs" in words("shortcut-used-words")
    assert "epochs=5" in source("own-network")


def test_lower_rates_do_not_cure_it_and_nothing_is_said_of_longer_training() -> None:
    """The old sentence was "the rate was not the culprit"."""
    runs = table("degradation").query("units == 16").set_index("network")
    plain, residual = runs.loc["convnet"], runs.loc["resnet"]
    assert len(plain) == 15
    said = words("he-words")
    assert f"{plain['train_loss'].min():.3f}" in said
    assert f"{residual['train_loss'].max():.3f}" in said
    assert "culprit" not in said
    assert "Whether a much longer training would help was not tried" in said


def test_degradation_in_words() -> None:
    runs = table("degradation").query("learning_rate == 0.1")
    test = runs.pivot_table("test_accuracy", ["network", "layers"], "seed")
    plain, residual = test.loc["convnet"], test.loc["resnet"]
    for layers in (4, 6, 10):  # up to 10 layers the shortcut gains nothing that one could see
        mean, half = band(100 * (residual.loc[layers] - plain.loc[layers]))
        assert abs(mean) < half
    assert (plain.loc[18].mean() - plain.loc[34].mean()) * 100 == pytest.approx(25, abs=0.6)
    assert residual.loc[66].mean() < residual.loc[18].mean()
    assert residual.loc[66].mean() > 0.97


def test_your_units_train_and_without_shortcuts_they_train_less() -> None:
    rows = re.findall(r"loss ([\d.]+), right on new digits (\d+)%", printed("own-network"))
    (plain_loss, plain), (loss, right) = [(float(a), int(b)) for a, b in rows]
    assert loss < plain_loss / 2
    assert right > plain + 3


def test_the_dense_block_of_the_lesson_is_the_packages_and_the_published_one_takes_a_list() -> None:
    names = code("dense")
    block, theirs = names["Dense"](6, 3, 4).eval(), relatives.DenseBlock(6, 3, 4).eval()
    theirs.load_state_dict(block.state_dict())
    x = torch.randn(2, 6, 5, 5, generator=torch.Generator().manual_seed(0))
    assert torch.equal(block(x), theirs(x))
    assert relatives.dense_numbers(64, 6, 32) == exercises_dense.DENSE.truth(64, 6, 32)
    text = printed("dense-bug")
    assert "before the call: [8] channels" in text
    assert "after the call:  [8, 4, 4, 4] channels" in text
    assert "the second call: running_mean should contain 20 elements not 8" in text
    assert printed("dense-mended") == "twice the same: True\nin my list: [8] channels\n"


@pytest.mark.parametrize("name", ["unet-skips", "unet-plain"])
def test_the_way_through_the_unet_is_the_packages(name: str) -> None:
    network = unet.load(name)
    x = torch.randn(2, 1, 1, 100, generator=torch.Generator().manual_seed(0))
    assert torch.equal(code("unet")["pass_through"](network, x), network(x))


def test_a_network_leans_on_its_skips() -> None:
    text = printed("unet-used")
    joined, without, cut = (float(one) for one in re.findall(r"([\d.]+) dB out", text))
    assert cut < 3 < without - 3 < joined - 7
    assert text.endswith("pass: True\n")
    size = table("unet").groupby("network")["parameters"].first()
    assert size["unet-plain"] > size["unet-skips"]


def test_the_published_block_learns_as_well_and_is_useless_in_use() -> None:
    rows = re.findall(r"→ ([\d.]+), (\d+)% right in use", printed("mended-trained"))
    (published_loss, published), (loss, mended) = [(float(a), int(b)) for a, b in rows]
    assert published_loss == pytest.approx(loss, rel=0.3)
    assert published < 50 < 80 < mended


def test_the_damage_does_not_name_the_bugs() -> None:
    """The cell before the exercise shows readings; what causes them stands behind it."""
    cells = read(LESSON).cells
    ids = [cell.id for cell in cells]
    stretch = cells[ids.index("published") : ids.index("mend-the-block")]
    text = " ".join(cell.source for cell in stretch if cell.cell_type == "markdown")
    for giveaway in ("global", "self.", "shared", "two convolutions", "mutable", "statistics"):
        assert giveaway not in text, giveaway
    assert set(re.findall(r"^(.+?):", printed("damage"), re.MULTILINE)) == set(
        residual_blocks.READINGS
    )


def test_dense_networks_are_not_clearly_ahead() -> None:
    gains = re.findall(r": ([+-][\d.]+) ± ([\d.]+) points", printed("dense-gap"))
    assert len(gains) == 3
    assert all(float(mean) < float(half) for mean, half in gains)
    assert np.all([float(mean) >= 0 for mean, _ in gains])


def test_the_contest_was_of_2015_and_every_reference_has_a_link() -> None:
    assert "The networks of that paper won the ImageNet contest of **2015**" in words("he-words")
    entries = source("next").split("\n* ")[1:]
    assert len(entries) >= 6
    assert all("](https://" in entry for entry in entries)


def test_the_recap_has_five_lines() -> None:
    assert len([line for line in source("recap").splitlines() if line.startswith("* ")]) == 5

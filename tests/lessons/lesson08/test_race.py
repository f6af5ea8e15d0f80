"""The race of gates: each network of a seed is made, ordered and noised by that seed."""

from typing import Any

import torch

from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.lessons.lesson08 import gate_race as race


def test_a_seed_sets_the_weights_and_the_training(monkeypatch) -> None:
    seen: list[tuple[int, torch.Tensor]] = []

    def no_training(network: torch.nn.Module, data: Any, epochs: int, **options: Any) -> None:
        seen.append((options["seed"], next(network.parameters()).detach().clone()))

    monkeypatch.setattr(race, "fit", no_training)
    for seed in (0, 1, 1):
        race.train(ShrinkChannelwise, race.PLAN, seed, epochs=1)
    assert [seed for seed, _ in seen] == [0, 1, 1]
    assert torch.equal(seen[1][1], seen[2][1])
    assert not torch.equal(seen[0][1], seen[1][1])


def test_the_rival_has_the_size_of_drsn_cw() -> None:
    rivals = race.rivals(seeds=1, epochs=1)
    sizes = {name: runs[0][1] for name, runs in rivals.items()}
    assert abs(sizes["resnet-wide"] / sizes["drsn-cw"] - 1) < 0.1

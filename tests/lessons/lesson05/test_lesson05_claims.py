"""What lesson 05 says in words is what its own cells came to just now."""

import re

import pytest
from runs import stubs
from test_claims import NUMBER, numbers, printed, words

from drsn_lite.results import tables
from drsn_lite.results.gains import gains
from drsn_lite.results.luck import holm

LESSON = "05-thresholds-by-attention"
RIVALS = ("senet", "drsn-cs", "drsn-cw")


def caption(cell: str) -> str:
    """The sentence of the picture that a cell paints."""
    [said] = [o.data["text/plain"] for o in stubs(LESSON)[cell].outputs if "data" in o]
    return said


def found(rival: str) -> dict[tuple[str, float], str]:
    """The verdict on a network against the wide ResNet, by data set and level."""
    runs = tables.read("spine").query("noise == 'gaussian'")
    return {
        (data, row.snr_db): row.verdict
        for data, part in runs.groupby("data")
        for row in gains(part, rival, "resnet-wide", ["snr_db"]).itertuples()
    }


def test_at_how_many_levels_the_gates_are_better_or_worse() -> None:
    cw, cs = list(found("drsn-cw").items()), found("drsn-cs")
    assert len(cw) == 18
    clear = {key: word for key, word in cw if word != "not clear"}
    assert clear == {
        ("gearbox", 0.0): "better",
        ("gearbox", float("inf")): "better",
        ("digits", -10.0): "worse",
    }
    assert "better" not in cs.values()
    worse = [data for (data, _), word in cs.items() if word == "worse"]
    assert sorted(worse) == ["cwru"] * 3 + ["digits"]
    every = [word for rival in RIVALS for word in found(rival).values()]
    counts = numbers(
        caption("claim-verdict"), rf"at {NUMBER}, worse at {NUMBER}, not clear at {NUMBER}\."
    )
    assert counts == [tuple(map(every.count, ("better", "worse", "not clear")))]


def test_of_a_family_of_eighteen_one_verdict_is_left() -> None:
    runs = tables.read("spine").query("noise == 'gaussian'")
    wide = runs.pivot_table("accuracy", ["data", "snr_db", "seed"], "network")
    gain = wide["drsn-cw"] - wide["resnet-wide"]
    family = holm([values for _, values in gain.groupby(["data", "snr_db"])])
    assert (family.count("better"), family.count("worse")) == (0, 1)
    assert "better 0, worse 1, not clear 17" in printed(LESSON, "claim-family")


def test_a_broken_gate_trains_too_and_the_mended_one_is_the_packages() -> None:
    rows = numbers(
        printed(LESSON, "own-gate-trained"), rf"gate +{NUMBER}, {NUMBER}, {NUMBER} %, mean {NUMBER}"
    )
    ours, mended, broken = rows
    assert ours == mended
    assert 1 < mended[-1] - broken[-1] < 8, "a few points"
    assert sum(bad > good for bad, good in zip(broken[:3], mended[:3], strict=True)) == 1
    assert broken[-1] > 40, "it learned something"


def test_the_five_lines() -> None:
    said = words(LESSON, "recap")
    cap = printed(LESSON, "cap-measure")
    [(zeroed, removed)] = numbers(cap, rf"Gaussian : .* most {NUMBER}% set to zero, {NUMBER} dB")
    assert f"at most {zeroed} % of Gaussian features" in said
    assert f"at most {removed} dB" in said
    [(row,)] = numbers(printed(LESSON, "stack-measure"), rf"12 gates: .* σ, {NUMBER} dB")
    assert f"take {row} dB" in said
    first = printed(LESSON, "follow-verdict").splitlines()[0]
    assert re.search(r"larger in units 1, 2; smaller in 5, 6$", first)
    snr = printed(LESSON, "snr")
    bursts = numbers(snr, rf"soft {NUMBER}$") or numbers(snr, rf"soft {NUMBER} dB")
    assert len(bursts) == 7
    assert all(gain > 0 for (gain,) in bursts[:6])
    assert bursts[6][0] < 0


@pytest.mark.parametrize("level", ["Clean signals: 25% to 36%"])
def test_thresholds_do_not_vanish_on_clean_signals(level: str) -> None:
    assert level in caption("claim-clean")
    assert "does not hold here" in caption("claim-clean")

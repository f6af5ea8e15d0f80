"""What a gate removes, taken apart: the parts add up, the shares are right, the table is true."""

from pathlib import Path

import numpy as np
import pytest
import torch

from drsn_lite import noise
from drsn_lite.lessons.lesson07.anatomy import gates, parts, path, random_zeros, removed, snr_left
from drsn_lite.lessons.lesson07.exercises import GAIN
from drsn_lite.lessons.lesson07.exercises_units import FACTORS
from drsn_lite.microscope import Record, look
from drsn_lite.networks import LITE, build
from drsn_lite.noise import KINDS
from drsn_lite.results import tables
from drsn_lite.results.gains import band
from drsn_lite.results.heart import SNR_DB
from drsn_lite.studies import gate_tables

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pair() -> list[tuple[Record, Record]]:
    network = build("drsn-cw", LITE, 8, seed=3).eval()
    clean = torch.randn(5, 1, 1, 256, generator=torch.Generator().manual_seed(0))
    return list(gates(network, clean, noise.add_noise(clean, 0.0, rng=0)))


def record(before: list[float], after: list[float]) -> Record:
    """A record of one sample and one channel."""
    x, y = (torch.tensor(values).reshape(1, 1, 1, -1) for values in (before, after))
    zeroed = ((y == 0) & (x != 0)).float().mean(dim=(2, 3))
    return Record(1, None, None, x.abs().mean((2, 3)), zeroed, zeroed, x, y)


def test_the_parts_add_up(pair) -> None:
    for clean, noisy in pair:
        three = parts(clean, noisy)
        total = three.signal + three.noise + three.shift
        torch.testing.assert_close(total, noisy.after, rtol=1e-4, atol=1e-5)
        # what is neither signal nor noise is the shift by τ of all that was kept
        shift = -three.kept * noisy.tau * noisy.before.sign()
        torch.testing.assert_close(three.shift, shift, rtol=1e-4, atol=1e-5)


def test_numbers_to_follow_by_hand() -> None:
    clean = record([3.0, 0.0, 1.0, -2.0], [2.0, 0.0, 0.0, -1.0])
    noisy = record([3.0, 0.5, 0.5, -4.0], [2.0, 0.0, 0.0, -3.0])
    found = removed(clean, noisy)
    assert found["zeroed"] == 0.5
    assert found["signal_removed"] == pytest.approx(1 / 14)
    assert found["noise_removed"] == pytest.approx(0.5 / 4.5)
    assert found["noise_in_zeroed"] == 0.5  # 0.5 > 0, but 0.5 < 1
    assert found["noise_in_kept"] == 0  # 0 < 3, and 2 is not more than 2


def test_the_snr_is_blind_to_scale_and_equals_the_plain_one_for_noise_at_right_angles() -> None:
    clean = torch.tensor([1.0, 1.0, 0.0, 0.0]).reshape(1, 1, 1, 4)
    across = torch.tensor([0.1, -0.1, 0.1, 0.1]).reshape(1, 1, 1, 4)
    for scale in (1.0, 0.01, -3.0):
        found = snr_left(clean, scale * (clean + across)).item()
        assert found == pytest.approx(10 * np.log10(2 / 0.04), abs=1e-3)
    assert snr_left(clean, 2 * clean).item() == np.inf


def test_any_zeros_take_as_much_of_both(pair) -> None:
    for clean, noisy in pair:
        assert abs(random_zeros(clean, noisy)) < 0.05


def test_records_of_other_units_are_refused(pair) -> None:
    with pytest.raises(ValueError, match="same unit"):
        parts(pair[0][0], pair[3][1])


def test_the_path_ends_where_the_head_begins() -> None:
    network = build("drsn-cs", LITE, 8, seed=0).eval()
    x = torch.randn(2, 1, 1, 512, generator=torch.Generator().manual_seed(1))
    along = path(network, x)
    assert len(along) == 1 + len(look(network, x))
    with torch.no_grad():
        logits = network.classifier(network.head(along[-1]))
        torch.testing.assert_close(logits, network(x))


TABLE = tables.read("anatomy")


def test_the_table_is_complete() -> None:
    assert not TABLE.duplicated(["network", "seed", "noise", "snr_db", "unit"]).any()
    cases = len(gate_tables.ANATOMY) * 5 * len(KINDS) * len(SNR_DB)
    assert len(TABLE) == cases * 7
    inside = TABLE.query("unit > 0 and network != 'resnet-wide'")
    assert inside.notna().all(axis=None)
    assert inside[["signal_removed", "noise_removed", "zeroed"]].stack().between(0, 1).all()


def test_a_row_comes_out_again() -> None:
    again = gate_tables.anatomy("drsn-cs", 3, "pink", levels=(0.0,))
    stored = TABLE.query("network == 'drsn-cs' and seed == 3 and noise == 'pink' and snr_db == 0")
    for row in again:
        one = stored[stored["unit"] == row["unit"]].iloc[0]
        for name in row:
            assert row[name] == pytest.approx(one[name], abs=0.02, rel=0.02), (row["unit"], name)


def test_what_lesson_07_says_about_the_table() -> None:
    inside = TABLE.query("unit > 0 and network != 'resnet-wide'")
    for side in ("snr_after", "snr_denoised"):
        change = inside.assign(won=inside[side] - inside["snr_before"])
        for _, values in change.groupby(["network", "noise", "snr_db", "unit"])["won"]:
            mean, half = band(values)
            assert mean + half < 0  # every gate does harm, everywhere
    cw = inside.query("network == 'drsn-cw' and noise == 'gaussian'")
    quiet = cw.query("snr_db >= 0").groupby(["snr_db", "unit"]).mean(numeric_only=True)
    assert (quiet["noise_removed"] > quiet["signal_removed"]).all()
    loud = cw.query("snr_db == -8").groupby("unit").mean(numeric_only=True)
    assert loud.index[loud["noise_removed"] < loud["signal_removed"]].tolist()[:2] == [1, 2]


def test_the_prediction_is_what_was_measured() -> None:
    cw = TABLE.query("network == 'drsn-cw' and noise == 'gaussian' and unit > 0")
    factor = {}
    for name in ("tau", "mean_abs", "alpha"):
        wide = cw.pivot_table(name, ["unit", "seed"], "snr_db")
        factor[name] = wide[-4.0] / wide[10.0]
    for unit, word in ((1, "rises"), (6, "falls")):
        mean, half = band(factor["tau"].loc[unit])
        assert FACTORS.truth[f"unit {unit}"] == word
        assert mean - half > 1 if word == "rises" else mean + half < 1
    moved = {name: abs(np.log(factor[name].loc[1]).mean()) for name in ("mean_abs", "alpha")}
    assert moved["mean_abs"] > 2 * moved["alpha"]
    assert FACTORS.truth["moves more in unit 1"] == "mean |x|"


def test_the_gain_of_the_exercise_is_that_of_the_package() -> None:
    for probe in GAIN.probes:
        c, n, ca, na = (torch.tensor(v).reshape(1, 1, 1, -1) for v in probe.values())
        expected = (snr_left(ca, na) - snr_left(c, n)).item()
        assert GAIN.truth(*probe.values()) == pytest.approx(expected)

"""The table of signal and noise run apart: whole, made again in one place, and what it says."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from drsn_lite import noise
from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.results.heart import SNR_DB
from drsn_lite.studies import gate_tables as script

ROOT = Path(__file__).parents[2]

TABLE = tables.read("dissection")
UNITS = TABLE[TABLE["unit"] > 0]


def test_it_is_complete_and_holds_nothing_twice() -> None:
    keys = list(TABLE[list(script.ORDER)].itertuples(index=False, name=None))
    expected = set(product(script.DISSECTION, range(5), noise.KINDS, SNR_DB, range(7)))
    assert len(keys) == len(set(keys))
    assert set(keys) == expected


@pytest.mark.parametrize(("network", "seed"), [("drsn-cw", 3), ("drsn-cs", 1), ("senet", 4)])
def test_a_row_made_again_is_the_row_of_the_table(network: str, seed: int) -> None:
    here = "network == @network and seed == @seed and noise == 'laplacian' and snr_db == -4"
    kept_rows = TABLE.query(here).set_index("unit")
    for row in script.dissection(network, seed, "laplacian", (-4.0,)):
        kept = kept_rows.loc[row["unit"]]
        for name in row.keys() - {"unit", "snr_db"}:
            assert row[name] == pytest.approx(kept[name], abs=0.02), name


def verdicts(network: str, column: str) -> dict[str, int]:
    rows = UNITS[UNITS["network"] == network]
    groups = rows.groupby(["noise", "snr_db", "unit"])[column]
    return groups.apply(lambda v: verdict(*band(v))).value_counts().to_dict()


def test_gates_that_only_scale_or_do_nothing_gain_next_to_nothing() -> None:
    plain = UNITS[UNITS["network"] == "resnet-wide"]
    assert plain["gain"].abs().max() == 0
    assert (plain["noise_removed"] == 0).all()
    senet = UNITS[UNITS["network"] == "senet"]
    np.testing.assert_allclose(senet["gain"], senet["scaled"], atol=2e-3)
    assert verdicts("senet", "gain")["not clear"] > 160


@pytest.mark.parametrize("network", ["drsn-cs", "drsn-cw"])
def test_thresholds_take_more_noise_than_signal_and_scaling_does_not_explain_it(network) -> None:
    found = verdicts(network, "gain")
    assert found["better"] > 140
    assert found.get("worse", 0) < 10
    rows = UNITS[UNITS["network"] == network]
    assert rows["gain"].mean() > 1
    assert abs(rows["scaled"].mean()) < 0.2


def test_it_is_not_the_learned_alpha_that_gains() -> None:
    for network in ("drsn-cs", "drsn-cw"):
        rows = UNITS[UNITS["network"] == network]
        assert abs((rows["gain"] - rows["shuffled"]).mean()) < 0.15


def test_the_first_unit_of_drsn_cs_loses_in_the_loudest_noise() -> None:
    rows = UNITS.query("network == 'drsn-cs' and noise == 'gaussian' and unit == 1")
    assert verdict(*band(rows.query("snr_db == -8")["gain"])) == "worse"
    assert verdict(*band(rows.query("snr_db == 10")["gain"])) == "better"


def test_the_path_gets_no_cleaner_by_thresholds_than_by_scaling() -> None:
    """DRSN-CW against SENet is nowhere better; DRSN-CS is only in little noise."""
    ends = TABLE.query("noise == 'gaussian'").pivot_table(
        "path_snr", ["network", "snr_db", "seed"], "unit"
    )
    won = (ends[6] - ends[0]).unstack("network")
    words = {
        (name, rival, snr): verdict(*band(won.loc[snr, name] - won.loc[snr, rival]))
        for name in ("drsn-cw", "drsn-cs")
        for rival in ("senet", "resnet-wide")
        for snr in (-8.0, -4.0, 0.0, 4.0, 10.0)
    }
    assert "better" not in [words["drsn-cw", "senet", snr] for snr in (-8.0, -4.0, 0.0, 4.0, 10.0)]
    ahead = [
        snr for snr in (-8.0, -4.0, 0.0, 4.0, 10.0) if words["drsn-cs", "senet", snr] == "better"
    ]
    assert ahead == [4.0, 10.0]
    for name in ("drsn-cw", "drsn-cs"):
        assert all(words[name, "resnet-wide", snr] == "better" for snr in (0.0, 4.0, 10.0))
    assert won.abs().groupby("snr_db").mean().max().max() < 7, "it does not vanish"

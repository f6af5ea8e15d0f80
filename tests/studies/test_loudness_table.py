"""Noise or loudness: the table is whole, can be made again, and holds what lesson 07 says of it."""

from itertools import product

import numpy as np
import pytest
import torch

from drsn_lite import noise
from drsn_lite.results import tables
from drsn_lite.results.gains import BETTER, UNCLEAR, band, verdict
from drsn_lite.studies import loudness_tables as script

TABLE = tables.read("loudness")
GAUSSIAN = TABLE.query("noise == 'gaussian'")


def test_it_is_complete_and_holds_nothing_twice():
    keys = list(
        TABLE[["network", "seed", "noise", "way", "unit"]].itertuples(index=False, name=None)
    )
    expected = product(script.NETWORKS, range(5), noise.PAPER_KINDS, script.WAYS, range(1, 7))
    assert len(keys) == len(set(keys))
    assert set(keys) == set(expected)


def test_rows_made_again_are_those_of_the_table():
    kept = TABLE.query("network == 'drsn-cw' and seed == 1 and noise == 'laplacian'")
    kept = kept.set_index(["way", "unit"])
    for row in script.loudness("drsn-cw", 1, "laplacian"):
        assert row["tau"] == pytest.approx(kept.loc[(row["way"], row["unit"]), "tau"], abs=0.01)


def test_the_ways_are_as_loud_as_their_names_say():
    _, ways = script.changed("gaussian")
    size = {way: script.rms(x).ravel() for way, x in ways.items()}
    np.testing.assert_allclose(size["no noise, as loud"], size["noise"], rtol=1e-5)
    louder = size["noise"] / size["noise, RMS kept"]
    assert louder.min() > 1.01
    clean = size["noise, RMS kept"]
    np.testing.assert_allclose(size["no noise, turned down"], clean / louder, rtol=1e-5)


def rho(network, column="tau"):
    return GAUSSIAN[GAUSSIAN["network"] == network].pivot_table(column, ["unit", "seed"], "way")


@pytest.mark.parametrize("network", script.NETWORKS)
def test_the_first_units_follow_loudness_and_the_last_ones_do_not(network):
    apart = (rho(network)["noise"] - rho(network)["no noise, as loud"]).groupby("unit")
    words = {unit: verdict(*band(values)) for unit, values in apart}
    assert words[1] == words[2] == UNCLEAR
    assert words[4] == words[5] == words[6] == BETTER
    means = apart.mean()
    assert means[:2].abs().max() < 0.1 < 0.2 < means[4:].min()
    noisy = rho(network)["noise"].groupby("unit").mean()
    assert noisy[1] < -0.3
    assert (noisy.loc[4:] > 0.1).all(), "the noisier sample has the smaller threshold"


@pytest.mark.parametrize("network", script.NETWORKS)
def test_the_old_control_had_an_effect_of_its_own(network):
    turned = rho(network)["no noise, turned down"].groupby("unit").mean()
    kept = rho(network)["noise, RMS kept"].groupby("unit").mean()
    assert (turned > 0.1).all()
    assert (kept.loc[2:] > 0).all()


def test_signals_at_one_rms_are_whole_and_of_all_rivals():
    table = tables.read("same_rms")
    assert not table.duplicated(["rule", "seed", "noise", "snr_db"]).any()
    sizes = table.groupby(["rule", "seed"]).size()
    assert set(sizes) == {16}, "three noises at five levels, and none"
    rivals = ("resnet-wide", "drsn-cw", *script.RIVALS)
    assert set(sizes.index) == set(product(rivals, range(5)))
    assert table["accuracy"].between(0.1, 1).all()


def test_at_one_rms_no_signal_is_louder_than_another():
    batch = torch.randn(20, 1, 1, 64, generator=torch.Generator().manual_seed(0))
    batch *= torch.logspace(-1, 1, 20)[:, None, None, None]
    after = script.at_rms_1(batch, np.random.default_rng(0))
    torch.testing.assert_close(after.square().mean((1, 2, 3)), torch.ones(20))

"""What of a gate gains the SNR: the table is whole, can be made again, and says it is no zeros."""

from itertools import product

import pytest

from drsn_lite import noise
from drsn_lite.lessons.lesson07.dissection import CURVES
from drsn_lite.results import tables
from drsn_lite.results.gains import BETTER, band, verdict
from drsn_lite.results.heart import SNR_DB
from drsn_lite.studies import gate_tables as script

TABLE = tables.read("gate_work")
NETWORKS = ("drsn-cw", "drsn-cs")
FACTOR = "a factor a channel"


def means(network, ruler):
    """Mean over units, levels and noises: a row a seed, a column a curve."""
    rows = TABLE[TABLE["network"] == network]
    return rows.groupby(["seed", "curve"])[ruler].mean().unstack()


def test_it_is_complete_and_holds_nothing_twice():
    keys = list(TABLE[[*script.ORDER, "curve"]].itertuples(index=False, name=None))
    curves = [*CURVES, FACTOR]
    expected = product(NETWORKS, range(5), noise.PAPER_KINDS, SNR_DB, range(1, 7), curves)
    assert len(keys) == len(set(keys))
    assert set(keys) == set(expected)


def test_rows_made_again_are_those_of_the_table():
    kept = TABLE.query("network == 'drsn-cs' and seed == 2 and noise == 'pink' and snr_db == 2")
    kept = kept.set_index(["unit", "curve"])
    made = list(script.gate_work("drsn-cs", 2, "pink", (2.0,)))
    assert len(made) == len(kept)
    for row in made:
        for name in row.keys() - {"unit", "snr_db", "curve"}:
            assert row[name] == pytest.approx(kept.loc[(row["unit"], row["curve"]), name], abs=0.02)


def test_the_gate_and_its_control_agree_with_the_dissection():
    """Two tables measured the same thing: the same signals, noise and networks."""
    other = tables.read("dissection").query("unit > 0")
    for curve, column in (("gate", "gain"), (FACTOR, "scaled")):
        mine = TABLE[TABLE["curve"] == curve].set_index(list(script.ORDER))["apart"]
        theirs = other.set_index(list(script.ORDER))[column].loc[mine.index]
        assert (mine - theirs).abs().max() < 0.02


@pytest.mark.parametrize("network", NETWORKS)
def test_it_is_not_the_zeros(network):
    """Lesson 07: zeros alone gain less than half, a curve without any gains more than they do."""
    gain = means(network, "apart")
    assert gain["zeros only"].mean() < 0.45 * gain["gate"].mean()
    for one, other in (("no zeros", "zeros only"), ("gate", "no zeros"), ("gate", "garrote")):
        assert verdict(*band(gain[one] - gain[other])) == BETTER
    assert abs(gain[FACTOR].mean()) < 0.2


@pytest.mark.parametrize("network", NETWORKS)
def test_by_the_first_ruler_all_harm_and_the_curve_without_zeros_least(network):
    harm = means(network, "through").drop(columns=FACTOR)
    assert (harm.mean() < 0).all()
    others = harm.drop(columns="no zeros").max(axis=1)
    assert verdict(*band(harm["no zeros"] - others)) == BETTER

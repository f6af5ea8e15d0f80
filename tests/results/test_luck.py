"""Bands for two kinds of luck, against simulated tables; and verdicts in families."""

import math

import numpy as np
import pytest
from scipy import stats

from drsn_lite.results.gains import BETTER, UNCLEAR, WORSE, band, verdict
from drsn_lite.results.luck import at_most, crossed_band, holm, p_value, sources


def tables(count, rows, columns, by_row, by_column, rest, seed=0):
    """Tables of mean 0 with the standard deviations given."""
    rng = np.random.default_rng(seed)
    return (
        by_row * rng.standard_normal((count, rows, 1))
        + by_column * rng.standard_normal((count, 1, columns))
        + rest * rng.standard_normal((count, rows, columns))
    )


@pytest.mark.parametrize(
    "sizes", [(1.0, 1.0, 0.5), (2.0, 0.3, 0.5), (0.3, 2.0, 0.5), (0.0, 0.0, 1.0)]
)
def test_the_band_holds_the_truth_in_about_95_of_100_tables(sizes):
    found = [crossed_band(table) for table in tables(2000, 5, 4, *sizes)]
    covered = np.mean([abs(mean) <= half for mean, half in found])
    assert 0.93 < covered <= 1.0


def test_a_band_over_all_cells_is_too_narrow():
    """The mistake that it mends: twenty gains are not twenty independent ones."""
    made = tables(2000, 5, 4, 1.0, 1.0, 0.5)
    covered = np.mean([abs(m) <= h for m, h in (band(table.ravel()) for table in made)])
    assert covered < 0.8


def test_the_sources_are_found():
    """Four kinds of luck with known standard deviations, and what is left."""
    rng = np.random.default_rng(1)
    sizes = {"training signals": 1.5, "seed": 0.9, "test signals": 0.8, "noise": 0.5, "rest": 0.4}
    shapes = ((5, 1, 1, 1), (5, 3, 1, 1), (1, 1, 4, 1), (1, 1, 4, 2), (5, 3, 4, 2))
    found = []
    for _ in range(3000):
        kinds = zip(sizes.values(), shapes, strict=True)
        found.append(sources(sum(size * rng.standard_normal(shape) for size, shape in kinds)))
    for name, size in sizes.items():
        # an estimate below 0 is shown as 0: the mean of the squares may be a little too large
        assert np.mean([one[name] ** 2 for one in found]) == pytest.approx(size**2, rel=0.12), name


def test_sources_by_hand():
    """One thing varies at a time, by 1 either way: a standard deviation of √2."""
    up = np.array([-1.0, 1.0])
    apart = np.outer(up, up)  # the seeds of a draw are its own: −1, 1 in one, 1, −1 in the other
    alone = {
        "training signals": up.reshape(2, 1, 1, 1),
        "seed": apart.reshape(2, 2, 1, 1),
        "test signals": up.reshape(1, 1, 2, 1),
        "noise": apart.reshape(1, 1, 2, 2),
    }
    for name, varying in alone.items():
        found = sources(np.broadcast_to(varying, (2, 2, 2, 2)))
        assert found[name] == pytest.approx(math.sqrt(2))
        assert all(value < 1e-9 for other, value in found.items() if other != name)
    with pytest.raises(ValueError, match="noise draws"):
        sources(np.ones((5, 4)))


@pytest.mark.parametrize("size", [0.3, 1.0, 3.0])
def test_what_is_left_open_holds_the_truth_in_about_97_of_100_tables(size):
    rng = np.random.default_rng(2)
    found = [
        at_most(size * rng.standard_normal((5, 1)) + rng.standard_normal((5, 3)))
        for _ in range(3000)
    ]
    assert 0.965 < np.mean(np.array(found) >= size) <= 0.99


def test_the_formula_on_a_table_by_hand():
    table = np.array([[1.0, 2.0], [3.0, 6.0]])
    # mean 3; rows 1.5, 4.5: MS 9; columns 2, 4: MS 4; rest: 1
    mean, half = crossed_band(table)
    degrees = 12**2 / (81 + 16 + 1)
    assert mean == 3
    assert half == pytest.approx(stats.t.ppf(0.975, degrees) * math.sqrt(12 / 4))
    table = np.array([[2.5, 2.5], [1.5, 3.5], [2.5, 3.5]])
    # rows 2.5, 2.5, 3: MS 1/6; columns 13/6, 19/6: MS 1.5; rest: 1/2, so both are less than 1.5
    mean, half = crossed_band(table)
    assert half == pytest.approx(stats.t.ppf(0.975, 1) * math.sqrt(1.5 / 6))
    with pytest.raises(ValueError, match="got 1 × 3"):
        crossed_band([[1.0, 2.0, 3.0]])


def test_a_band_holds_zero_where_p_is_large():
    rng = np.random.default_rng(0)
    for shift in (0.0, 0.5, 1.0, 2.0):
        values = rng.standard_normal(5) + shift
        assert (p_value(values) < 0.05) == (verdict(*band(values)) != UNCLEAR)
        assert p_value(values) == pytest.approx(stats.ttest_1samp(values, 0).pvalue)
    assert math.isnan(p_value([1.0]))


def test_holm_asks_more_of_many():
    strong = np.array([2.0, 2.1, 1.9, 2.0, 2.2])
    weak = np.array([0.2, 1.4, 1.9, 0.4, 1.1])
    none = np.array([-1.0, 1.0, 0.5, -0.5, 0.1])
    assert verdict(*band(weak)) == BETTER
    assert holm([weak]) == [BETTER]
    assert holm([strong, weak]) == [BETTER, BETTER]
    assert holm([weak, weak]) == [UNCLEAR] * 2, "from the first that is not clear, none is"
    assert holm([weak, *[none] * 9]) == [UNCLEAR] * 10
    assert holm([none, -strong, none]) == [UNCLEAR, WORSE, UNCLEAR]


def test_nothing_after_the_first_failure_is_clear():
    """Step-down: two equal members fail or pass together."""
    rng = np.random.default_rng(3)
    wrong = sum(
        any(word != UNCLEAR for word in holm(list(rng.standard_normal((8, 5)))))
        for _ in range(1000)
    )
    assert wrong / 1000 < 0.075

"""The shipped gradient norms of lesson 03: whole, and those of networks built again."""

import numpy as np
import pytest

from drsn_lite.lessons.lesson03 import gradient_depth

# by name: in the package `panels` the panel stands where its module did
from drsn_lite.studies import residual_tables

DEPTHS = range(1, gradient_depth.MOST_UNITS + 1)


@pytest.fixture(scope="module")
def script():
    return residual_tables


def test_the_table_is_whole_and_small() -> None:
    table = gradient_depth.table()
    networks, kinds = gradient_depth.NAMES, gradient_depth.LIMITS
    assert set(table) == {f"{name}/{kind}" for name in networks for kind in kinds}
    for key, values in table.items():
        assert values.dtype == np.float64, key
        assert values.shape == (gradient_depth.SEEDS, sum(n + 1 for n in DEPTHS)), key
        assert np.isfinite(values).all(), key
        assert (values > 0).all(), key
        assert len(np.unique(values, axis=0)) == gradient_depth.SEEDS, "two seeds are one"
    assert gradient_depth.PATH.stat().st_size < 300_000


def test_every_depth_has_its_own_numbers_and_all_are_reached() -> None:
    for key, values in gradient_depth.table().items():
        name, kind = key.split("/")
        found = [gradient_depth.norms(name, n, kind, 4) for n in DEPTHS]
        assert [len(norms) for norms in found] == [n + 1 for n in DEPTHS]
        np.testing.assert_array_equal(np.concatenate(found), values[4])


# The plain network of 32 units with BatchNorm is left out: a change of 1e-7 in its weights moves
# its norms by 3 %, so another processor's rounding could.
@pytest.mark.parametrize(
    ("name", "units", "normalisation", "seed"),
    [
        ("convnet", 1, "batchnorm", 0),
        ("convnet", 7, "batchnorm", 3),
        ("resnet", 32, "batchnorm", 9),
        ("convnet", 32, "none", 8),
        ("resnet", 20, "none", 5),
        ("convnet", 12, "he", 2),
        ("resnet", 3, "he", 6),
    ],
)
def test_an_entry_can_be_made_again(script, name, units, normalisation, seed) -> None:
    shipped = gradient_depth.norms(name, units, normalisation, seed)
    made = script.norms(name, units, normalisation, seed)
    np.testing.assert_allclose(shipped, made, rtol=1e-4)


def test_a_missing_table_names_its_script(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(gradient_depth, "PATH", tmp_path / "gradients.npz")
    gradient_depth.table.cache_clear()
    with pytest.raises(FileNotFoundError, match=r"drsn_lite\.studies gradients"):
        gradient_depth.norms("resnet", 1, "none", 0)

"""The shipped tables of lesson 03: complete, and in agreement with what the lesson says."""

import numpy as np
import pandas as pd
import pytest

from drsn_lite.lessons.lesson03 import unet
from drsn_lite.lessons.lesson03.landscape import surface
from drsn_lite.lessons.lesson03.loss_surface import valley
from drsn_lite.noise import add_noise
from drsn_lite.paths import DATA
from drsn_lite.studies import residual_tables

RESULTS = DATA / "results"


@pytest.fixture(scope="module")
def tables():
    return residual_tables


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(RESULTS / f"{name}.csv")


def test_every_run_is_there_once_with_five_seeds(tables) -> None:
    for name, key in {
        "degradation": ["network", "units", "learning_rate"],
        "dense": ["network", "size"],
        "unet": ["network", "snr_in"],
    }.items():
        seeds = read(name).groupby(key)["seed"]
        assert (seeds.nunique() == len(tables.SEEDS)).all(), name
        assert (seeds.size() == len(tables.SEEDS)).all(), name
    assert set(read("degradation")["units"]) == set(tables.UNITS)


def test_plain_networks_degrade_and_residual_ones_do_not() -> None:
    runs = read("degradation").query("learning_rate == 0.1")
    loss = runs.pivot_table(index="units", columns=["network", "seed"], values="train_loss")
    plain, residual = loss["convnet"], loss["resnet"]
    assert plain.loc[32].min() > 10 * residual.loc[32].max()
    assert (plain.loc[[8, 16, 32]].diff().dropna() > 0).all(axis=None)
    assert (residual.loc[[8, 16]] < plain.loc[[8, 16]].min(axis=None)).all(axis=None)
    both = runs.query("units == 32").groupby("network")["parameters"].unique()
    assert both["convnet"] == both["resnet"]


def test_a_lower_rate_does_not_save_the_plain_network() -> None:
    runs = read("degradation").query("units == 16").set_index("network")
    loss = runs.loc["convnet"].pivot_table("train_loss", "seed", "learning_rate")
    assert set(loss.columns) == {0.01, 0.03, 0.1}
    assert (loss.mean()[[0.01, 0.03]] > loss.mean()[0.1]).all()
    assert loss.min(axis=None) > 50 * runs.loc["resnet"]["train_loss"].max()


def test_valleys_differ_at_34_layers_and_hardly_at_18() -> None:
    with np.load(RESULTS / "landscape.npz") as file:
        width = {key: valley(losses) for key, losses in file.items()}

    def of(name: str, units: int) -> np.ndarray:
        return np.array([width[f"{name}-{units}-{seed}"] for seed in range(5)])

    assert of("resnet", 16).min() > of("convnet", 16).max()
    assert abs(of("resnet", 8).mean() - of("convnet", 8).mean()) < 0.03


def test_one_row_can_be_made_again(tables) -> None:
    row = tables.degradation("resnet", 1, 0.1, 0)[0]
    shipped = read("degradation").query(
        "network == 'resnet' and units == 1 and learning_rate == 0.1 and seed == 0"
    )
    for column in ("train_accuracy", "test_accuracy"):
        assert row[column] == pytest.approx(shipped[column].item(), abs=0.02)
    assert row["train_loss"] == pytest.approx(shipped["train_loss"].item(), rel=0.3)


def test_surfaces_are_whole_small_and_have_the_network_in_the_middle(tables) -> None:
    path = RESULTS / "landscape.npz"
    assert path.stat().st_size < 200_000
    with np.load(path) as file:
        found = dict(file)
    wanted = {
        f"{n}-{u}-{s}" for n in tables.NETWORKS for u in tables.SURFACE_UNITS for s in range(5)
    }
    assert set(found) == wanted
    points = tables.SURFACE_POINTS
    for key, losses in found.items():
        assert losses.shape == (points, points)
        assert np.isfinite(losses).all(), key
        middle = losses[points // 2, points // 2]
        assert middle < losses.min() + 0.1, key
        assert middle < 0.05 * np.median(losses) or key.startswith("convnet"), key


def test_a_small_surface_of_a_small_network_is_the_same_twice(tables) -> None:
    network, _ = tables.trained("resnet", 1, 0.1, 0)
    data = tables.digits()
    options = {"points": 3, "seed": 1}
    a, b = (surface(network, data.train_x[:50], data.train_y[:50], **options) for _ in range(2))
    np.testing.assert_array_equal(a, b)


def test_long_skips_help_at_every_noise_level_and_in_every_seed() -> None:
    table = read("unet").pivot_table(index=["snr_in", "seed"], columns="network", values="snr_out")
    gain = table["unet-skips"] - table["unet-plain"]
    assert (gain > 0).all()
    assert gain.loc[15].mean() > gain.loc[-5].mean() + 3
    plain = read("unet").query("network == 'unet-plain' and snr_in == 20")
    assert (plain["snr_out"] < plain["snr_in"]).all()
    size = read("unet").groupby("network")["parameters"].first()
    assert size["unet-plain"] > size["unet-skips"]


@pytest.mark.parametrize("name", ["unet-skips", "unet-plain"])
def test_a_shipped_denoiser_does_what_its_rows_say(name: str) -> None:
    rows = read("unet").query("network == @name and seed == 0").set_index("snr_in")["snr_out"]
    clean = unet.signals(200, seed=999)
    for level in (0, 10):
        noisy = add_noise(clean, level, rng=1)
        assert unet.snr_out(unet.load(name), clean, noisy) == pytest.approx(rows[level], abs=0.05)

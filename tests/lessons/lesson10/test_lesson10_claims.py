"""What lesson 10 says in words of CWRU's files and of its tables, beyond networks in noise."""

import needs
import numpy as np
import pytest

from drsn_lite import checkpoints, datasets, noise
from drsn_lite.lessons.baseline import log_spectrum
from drsn_lite.lessons.lesson10 import bearing_results, bearings, traps
from drsn_lite.microscope import look
from drsn_lite.paths import DATA
from drsn_lite.results.gains import band, verdict

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def real() -> bearings.Bench:
    """The real recordings."""
    needs.skip_without("cwru")
    return bearings.real()


def test_the_offset_alone_on_real_recordings_and_on_simulated_ones(real) -> None:
    for bench, wanted in ((real, 0.27), (bearings.simulated(), 0.55)):
        split = traps.in_time(bench.recordings)
        means = [traps.score(s, _mean, 1e6) for s in (split, traps.scaled(split))]
        assert means[0] == pytest.approx(wanted, abs=0.01)
        assert means[1] < 0.15, "about chance"


def test_the_edge_alone_on_real_recordings(real) -> None:
    ways = {"as in the file": traps.misread(real)} | traps.decimations(real)
    found = {}
    for way, recordings in ways.items():
        s = traps.in_time(recordings)
        s = s._replace(train_y=s.train_y > 0, test_y=s.test_y > 0)
        found[way] = traps.score(s, lambda x: traps.edge_db(x, real.rate_hz))
    assert found == pytest.approx(
        {
            "as in the file": 0.82,
            "every fourth sample": 1.0,
            "usual filter": 1.0,
            "matched filter": 0.64,
        },
        abs=0.01,
    )


@pytest.mark.parametrize(("snr_db", "wanted"), [(-10.0, 0.80), (-5.0, 0.96)])
def test_a_regression_trained_at_the_level_of_the_test(real, snr_db: float, wanted: float) -> None:
    split = traps.scaled(traps.in_time(real.recordings))
    train_x, test_x = (
        noise.add_noise(x, snr_db, rng=seed) for seed, x in enumerate((split.train_x, split.test_x))
    )
    noisy = split._replace(train_x=train_x, test_x=test_x)
    assert traps.score(noisy, log_spectrum) == pytest.approx(wanted, abs=0.03)


@pytest.mark.parametrize(("data", "misread"), [("cwru", "not clear"), ("simulated", "better")])
def test_what_wrong_filters_do_to_ten_classes(data: str, misread: str) -> None:
    ten = 100 * bearing_results.filters(data)
    assert len(ten) == 5
    gains = {way: band(ten[way] - ten["matched filter"]) for way in ten.columns[:-1]}
    for way in ("every fourth sample", "usual filter"):
        mean, half = gains[way]
        assert abs(mean) + half < 0.5
    assert 0 < gains["as in the file"][0] < 3
    assert verdict(*gains["as in the file"]) == misread


def test_two_of_24_verdicts_for_the_drsn_are_clear() -> None:
    gains = bearing_results.rivals().loc["gaussian"]
    clear = {
        (name, snr_db): word
        for name in gains
        for snr_db in bearing_results.SNR_DB
        if (word := verdict(*band(gains.loc[snr_db, name]))) != "not clear"
    }
    assert gains.shape == (30, 4)
    assert clear == {("senet", -10.0): "better", ("drsn-cs", 0.0): "better"}
    assert gains.loc[0.0, "drsn-cs"].mean() < 1


def test_simulated_bearings_held_out_fall_less() -> None:
    held = {}
    for data in bearing_results.DATA:
        table = bearing_results.part("bearing", data)
        table = table[np.isinf(table["snr_db"]) & (table["method"] == "lr-both")]
        held[data] = table[table["split"] == "held"].groupby("seed")["accuracy"].mean()
    mean, half = band(held["simulated"] - held["cwru"])
    assert mean - half > 0.2


def test_the_thresholds_of_unit_1_grow_with_the_noise_those_of_unit_6_need_not(real) -> None:
    for name in ("cwru", "gearbox"):
        network = checkpoints.load_checkpoint(DATA / "checkpoints" / f"{name}-drsn-cw")
        x = datasets.load(name).test_x[::8]
        quiet, loud = (look(network, noise.add_noise(x, snr_db, rng=0)) for snr_db in (20, -10))
        grown = [float(b.tau.mean() / a.tau.mean()) for a, b in zip(quiet, loud, strict=True)]
        shares = [
            float(b.zeroed.mean() / a.zeroed.mean()) for a, b in zip(quiet, loud, strict=True)
        ]
        assert grown[0] > 1.5
        assert grown[5] < 1.1
        assert shares[0] < grown[0] - 0.3, "not as much"


def _mean(x: np.ndarray) -> np.ndarray:
    return x.mean(axis=1, keepdims=True)

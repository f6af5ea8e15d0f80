"""Recordings like those of the training are known, others are not, and the card keeps it."""

import json

import numpy as np
import pytest

from drsn_lite import build, fit
from drsn_lite.checkpoints import known as module
from drsn_lite.datasets import load
from drsn_lite.datasets.loudness import rms_each
from drsn_lite.networks import Plan
from drsn_lite.training import History

TINY = Plan(stem=(9, 4), stages=((6, 1, 2),))
L = 128


def tone(label, n, count=8):
    rng = np.random.default_rng([label, n])
    t = np.arange(count * L)
    x = np.sin((0.25 + 0.35 * label) * t + rng.random()) + 0.1 * rng.standard_normal(len(t))
    return (0.8 + 0.4 * rng.random()) * x


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    root = tmp_path_factory.mktemp("known") / "tones"
    for label, kind in enumerate(("low", "high")):
        (root / kind).mkdir(parents=True)
        for n in range(12):
            np.save(root / kind / f"{'abcdefghijkl'[n]}.npy", tone(label, n))
    data = load("folder", root, length=L, hop=L, rate_hz=1000, scale="training")
    network = build("drsn-cw", TINY, 2, seed=0)
    history = fit(network, data, 6, valid=0.3, progress=False)
    return network, data, module.learn(network, data, history)


def judged(known, x):
    network, data, found = known
    windows = x.reshape(-1, L) - x.reshape(-1, L).mean(1, keepdims=True)
    ready = (windows / data.scale).astype(np.float32)[:, None, None]
    return found.strange(network, ready, rms_each(windows))


def test_new_recordings_of_known_kinds_are_known(known):
    shares = [judged(known, tone(label, n)) for label in (0, 1) for n in range(100, 110)]
    for what in ("loudness", "spectrum", "features"):
        beyond = [share[what] > module.MOST for share in shares]
        assert np.mean(beyond) <= 0.05, what
        assert np.mean([share[what] for share in shares]) < 0.15, what


def test_the_same_a_thousand_times_quieter_is_strange(known):
    found = judged(known, 0.001 * tone(0, 200))
    assert found["loudness"] == 1


def test_loudness_is_let_pass_up_to_a_factor_and_not_beyond(known):
    network, data, found = known
    x = data.train_x[:2]
    for times, share in ((1.9, 0.0), (2.1, 1.0)):
        for rms in (found.loudest * times, found.quietest / times):
            assert found.strange(network, x, np.full(2, rms))["loudness"] == share


def test_the_shape_of_a_spectrum_does_not_know_how_loud_it_is(known):
    _, data, _ = known
    x = data.train_x[:8]
    np.testing.assert_allclose(module.bands(30 * x), module.bands(x), atol=1e-3)


def test_a_recording_is_strange_if_most_of_its_windows_are():
    shares = {"loudness": 0.0, "spectrum": 0.4, "features": 0.6}
    assert module.unlike(shares) == ("features",)


def test_in_noise_each_window_keeps_its_class_and_its_part(known):
    """Noisy windows stand behind the clean ones; where the noise is none, means are the same."""
    network, data, _ = known
    history = History(held=np.arange(0, len(data.train_x), 3))
    clean, twice = (
        module.learn(network, data, history, noise) for noise in (None, lambda x, rng: x)
    )
    for one, other in ((clean.spectrum, twice.spectrum), (clean.features, twice.features)):
        np.testing.assert_allclose(one.means, other.means)


@pytest.mark.parametrize(
    "x",
    [
        np.random.default_rng(0).standard_normal(8 * L),
        np.sin(1.6 * np.arange(8 * L)) + 0.1 * np.random.default_rng(1).standard_normal(8 * L),
        np.repeat(tone(0, 300, 4), 2),
        np.sign(tone(0, 301)) * (np.arange(8 * L) % 37 == 0) * 5,
    ],
    ids=["white noise", "another tone", "another rate", "clicks"],
)
def test_what_was_never_heard_is_strange(known, x):
    found = judged(known, x)
    assert max(found["spectrum"], found["features"]) > module.MOST, found


def test_a_card_keeps_it(known):
    network, data, found = known
    said = json.loads(json.dumps(found.to_json()))
    again = module.Known.from_json(said, network)
    for x in (tone(0, 400), np.random.default_rng(2).standard_normal(8 * L)):
        assert judged((network, data, again), x) == judged(known, x)
    for one, other in ((again.spectrum, found.spectrum), (again.features, found.features)):
        np.testing.assert_allclose(one.means, other.means, rtol=1e-6)
        np.testing.assert_allclose(one.precision, other.precision, rtol=1e-6)
    assert len(again.files) == 16
    assert set(again.files.values()) == set(data.train_recording)
    assert again.held_out == "4 of 16 recordings, 32 of 128 samples"


@pytest.mark.parametrize(
    "change",
    [
        {"quietest": float("nan")},
        {"loudest": -1.0},
        {"loudest": float("inf")},
        {"quietest": 0.0},
        {"spectrum": {}},
        {"features": {"means": [[0.0]], "precision": [[1.0]], "limit": 1.0}},
        {"features": None},
        {"spectrum": {"means": [[1e999]], "precision": [[1.0]], "limit": 1.0}},
    ],
    ids=str,
)
def test_a_card_that_does_not_fit_is_refused(known, change):
    network, _, found = known
    with pytest.raises(ValueError, match="card"):
        module.Known.from_json(found.to_json() | change, network)


def test_distances_are_those_of_scipy():
    from scipy.spatial.distance import mahalanobis

    rng = np.random.default_rng(3)
    means, root = rng.standard_normal((3, 5)), rng.standard_normal((5, 5))
    cloud = module.Cloud(means, root @ root.T, 1.0)
    x = rng.standard_normal((20, 5))
    expected = [min(mahalanobis(row, mean, root @ root.T) for mean in means) for row in x]
    np.testing.assert_allclose(cloud.distance(x), expected)

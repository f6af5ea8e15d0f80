"""How far off is too far: read off the windows that were held out, not off those trained on."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from drsn_lite import build
from drsn_lite.checkpoints import known as module
from drsn_lite.checkpoints.known import RARE, bands, learn
from drsn_lite.datasets import load
from drsn_lite.networks import Plan
from drsn_lite.training import History, fit


def test_the_limits_are_read_off_the_held_out_windows():
    rng = np.random.default_rng(0)
    held = np.arange(0, 400, 4)
    x = rng.standard_normal((400, 1, 1, 128)).astype(np.float32)
    x[held] = np.cumsum(x[held], axis=-1)  # of another spectrum: recordings differ
    names = np.repeat([f"{n}.npy" for n in range(40)], 10)
    data = SimpleNamespace(
        train_x=x,
        train_y=np.arange(400) // 200,
        train_rms=np.ones(400),
        train_recording=names,
        files={name: name for name in names},
    )
    network = build("drsn-cw", Plan(stem=(9, 4), stages=((6, 1, 2),)), 2, seed=0).eval()
    found = learn(network, data, History(held=held)).spectrum
    kept = np.setdiff1d(np.arange(400), held)
    for label in (0, 1):
        own = bands(x[kept[data.train_y[kept] == label]])
        np.testing.assert_allclose(found.means[label], own.mean(axis=0))
    of_held = found.distance(bands(x[held]))
    assert found.limit == pytest.approx(np.quantile(of_held, 1 - RARE))
    assert found.limit > found.distance(bands(np.delete(x, held, 0))).max()


@pytest.mark.parametrize("length", [8, 20, 39])
def test_short_windows_have_fewer_bands(tmp_path, length):
    for label, kind in enumerate(("low", "high")):
        (tmp_path / "set" / kind).mkdir(parents=True)
        for n in range(6):
            x = np.random.default_rng([label, n]).standard_normal(40 * length)
            np.save(tmp_path / "set" / kind / f"{'abcdef'[n]}.npy", np.cumsum(x) if label else x)
    data = load("folder", tmp_path / "set", length=length, rate_hz=1000)
    network = build("resnet", Plan((3, 1), ((2, 1, 1),)), 2, seed=0)
    history = fit(network, data, 1, batch_size=32, progress=False)
    known = learn(network, data, history)
    count = min(module.BANDS, length // 2)
    assert known.spectrum.means.shape == (2, count)
    again = module.Known.from_json(json.loads(json.dumps(known.to_json())), network)
    loud = np.ones(5)
    x = data.test_x[:5]
    assert again.strange(network, x, loud) == known.strange(network, x, loud)
    if count < module.BANDS:
        with pytest.raises(ValueError, match="other bands than those of the training"):
            known.strange(network, np.repeat(x, 8, axis=-1), loud)

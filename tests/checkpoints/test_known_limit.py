"""How far off is too far: read off the windows that were held out, not off those trained on."""

from types import SimpleNamespace

import numpy as np
import pytest

from drsn_lite import build
from drsn_lite.checkpoints.known import RARE, bands, learn
from drsn_lite.networks import Plan
from drsn_lite.training import History


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
    of_held = found.distance(bands(x[held]))
    assert found.limit == pytest.approx(np.quantile(of_held, 1 - RARE))
    assert found.limit > found.distance(bands(np.delete(x, held, 0))).max()

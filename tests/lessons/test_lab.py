"""What panels stand on: 40 unseen samples, shipped networks, and the share that is set to zero."""

import numpy as np
import pytest

from drsn_lite import datasets
from drsn_lite.lessons import lab
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise


def test_samples_are_of_the_test_part_and_loaded_once() -> None:
    x, labels, classes = lab.samples("digits")
    assert x.shape == (lab.SAMPLES, 1, 8, 8)
    assert x.dtype == np.float32
    data = datasets.load("digits")
    found = {
        picture.tobytes(): label for picture, label in zip(data.test_x, data.test_y, strict=True)
    }
    assert [found[picture.tobytes()] for picture in x] == labels.tolist()
    assert classes == data.classes
    assert labels.tolist() == [*range(10)] * 4, "classes take turns"
    assert lab.samples("digits")[0] is x
    assert lab.network("digits", "resnet") is lab.network("digits", "resnet")


@pytest.mark.parametrize("kind", ["gaussian", "pink"])
def test_zeroed_by_unit_is_measured_under_the_noise_asked_for(kind: str) -> None:
    shares = lab.zeroed_by_unit("digits", "drsn-cw", -5.0, kind)
    noisy = add_noise(lab.samples("digits")[0], -5, kind, rng=0)
    records = look(lab.network("digits", "drsn-cw"), noisy)
    assert shares.tolist() == pytest.approx([float(r.zeroed.mean()) for r in records])
    clean = lab.zeroed_by_unit("digits", "drsn-cw", np.inf, kind)
    assert np.abs(shares - clean).max() > 0.01
    assert not lab.zeroed_by_unit("digits", "resnet", -5.0, kind).any()

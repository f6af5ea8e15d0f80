"""Training: what is refused, and how samples become batches."""

from types import SimpleNamespace

import numpy as np
import pytest

from drsn_lite import training
from drsn_lite.networks import LITE, build

DATA = SimpleNamespace(
    train_x=np.random.default_rng(0).standard_normal((72, 1, 1, 128)).astype(np.float32),
    train_y=np.tile(np.arange(3), 24),
)


@pytest.mark.parametrize(("count", "size"), [(65, 16), (64, 16), (66, 16), (2, 16), (17, 16)])
def test_no_batch_has_one_sample(count: int, size: int) -> None:
    batches = training.batches(np.arange(count), size)
    assert min(map(len, batches)) >= 2
    np.testing.assert_array_equal(np.concatenate(batches), np.arange(count))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"batch_size": 1}, "batch_size at least 2"),
        ({"valid": 0.0}, "valid between 0 and 1"),
    ],
)
def test_impossible_options_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        training.fit(build("resnet", LITE, 3), DATA, progress=False, **options)


def with_label(row: int, label: float) -> np.ndarray:
    return np.where(np.arange(len(DATA.train_y)) == row, label, DATA.train_y)


def test_impossible_data_are_refused() -> None:
    network = build("resnet", LITE, 3)
    bad = DATA.train_x.copy()
    bad[5, 0, 0, 7] = np.nan
    for x, y, message in [
        (bad, DATA.train_y, "sample 5 of train_x holds NaN"),
        (DATA.train_x, DATA.train_y[:-1], "72 samples but train_y has 71 labels"),
        (DATA.train_x[:2], DATA.train_y[:2], "too few"),
        (DATA.train_x[:, 0, 0], DATA.train_y, r"shape \(N, 1, height, width\)"),
        (DATA.train_x, with_label(7, 3), "sample 7 in train_y is 3: .* classes 0 to 2"),
        (DATA.train_x, with_label(7, -100), "sample 7 in train_y is -100"),  # torch skips these
        (DATA.train_x, with_label(7, 0.5), "sample 7 in train_y is 0.5"),
        (DATA.train_x, np.eye(3)[DATA.train_y], r"shape \(72, 3\)"),
    ]:
        with pytest.raises(ValueError, match=message):
            training.fit(network, SimpleNamespace(train_x=x, train_y=y), 1, progress=False)

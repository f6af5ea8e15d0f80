"""1797 real handwritten digits of 8 × 8 pixels, which scikit-learn brings along."""

import numpy as np

from drsn_lite.datasets.dataset import Dataset, Streams, seed_of


def load(streams: Streams, test_fraction: float = 0.3, scale: str = "standard") -> Dataset:
    """The loader behind `datasets.load("digits")`.

    Parameters
    ----------
    streams : list of SeedSequence
        The first splits the samples.
    test_fraction : float
        Between 0 and 1: how many of each class are for the test.
    scale : {"standard", "unit"}
        "standard": mean 0 and standard deviation 1 over the pixels of the training samples.
        "unit": 0 (paper) to 1 (all sixteen dots of a pixel are ink), as stored.
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    if not 0 < test_fraction < 1:
        raise ValueError(f"test_fraction must lie between 0 and 1, got {test_fraction}")
    if scale not in ("standard", "unit"):
        raise ValueError(f'scale must be "standard" or "unit", got {scale!r}')
    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 1, 8, 8).astype(np.float32)
    train_x, test_x, train_y, test_y = train_test_split(
        images,
        labels.astype(np.int64),
        test_size=test_fraction,
        stratify=labels,
        random_state=seed_of(streams[0]),
    )
    mean, std = (train_x.mean(), train_x.std()) if scale == "standard" else (0, 16)
    note = (
        "1797 handwritten digits of 8 × 8 pixels, bundled with scikit-learn (test part of the UCI "
        "set Optical Recognition of Handwritten Digits). Split at random within each class, so "
        "the same writers are in training and test."
    )
    train_x, test_x = (train_x - mean) / std, (test_x - mean) / std
    classes = tuple(map(str, range(10)))
    scaling = float(std), float(mean)
    return Dataset("digits", train_x, train_y, test_x, test_y, classes, None, note, *scaling)

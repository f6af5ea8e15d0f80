"""MNIST: 70,000 handwritten digits of 28 × 28 pixels, from its four files.

LeCun, Bottou, Bengio & Haffner 1998, Proceedings of the IEEE 86(11):2278-2324. The writers of the
10,000 test digits are not those of the 60,000 training digits. The files are gzipped IDX: a header
of big-endian numbers (what is stored, and its shape), then one byte a pixel or label.
"""

import gzip
import json
import math
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.dataset import Dataset, Streams
from drsn_lite.datasets.downloads import fetch
from drsn_lite.datasets.remote import Remote
from drsn_lite.paths import DATA

MANIFEST = DATA / "mnist_manifest.json"
FILES = {
    "train": ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    "test": ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
}
SIZES = {"train": 60_000, "test": 10_000}
NOTE = (
    "MNIST: handwritten digits of 28 × 28 pixels (LeCun et al. 1998), with its own split: the "
    "writers of the test digits wrote none of the training digits."
)


def remotes() -> list[Remote]:
    """The four files: training images and labels, test images and labels."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return [
        Remote(name, manifest[name]["url"], manifest[name]["sha256"], manifest[name]["bytes"])
        for names in FILES.values()
        for name in names
    ]


def read_idx(path: Path | str) -> NDArray[np.uint8]:
    """Read a gzipped IDX file of bytes.

    Raises
    ------
    ValueError
        If it is not such a file, or ends too early or too late: names the file.
    """
    try:
        with gzip.open(path, "rb") as file:
            zeros, kind, axes = int.from_bytes(file.read(2)), *file.read(2)
            if (zeros, kind) != (0, 8) or axes not in (1, 3):
                raise ValueError("its first bytes are not those of an IDX file of bytes")
            shape = [int.from_bytes(file.read(4)) for _ in range(axes)]
            size = math.prod(shape)
            if size > 2**28:
                raise ValueError(f"it announces {size} bytes, far more than MNIST has")
            content = file.read(size + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ValueError(f"{path} cannot be read as a gzipped IDX file: {error}") from error
    if len(content) != size:
        found = "more" if len(content) > size else f"{len(content)}"
        raise ValueError(f"{path} should hold {size} bytes after its header; it holds {found}")
    return np.frombuffer(content, np.uint8).reshape(shape)


def images(part: str, *, download: bool = True) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All images and labels of "train" or "test", as stored.

    Returns
    -------
    images : ndarray, shape (n, 28, 28)
        0 is the white paper, 255 is black ink.
    labels : ndarray, shape (n,)

    Raises
    ------
    DataError
        See `drsn_lite.datasets.downloads.fetch`.
    """
    names = FILES[part]
    wanted = {remote.name: remote for remote in remotes()}
    pixels, labels = map(
        read_idx, fetch("mnist", [wanted[name] for name in names], download=download)
    )
    return pixels, labels.astype(np.int64)


def choose(
    labels: NDArray[np.int64], count: int | None, stream: np.random.SeedSequence
) -> NDArray[np.int64]:
    """Positions of `count` samples drawn at random, as many of each class; all if None.

    If `count` is no multiple of ten, some classes have one more. Of one stream, a larger choice
    holds each smaller one. Positions are in rising order, which mixes the classes.

    Raises
    ------
    ValueError
        If there are too few, or `count` is below one of each class or no whole number.
    """
    if not isinstance(count, int | np.integer | None):
        raise ValueError(f"a number of samples must be a whole number, got {count}")
    if count is None or count == len(labels):
        return np.arange(len(labels))
    rng = np.random.default_rng(stream)
    classes, sizes = np.unique(labels, return_counts=True)
    most = len(classes) * int(sizes.min())
    if not len(classes) <= count <= most:
        raise ValueError(
            f"a choice with as many of each class has {len(classes)} to {most} samples (or all "
            f"{len(labels)}), got {count}"
        )
    order = rng.permutation(len(classes))  # which classes have one more
    each = [rng.permutation(np.flatnonzero(labels == classes[c])) for c in order]
    parts = [
        one[: count // len(classes) + (place < count % len(classes))]
        for place, one in enumerate(each)
    ]
    return np.sort(np.concatenate(parts))


def load(
    streams: Streams,
    train_count: int | None = None,
    test_count: int | None = None,
    scale: str = "standard",
    download: bool = True,
) -> Dataset:
    """The loader behind `datasets.load("mnist")`.

    Parameters
    ----------
    streams : list of SeedSequence
        The first chooses training samples, the second test samples.
    train_count, test_count : int, optional
        How many samples, as many of each class, chosen by the seed; all by default.
    scale : {"standard", "unit"}
        "standard": mean 0 and standard deviation 1 over the pixels of the training samples, as for
        "digits". "unit": 0 (paper) to 1 (ink), as stored.
    download : bool
    """
    if scale not in ("standard", "unit"):
        raise ValueError(f'scale must be "standard" or "unit", got {scale!r}')
    parts: list[NDArray] = []
    for part, count, stream in zip(FILES, (train_count, test_count), streams, strict=True):
        pixels, labels = images(part, download=download)
        chosen = choose(labels, count, stream)
        x = (pixels[chosen] / np.float32(255)).astype(np.float32)[:, None]
        parts += [x, labels[chosen]]
    train_x, train_y, test_x, test_y = parts
    mean, std = 0.0, 1.0
    if scale == "standard":
        mean = train_x.mean(dtype=np.float64)
        # in parts: the squares of all pixels in double precision would take 376 MB
        square = sum((x.astype(np.float64) ** 2).sum() for x in train_x) / train_x.size
        std = np.sqrt(square - mean**2)
        for x in (train_x, test_x):
            x -= np.float32(mean)
            x /= np.float32(std)
    classes, scaling = tuple(map(str, range(10))), (255 * float(std), 255 * float(mean))
    return Dataset("mnist", train_x, train_y, test_x, test_y, classes, None, NOTE, *scaling)

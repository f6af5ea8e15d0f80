"""What a trained network says about a recording: window by window, and in sum."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.checkpoints.cards import Input
from drsn_lite.checkpoints.known import Known
from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.loudness import rms_each
from drsn_lite.datasets.recordings.copies import fingerprint
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import RecordingError, check_rate, cut
from drsn_lite.networks import Network
from drsn_lite.prediction_result import Prediction

NUMBERS = 40_000_000
"""Samples in all windows of a recording, at most: 160 MB."""

BATCH = 2**18
"""Samples in the windows that the network sees at a time."""


def predict_file(
    network: Network,
    classes: Sequence[str],
    shown: Input,
    path: Path | str,
    max_windows: int = 1000,
    known: Known | None = None,
) -> Prediction:
    """Run a network over a recording.

    Parameters
    ----------
    network : Network
    classes : sequence of str
    shown : Input
        How the recording becomes windows.
    path : path
    max_windows : int
        If there are more windows, this many are taken, spread evenly; fewer if they are long.
    known : Known, optional
        What the training held, to say whether the recording is like it.

    A file that does not say its sampling rate is taken to have that of the training data.

    Raises
    ------
    RecordingError
        If the file cannot be used, has another sampling rate than the training data, or gives no
        finite numbers once it is scaled, or no finite answers.
    """
    recording = open_recording(
        path, shown.column, shown.key, otherwise=shown.format, decimal=shown.decimal
    )
    check_rate(recording, shown.rate_hz, "the network was trained on", fixed=True)
    most = min(max_windows, max(1, NUMBERS // shown.length))
    found = cut(recording, shown.length, shown.hop, most, shown.pad)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        x = shown.scaled(found.x)
    if not np.isfinite(x).all():
        raise RecordingError(
            f"{path}, in windows ready for the network, is not finite: divided by the scale of "
            f"the training, {shown.scale}, its samples are too large: is it in another unit?"
        )
    try:
        answer = replace(
            _answer(network, classes, str(path), x, found.possible), note=recording.note
        )
        if known is None:
            return answer
        strange = known.strange(network, x, rms_each(found.x))
    except RecordingError:
        raise
    except ValueError as error:
        raise RecordingError(f"{path}, in windows ready for the network: {error}") from error
    return replace(answer, strange=strange, trained_on=known.files.get(fingerprint(Path(path)), ""))


def by_recording(network: Network, data: FolderDataset) -> list[Prediction]:
    """The answer for each test recording of a folder, in the order of their names.

    Windows of one recording resemble each other, so the recordings that are right say more honestly
    than the windows how well a network does.
    """
    names = list(dict.fromkeys(data.test_recording.tolist()))
    found = [(name, data.test_x[data.test_recording == name]) for name in names]
    return [_answer(network, data.classes, name, x, len(x)) for name, x in found]


def _answer(
    network: Network, classes: Sequence[str], path: str, x: NDArray[np.float32], possible: int
) -> Prediction:
    """Run the network over windows (n, 1, 1, length), ready for it."""
    from drsn_lite.microscope import look_and_classify

    chances, zeroed = [], []
    size = max(1, BATCH // x.shape[-1])
    for start in range(0, len(x), size):
        records, logits = look_and_classify(network, x[start : start + size])
        chances.append(logits.double().softmax(1).numpy())
        if all(record.tau is not None for record in records):
            each = [record.zeroed.double().mean(1).numpy() for record in records]
            zeroed.append(np.mean(each, axis=0))
    every = np.concatenate(chances)
    mean = float(np.concatenate(zeroed).mean()) if zeroed else None
    if not np.isfinite(every).all() or not np.isfinite(mean or 0):
        raise RecordingError(
            f"{path}: the network answers NaN, so there is no class. Its weights are damaged or "
            "too large: train it again, or get another copy"
        )
    share = np.bincount(every.argmax(1), minlength=len(classes)) / len(every)
    return Prediction(path, tuple(classes), every.mean(0), share, len(every), possible, mean)

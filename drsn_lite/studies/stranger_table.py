"""What does a network make of recordings that are unlike its training? A table of lesson 11.

data/results/strangers.csv: the share of recordings that `checkpoints.known` marks, by all its three
looks together ("marked") and by each, and the share that a bar on the probability of the answer
refuses ("softmax"). The bar is set as the other limits are, one in a hundred of the held-out
windows lies below it, and as with them a recording is refused if most of its windows are. `limits`
says what the held-out windows were: "clean" as recorded, "noise" as recorded and with noise of the
kinds of the training. `case`:

- "new": of the same kind as in training, so these are false alarms; "0 dB": the same in noise;
- "group": from a machine, bearing, speaker or instrument that was held out of the training;
- "class": of a class that was left out of the training;
- "white", "pink": noise alone, as loud as the training;
- "quiet": new recordings × 0.001; "fast": played 1.5 times too fast, a wrong sampling rate;
- "sensor": CWRU's fan end, where the training has the drive end;
- "rig", "cwru", "fsdd", "tones": the other sets, as loud as the training.

Each recording is divided by its own RMS, as `load("folder")` does. Run n holds out the n-th group
and leaves out the n-th class. CWRU and FSDD are left out where their files are not here.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import scipy
import torch
from numpy.typing import NDArray

from drsn_lite import noise
from drsn_lite.checkpoints.known import RARE, Known, learn, unlike
from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.loudness import divided, rms, rms_each
from drsn_lite.evaluation import predict
from drsn_lite.networks import Network, build
from drsn_lite.studies.engine import Row
from drsn_lite.studies.own_sets import SETS, loaded, sensor
from drsn_lite.studies.own_tables import BATCH, NOISE
from drsn_lite.studies.study import Study, fit_to_end

SCALE = "recording"
RUNS = 5
MOST = 60
"""Recordings of a case, at most."""

Windows = NDArray[np.float32]
"""Of one recording, (n, L), as recorded but for their means."""


class Judge:
    """A trained network, what it knows, and a bar on its softmax."""

    def __init__(self, own: FolderDataset, seed: int, epochs: int) -> None:
        self.own = own
        self.network: Network = build("drsn-cw", "lite", len(own.classes), seed=seed)
        history = fit_to_end(self.network, own, epochs, batch_size=BATCH, noise=NOISE, seed=seed)
        noisy = np.asarray(NOISE(torch.as_tensor(own.train_x), np.random.default_rng(seed)))
        clean = own.train_x[history.held]
        held = {"clean": clean, "noise": np.concatenate([clean, noisy[history.held]])}
        self.known: dict[str, Known] = {
            "clean": learn(self.network, own, history),
            "noise": learn(self.network, own, history, NOISE, seed),
        }
        self.bar = {name: float(np.quantile(self._sure(x), RARE)) for name, x in held.items()}
        self.loud = float(np.median(own.train_rms))

    def _sure(self, x: Windows) -> NDArray[np.float64]:
        return predict(self.network, x).double().softmax(1).max(1).values.numpy()

    def rows(self, case: str, recordings: list[Windows]) -> Iterator[Row]:
        """How many of some recordings are marked, by what."""
        rule = self.own.windowing.get("scale", self.own.scale)
        chosen = np.linspace(0, len(recordings) - 1, min(MOST, len(recordings))).astype(int)
        ready = [
            (divided(recordings[n], rule)[:, None, None], rms_each(recordings[n])) for n in chosen
        ]
        for limits, known in self.known.items():
            shares = [known.strange(self.network, *one) for one in ready]
            found = [unlike(one) for one in shares]
            refused = [(self._sure(x) < self.bar[limits]).mean() > 0.5 for x, _ in ready]
            each = {
                look: np.mean([look in one for one in found])
                for look in ("loudness", "spectrum", "features")
            }
            row = {"limits": limits, "case": case, "recordings": len(ready)}
            row |= {"marked": np.mean([bool(one) for one in found])} | each
            yield row | {"softmax": np.mean(refused)}


def as_recorded(own: FolderDataset) -> list[Windows]:
    """The windows of each test recording before they were scaled."""
    flat = own.test_x[:, 0, 0]
    raw = flat * (own.test_rms / rms_each(flat))[:, None]
    return [raw[own.test_recording == name] for name in np.unique(own.test_recording)]


def brought_to(loud: float, recordings: list[Windows]) -> list[Windows]:
    """Recordings at another loudness, each."""
    return [np.float32(loud / rms(x)) * x for x in recordings]


def faster(x: Windows) -> Windows:
    """What lies in windows played 1.5 times too fast: their halves in pairs, resampled."""
    short = scipy.signal.resample_poly(x, 2, 3, axis=1)
    count, length = len(short) // 2, x.shape[1]
    if not count:
        short, count = np.repeat(short, 2, axis=0), 1
    pairs = short[: 2 * count].reshape(count, -1)[:, :length]
    return (pairs - pairs.mean(axis=1, keepdims=True)).astype(np.float32)


def strangers(data: str, training: str, seed: int) -> Iterator[Row]:
    """One training, and all that it can be asked about."""
    of = SETS[data]
    split = next(iter(of.splits)) if training == "group" else "recording"
    own = loaded(data, split, seed, SCALE)
    if training == "class":
        known, others = without(own, seed % len(own.classes))
        yield from rounded(Judge(known, seed, of.epochs).rows("class", others))
        return
    judge = Judge(own, seed, of.epochs)
    tested = as_recorded(own)
    if training == "group":
        yield from rounded(judge.rows("group", tested))
        return
    rng = np.random.default_rng(seed)
    cases = {
        "new": tested,
        "0 dB": [noise.add_noise(x, 0.0, rng=rng).astype(np.float32) for x in tested],
        "quiet": [np.float32(1e-3) * x for x in tested],
        "fast": [faster(x) for x in tested],
    }
    for kind in ("white", "pink"):
        cases[kind] = [alone(kind, x.shape, judge.loud, rng) for x in tested]
    for name in SETS:
        if name != data:
            other = loaded(name, "recording", 0, SCALE, length=own.train_x.shape[-1])
            cases[name] = brought_to(judge.loud, as_recorded(other))
    if data == "cwru":
        cases["sensor"] = as_recorded(sensor())
    for case, recordings in cases.items():
        yield from rounded(judge.rows(case, recordings))


def without(own: FolderDataset, left_out: int) -> tuple[FolderDataset, list[Windows]]:
    """The set with one class less, and the test recordings of that class."""
    others = [x for x, y in zip(as_recorded(own), of_recordings(own), strict=True) if y == left_out]
    keep, tested = own.train_y != left_out, own.test_y != left_out
    number = np.cumsum(np.arange(len(own.classes)) != left_out) - 1
    known = replace(
        own,
        train_x=own.train_x[keep],
        train_y=number[own.train_y[keep]],
        test_x=own.test_x[tested],
        test_y=number[own.test_y[tested]],
        classes=tuple(name for n, name in enumerate(own.classes) if n != left_out),
        train_recording=own.train_recording[keep],
        train_start=own.train_start[keep],
        train_rms=own.train_rms[keep],
        groups=own.groups[keep],
        test_recording=own.test_recording[tested],
        test_start=own.test_start[tested],
        test_rms=own.test_rms[tested],
    )
    return known, others


def of_recordings(own: FolderDataset) -> NDArray[np.int64]:
    """The class of each test recording, in the order of their names."""
    _, first = np.unique(own.test_recording, return_index=True)
    return own.test_y[first]


def alone(kind: str, shape: tuple[int, ...], loud: float, rng: np.random.Generator) -> Windows:
    """Windows of noise, of mean 0."""
    x = noise.draw({"white": "gaussian"}.get(kind, kind), shape, rng)
    x -= x.mean(axis=1, keepdims=True)
    return (loud * x / np.sqrt(np.mean(x**2))).astype(np.float32)


def rounded(rows: Iterator[Row]) -> Iterator[Row]:
    """Shares with four digits."""
    for row in rows:
        yield {
            name: round(float(value), 4) if isinstance(value, float | np.floating) else value
            for name, value in row.items()
        }


STUDY = Study(
    "strangers",
    strangers,
    tuple(
        (data, training, seed)
        for seed in range(RUNS)
        for data in SETS
        for training in ("all", "group", "class")
    ),
    ("data", "training", "limits", "case", "seed"),
)

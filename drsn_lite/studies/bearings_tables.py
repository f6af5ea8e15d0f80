"""The tables of lesson 10: baselines in noise, the leak of a random split, a bearing held out.

data/results/bearings.csv, about 16 minutes on one core. `part` says what a row is about:

- "noise": ten classes, split in time, trained on mixed noise, tested as in spine.csv (which has the
  networks on CWRU; the networks on the simulated recordings are here);
- "leak": the same recordings split at random or in time (`split`), training windows every `hop`
  samples, Gaussian noise added to each recording before it is cut; accuracy over levels;
- "filter": the healthy recording brought to the others' rate in one of four ways (`split`), one of
  them right; ten classes, Gaussian noise of −5 dB added to each recording before it is cut;
- "bearing": the fault alone is to be told (four classes); the bearings of one group (`group`)
  are held out of the training. Tested on them ("held") and on the last part of the others ("same").

CWRU is left out where its files are not here.
"""

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite import noise
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.baseline import FEATURES, fit_in_noise, spectrum_shape
from drsn_lite.lessons.lesson10 import bearings, traps
from drsn_lite.lessons.lesson10.bearings import Bench
from drsn_lite.lessons.lesson10.traps import Split
from drsn_lite.networks import LITE, build
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import Study, fit_to_end

NOISE = noise.mixed(kinds=noise.PAPER_KINDS, low_db=-5, high_db=10, clean=0.1)
SNR_DB = (-10.0, -5.0, 0.0, 5.0, 10.0, np.inf)
LEAK_SNR_DB = (-10.0, -5.0, 0.0, np.inf)
HOPS = (1024, 512, 256, 128)
NETWORKS = ("resnet-wide", "drsn-cw")
EPOCHS = {"noise": 40, "bearing": 20}

Accuracy = Callable[[NDArray, NDArray[np.int64]], float]
"""Of windows (n, L) and their labels (n,)."""


def learner(method: str, split: Split, classes: int, epochs: int, seed: int) -> Accuracy:
    """The accuracy of a method that was trained on noise."""
    if method in FEATURES:
        model = fit_in_noise(method, split.train_x, split.train_y, NOISE, seed)
        return lambda x, y: float(np.mean(model.predict(FEATURES[method](x)) == y))
    network = build(method, LITE, classes, seed=seed)
    fit_to_end(network, traps.dataset(split), epochs, noise=NOISE, seed=seed)
    return lambda x, y: evaluate(network, x[:, None, None].astype(np.float32), y).accuracy


def noise_rows(bench: Bench, method: str, seed: int) -> Iterator[Row]:
    """Accuracy over the SNR for three kinds of noise; the test noise is that of spine.csv."""
    split = traps.scaled(traps.in_time(bench.recordings))
    accuracy = learner(method, split, len(bench.recordings), EPOCHS["noise"], seed)
    for kind in noise.PAPER_KINDS:
        for snr_db in SNR_DB:
            x = noise.add_noise(split.test_x, snr_db, kind, rng=1)
            yield {"noise": kind, "snr_db": snr_db, "accuracy": accuracy(x, split.test_y)}


def leak_rows(bench: Bench, method: str, seed: int) -> Iterator[Row]:
    """Accuracy when windows are split at random and in time, over their overlap."""
    judge = traps.nearest if method == "nearest" else traps.score
    for snr_db in LEAK_SNR_DB:
        noisy = traps.with_noise(bench.recordings, snr_db, seed)
        for hop in HOPS:
            splits = {"random": traps.at_random(noisy, hop=hop, seed=seed)}
            splits["time"] = traps.in_time(noisy, hop=hop)
            for name, split in splits.items():
                accuracy = judge(split, spectrum_shape)
                row = {"split": name, "hop": hop, "snr_db": snr_db, "accuracy": accuracy}
                yield {"noise": "gaussian"} | row


def filter_rows(bench: Bench, method: str, seed: int) -> Iterator[Row]:
    """Accuracy over ten classes when "normal" alone went through another filter, or none."""
    for way, recordings in (
        {"as in the file": traps.misread(bench)} | traps.decimations(bench)
    ).items():
        split = traps.in_time(traps.with_noise(recordings, -5.0, seed))
        accuracy = traps.score(split, spectrum_shape)
        yield {"split": way, "noise": "gaussian", "snr_db": -5.0, "accuracy": accuracy}


def bearing_rows(bench: Bench, method: str, seed: int) -> Iterator[Row]:
    """Accuracy on the bearings of the training and on the group held out."""
    for number, held in enumerate(bearings.groups(bench.recordings), 1):
        same, new = traps.hold_out(bench.recordings, held)
        accuracy = learner(method, same, 4, EPOCHS["bearing"], seed)
        for name, split in (("same", same), ("held", new)):
            for snr_db in (0.0, np.inf):
                x = noise.add_noise(split.test_x, snr_db, rng=1)
                row = {"split": name, "group": number, "snr_db": snr_db}
                yield {"noise": "gaussian", "accuracy": accuracy(x, split.test_y)} | row


PARTS = {"noise": noise_rows, "leak": leak_rows, "filter": filter_rows, "bearing": bearing_rows}


BENCHES: dict[str, Callable[[], Bench]] = {
    "cwru": cache(bearings.real),
    "simulated": cache(bearings.simulated),
}


def run(data: str, part: str, method: str, seed: int) -> Iterator[Row]:
    """All rows of one part, method and seed."""
    usual = {"split": "time", "group": 0, "hop": 512}
    for row in PARTS[part](BENCHES[data](), method, seed):
        yield usual | row | {"accuracy": round(float(row["accuracy"]), 4)}


def plan() -> list[tuple[str, str, str]]:
    """Data, part and method of every run, in order; the networks on CWRU in noise: spine.csv."""
    runs = []
    for data in BENCHES:
        runs += [(data, "noise", method) for method in FEATURES]
        runs += [(data, "leak", method) for method in ("nearest", "regression")]
        runs += [(data, "filter", "regression"), (data, "bearing", "lr-both")]
    runs += [("simulated", "noise", name) for name in NETWORKS]
    return runs + [("cwru", "bearing", name) for name in NETWORKS]


STUDY = Study(
    "bearings",
    run,
    tuple((*one, seed) for one in plan() for seed in range(5)),
    ("data", "part", "method", "split", "group", "hop", "noise", "snr_db", "seed"),
)

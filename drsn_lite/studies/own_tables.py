"""By what should recordings be divided? A table of lesson 11.

data/results/scales.csv: accuracy where recordings are divided by one RMS of the training, by their
own, or window by window (`scale`), on the sets of `own_sets`. `split` says what the test holds out;
in run n it is the n-th group. Two regressions on spectra and a DRSN-CW, clean and at 0 dB.

CWRU and FSDD are left out where their files are not here.
"""

from collections.abc import Iterator

import numpy as np

from drsn_lite import noise
from drsn_lite.datasets.loudness import RULES
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons import baseline
from drsn_lite.networks import build
from drsn_lite.studies.engine import Row
from drsn_lite.studies.own_sets import SETS, loaded
from drsn_lite.studies.study import Study, fit_to_end

NOISE = noise.mixed(("gaussian", "pink"), low_db=-5, high_db=15, clean=0.2)
SNR_DB = (0.0, np.inf)
RUNS = 6
BATCH = 32


def scales(data: str, split: str, scale: str, method: str, seed: int) -> Iterator[Row]:
    """Accuracy of one method."""
    own = loaded(data, split, seed, scale)
    flat = own.train_x[:, 0, 0]
    if method == "drsn-cw":
        network = build(method, "lite", len(own.classes), seed=seed)
        fit_to_end(network, own, SETS[data].epochs, batch_size=BATCH, noise=NOISE, seed=seed)
    elif method == "regression, clean":
        model = baseline.regression().fit(baseline.log_spectrum(flat), own.train_y)
    else:
        model = baseline.fit_in_noise("lr-spectrum", flat, own.train_y, NOISE, seed, copies=2)
    for snr_db in SNR_DB:
        x = noise.add_noise(own.test_x, snr_db, rng=seed)
        if method == "drsn-cw":
            right = evaluate(network, x, own.test_y).accuracy
        else:
            right = float(model.score(baseline.log_spectrum(x[:, 0, 0]), own.test_y))
        yield {"snr_db": snr_db, "accuracy": round(right, 4)}


SPLITS = [
    (name, split) for name in ("rig", "cwru", "fsdd") for split in ("recording", *SETS[name].splits)
]
METHODS = ("regression, clean", "regression, noise", "drsn-cw")
STUDY = Study(
    "scales",
    scales,
    tuple(
        (data, split, scale, method, seed)
        for seed in range(RUNS)
        for data, split in SPLITS
        for scale in RULES
        for method in METHODS
    ),
    ("data", "split", "scale", "method", "snr_db", "seed"),
)

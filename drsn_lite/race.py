"""A fair race on recordings of one's own: always the same rivals, over seeds, with a verdict.

Two regressions on the spectrum, a ResNet of about the size of DRSN-CW, x · α with DRSN-CW's own
attention, and DRSN-CW. What is claimed of a threshold must be seen against the one before last.
"""

import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from tqdm.auto import tqdm

from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.evaluation import evaluate, predict
from drsn_lite.lessons import baseline
from drsn_lite.networks import Network, Plan, build
from drsn_lite.noise import Mixed, add_noise
from drsn_lite.race_result import NAMES, OWN, REGRESSIONS, Race
from drsn_lite.training import History, fit

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

RIVALS = ("resnet-wide", "senet-abs", "drsn-cw")
"""The networks, in the order of the picture."""


LEVELS_DB = (np.inf, 10.0, 0.0)


def race(
    data: FolderDataset,
    noise: Mixed,
    *,
    epochs: int = 20,
    seeds: Sequence[int] = range(3),
    plan: str | Plan = "lite",
    batch_size: int = 32,
    levels: Sequence[float] = LEVELS_DB,
    progress: bool = True,
) -> Race:
    """Train all rivals on the same windows and test them on the same noise.

    Parameters
    ----------
    data : FolderDataset
        From `load("folder", …)`; what the test holds out decides what the race is worth: a
        machine, a speed, a day (`group=`, `test=`).
    noise : Mixed
        For the training of all but the clean regression: `noise.mixed(…)`.
    epochs : int
        Of each network.
    seeds : sequence of int
        One training of each rival a seed: five for a verdict worth having.
    plan : str or Plan
        Of the networks.
    batch_size : int
        Of their training: small, since few recordings make few batches.
    levels : sequence of float
        SNR of the tests in dB; inf is clean.
    progress : bool
        Show a bar.

    Returns
    -------
    Race

    Raises
    ------
    KeyboardInterrupt
        If it is interrupted: half a race is none.
    ValueError
        If a training stops early, since its loss is not finite.
    """
    rows: list[dict[str, object]] = []
    trained: dict[str, tuple[Network, History]] = {}
    confusion = np.zeros((len(data.classes),) * 2, np.int64)
    count = len(seeds) * (len(RIVALS) + 2)
    with tqdm(total=count, disable=not progress, unit="training") as bar:
        for seed in seeds:
            tests = {snr: add_noise(data.test_x, snr, rng=seed) for snr in levels}
            for name, answer in _rivals(data, noise, (epochs, batch_size), seed, plan, trained):
                for snr, x in tests.items():
                    row = {"rival": name, "seed": seed, "snr_db": snr}
                    rows.append(row | _right(answer(x), data))
                bar.update()
            confusion += evaluate(trained[OWN][0], data.test_x, data.test_y).confusion
    tested = len(np.unique(data.test_recording))
    word = trained[OWN][1].held_out
    return Race(pd.DataFrame(rows), trained, confusion, data.classes, tested, word)


Answer = Callable[[NDArray[np.float32]], NDArray[np.float64]]
"""Windows (n, 1, 1, L) to probabilities (n, classes)."""


def _rivals(
    data: FolderDataset,
    noise: Mixed,
    steps: tuple[int, int],
    seed: int,
    plan: str | Plan,
    trained: dict[str, tuple[Network, History]],
) -> Iterable[tuple[str, Answer]]:
    """Each rival, trained, as it comes; networks are put into `trained`."""
    flat = data.train_x[:, 0, 0]
    with threadpool_limits(1):  # a second thread costs more than it brings
        quiet = baseline.regression().fit(baseline.log_spectrum(flat), data.train_y)
        used = baseline.fit_in_noise("lr-spectrum", flat, data.train_y, noise, seed, copies=2)
    for name, model in (("clean", quiet), ("noise", used)):
        yield REGRESSIONS[name], partial(_chances, model)
    for name in RIVALS:
        network = build(name, plan, len(data.classes), seed=seed)
        epochs, batch_size = steps
        with warnings.catch_warnings():  # the race says what was held out
            warnings.filterwarnings("ignore", "held out are", UserWarning)
            history = fit(
                network, data, epochs, batch_size=batch_size, noise=noise, seed=seed, progress=False
            )
        if history.stopped == "interrupted":
            raise KeyboardInterrupt
        if history.stopped:
            raise ValueError(f"{NAMES[name]}, seed {seed}, cannot be raced: {history.stopped}")
        trained[name] = network, history
        yield name, partial(_softmax, network)


def _chances(model: "Pipeline", x: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(model.predict_proba(baseline.log_spectrum(x[:, 0, 0])))


def _softmax(network: Network, x: NDArray[np.float32]) -> NDArray[np.float64]:
    return predict(network, x).double().softmax(1).numpy()


def _right(probability: NDArray[np.float64], data: FolderDataset) -> dict[str, float]:
    """Shares of windows and of recordings, by their mean probability, that are right."""
    names, first, which = np.unique(data.test_recording, return_index=True, return_inverse=True)
    total = np.zeros((len(names), probability.shape[1]))
    np.add.at(total, which, probability)
    return {
        "windows": float((probability.argmax(1) == data.test_y).mean()),
        "recordings": float((total.argmax(1) == data.test_y[first]).mean()),
    }

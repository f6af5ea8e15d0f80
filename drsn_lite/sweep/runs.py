"""Train one run of a plan, in whatever process: the same numbers everywhere."""

import os
import platform
import threading
import time
import warnings
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.model_selection import StratifiedKFold

from drsn_lite import datasets
from drsn_lite.evaluation import evaluate, predict
from drsn_lite.networks import build, count_parameters
from drsn_lite.sweep.plan import CLEAN, Run
from drsn_lite.training import fit

Row = dict[str, Any]
"""A row of the table: the settings of a run and what came of it."""

DONE, FAILED = "done", "failed"

_ALONE = threading.Lock()
"""Runs of one process go one after the other: weights are drawn from a state all threads share."""


def attempt(run: Run) -> Row:
    """Train and test the network of a run. An error becomes a row too, with its reason.

    Returns
    -------
    dict
        The settings; `status`; `reason` (empty if done); `train_accuracy`, `test_accuracy`
        (0 to 1) and `test_loss` (nats) of the best epoch; `best_epoch`; `parameters`; `seconds`
        on the clock and `cpu_seconds`, which other work on the machine does not lengthen; `worker`
        (host and process).
    """
    with _ALONE:
        start, cpu_start = time.perf_counter(), time.process_time()
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # sums in another order would round differently
        try:
            result = _train(run)
        except Exception as error:
            result = failure(f"{type(error).__name__}: {error}")
        finally:
            torch.set_num_threads(threads)
        took = {
            "seconds": round(time.perf_counter() - start, 2),
            "cpu_seconds": round(time.process_time() - cpu_start, 2),
        }
        return {**run.row(), **result, **took, "worker": f"{platform.node()}:{os.getpid()}"}


def failure(reason: str) -> Row:
    """What a run has that gave no numbers."""
    return {"status": FAILED, "reason": reason}


def _train(run: Run) -> Row:
    data = split(run)
    network = build(run.network, run.preset, len(data.classes), seed=run.repeat)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of a loss not finite: becomes the reason
        history = fit(
            network,
            data,
            run.epochs,
            batch_size=run.batch_size,
            learning_rate=run.learning_rate,
            seed=run.repeat,
            progress=False,
            device=run.device,
        )
    if history.stopped:
        return failure(history.stopped)
    network.to(run.device)
    logits = predict(network, data.test_x)
    labels = torch.as_tensor(data.test_y)
    return {
        "status": DONE,
        "reason": "",
        "train_accuracy": evaluate(network, data.train_x, data.train_y).accuracy,
        "test_accuracy": (logits.argmax(1) == labels).double().mean().item(),
        "test_loss": F.cross_entropy(logits, labels).item(),
        "best_epoch": history.best_epoch,
        "parameters": count_parameters(network),
    }


def split(run: Run) -> datasets.Dataset:
    """The noisy data set of a run, split as the run says.

    With folds, training and test samples of the data set are put together and cut into as many
    parts as there are folds, with equal shares of each class; part `run.repeat` is the test set.
    """
    data = _noisy(run.data, run.data_seed, run.noise, run.snr_db, run.options)
    if not run.folds:
        return data
    x = np.concatenate([data.train_x, data.test_x])
    y = np.concatenate([data.train_y, data.test_y])
    cutter = StratifiedKFold(run.folds, shuffle=True, random_state=run.data_seed)
    train, test = list(cutter.split(y, y))[run.repeat]
    return replace(data, train_x=x[train], train_y=y[train], test_x=x[test], test_y=y[test])


@lru_cache(maxsize=1)
def _noisy(
    name: str, seed: int, noise: str, snr_db: float, options: tuple[tuple[str, Any], ...]
) -> datasets.Dataset:
    """The last data set is kept: the next run often needs the same."""
    if noise == CLEAN:
        return datasets.load(name, seed=seed, **dict(options))
    return datasets.load(name, seed=seed, snr_db=snr_db, kind=noise, **dict(options))

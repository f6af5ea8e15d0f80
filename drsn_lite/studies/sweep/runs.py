"""Train one run of a plan, and what the table says of it."""

from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.model_selection import StratifiedKFold

from drsn_lite import datasets
from drsn_lite.evaluation import evaluate, predict
from drsn_lite.networks import build, count_parameters
from drsn_lite.studies.engine import Outcome, Row
from drsn_lite.studies.study import fit_to_end
from drsn_lite.studies.sweep import own_folder
from drsn_lite.studies.sweep.plan import CLEAN, Run

DONE, FAILED = "done", "failed"


def row(run: Run, outcome: Outcome) -> Row:
    """The settings of a run, its `status`, and what came of it, or the `reason` why nothing did."""
    said = asdict(outcome)
    made = said.pop("made") or {}
    return {**run.row(), "status": FAILED if outcome.reason else DONE, **said, **made}


def train(run: Run) -> Row:
    """Train and test the network of a run.

    Returns
    -------
    dict
        `train_accuracy`, `test_accuracy` (0 to 1) and `test_loss` (nats) of the best epoch;
        `best_epoch`; `parameters`.
    """
    data = split(run)
    network = build(run.network, run.preset, len(data.classes), seed=run.repeat)
    history = fit_to_end(
        network,
        data,
        run.epochs,
        batch_size=run.batch_size,
        learning_rate=run.learning_rate,
        seed=run.repeat,
        device=run.device,
    )
    network.to(run.device)
    logits = predict(network, data.test_x)
    labels = torch.as_tensor(data.test_y)
    return {
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
    The parts of a folder are whole recordings or groups, and its scale is that of the training.
    """
    if run.data == own_folder.NAME:
        asked = own_folder.loading(dict(run.options), run.folds, run.repeat, run.data_seed)
        return _noisy(run.data, run.data_seed, run.noise, run.snr_db, tuple(asked.items()))
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

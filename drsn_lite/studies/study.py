"""A study: a file of data/results, the runs that it holds, and how one of them is made."""

import inspect
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from drsn_lite import checkpoints, datasets
from drsn_lite.checkpoints import cards
from drsn_lite.datasets import Dataset
from drsn_lite.networks import Network
from drsn_lite.results import tables
from drsn_lite.studies.engine import Carry, Failed, here
from drsn_lite.training import History, Samples, fit

Key = tuple[Any, ...]
"""What tells a run from the others: a value for each column of `Study.key`."""

TORCH = torch.__version__.split("+")[0]

loaded = cache(datasets.load)
"""`datasets.load`, each set once."""


def fit_to_end(
    network: nn.Module, data: Samples, epochs: int, *, device: str = "cpu", **options: Any
) -> History:
    """`fit`, on the CPU and without a bar; a training that stops early is a run that failed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of a loss not finite: becomes the reason
        history = fit(network, data, epochs, progress=False, device=device, **options)
    if history.stopped == "interrupted":
        raise KeyboardInterrupt
    if history.stopped:
        raise Failed(history.stopped)
    return history


def keep(
    path: Path,
    network: Network,
    data: Dataset,
    history: History,
    accuracy: Mapping[tuple[str, float], float],
    *,
    name: str,
    seed: int,
    **training: Any,
) -> None:
    """Save a network with its card; `accuracy` by kind of noise and SNR, drawn with seed 1.

    Without noise the kinds are the same: the first one is enough.
    """
    kinds, levels = (list(dict.fromkeys(column)) for column in zip(*accuracy, strict=True))
    card = cards.card(
        data,
        network,
        history,
        training=training,
        seed=seed,
        snr_db=[str(snr) for snr in levels],
        accuracy={
            kind: [
                float(round(accuracy.get((kind, snr), accuracy[kinds[0], snr]), 4))
                for snr in levels
            ]
            for kind in kinds
        },
        noise_seed=1,
    )
    checkpoints.save(network, path, card | {"network": name})


@dataclass(frozen=True)
class Study:
    """A table of data/results.

    Attributes
    ----------
    name : str
        Of the table.
    make : callable
        From a run to its rows. The arguments that have no default are columns of the table, which
        say to which run a row belongs; rows that lack them get them in front.
    runs : tuple
        All that there should be, in the order in which they are made.
    order : tuple of str
        The columns by which the table is sorted.
    """

    name: str
    make: Callable[..., Any]
    runs: tuple[Key, ...]
    order: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that say to which run a row belongs."""
        given = inspect.signature(self.make).parameters.values()
        known = [one for one in given if one.kind is one.POSITIONAL_OR_KEYWORD]
        return tuple(one.name for one in known if one.default is one.empty)

    def carry_out(self, run: Key) -> Any:
        """What the file gets of one run: rows with their key."""
        key = dict(zip(self.key, run, strict=True))
        return [row if key.keys() <= row.keys() else key | row for row in self.make(*run)]

    def done(self, folder: Path) -> set[Key]:
        """The runs that the file has."""
        try:
            rows = tables.read(self.name, folder)[list(self.key)]
        except FileNotFoundError:
            return set()
        return set(rows.itertuples(index=False, name=None)) or {()}  # without a key, the only one

    def add(self, run: Key, made: Any, folder: Path) -> None:
        """Write the run into the file, which is whole at any moment."""
        tables.add(self.name, made, list(self.order), folder)

    def fill(
        self, words: Sequence[str] = (), folder: Path = tables.FOLDER, carry: Carry = here
    ) -> int:
        """Make the runs that are not there yet; those that are stay as they are.

        Parameters
        ----------
        words : sequence of str
            Only runs that have one of these among their values; all if there are none.
        folder : path
            Where the file lies.
        carry : callable
            How and where jobs are done: `engine.carriers.carrier`.

        Returns
        -------
        int
            How many runs were made.

        Raises
        ------
        RuntimeError
            If some failed, after all others are done.
        """
        done, failed = self.done(folder), 0
        runs = [run for run in self.runs if not words or set(words) & set(map(str, run))]
        todo = {" ".join(map(str, (self.name, *run))): run for run in runs if run not in done}
        for name in _absent(todo.values()):
            print(f"{name}: its files are not here, left out (python -m drsn_lite data get {name})")
            todo = {which: run for which, run in todo.items() if name not in run}
        for name, outcome in carry(self.carry_out, todo):
            if outcome.reason:
                failed += 1
                print(f"failed: {name}: {outcome.reason}", file=sys.stderr, flush=True)
            else:
                self.add(todo[name], outcome.made, folder)
                print(f"{name}: {outcome.seconds:.0f} s", flush=True)
        if failed:
            raise RuntimeError(f"{failed} of {len(todo)} runs failed")
        return len(todo)


def _absent(runs: Any) -> list[str]:
    """The data sets among the values of runs whose files are not here."""
    named = {value for run in runs for value in run} & set(datasets.names())
    return sorted(name for name in named if not datasets.available(name))


@dataclass(frozen=True)
class Arrays(Study):
    """A file NAME.npz of data/results: one array a run, by its values joined by `between`."""

    between: str = "/"

    def carry_out(self, run: Key) -> Any:
        """Its array."""
        return self.make(*run)

    def done(self, folder: Path) -> set[Key]:
        """The runs that the file has."""
        names = self._read(folder).keys()
        return {run for run in self.runs if self.between.join(map(str, run)) in names}

    def add(self, run: Key, made: Any, folder: Path) -> None:
        """Write the array into the file, which is whole at any moment."""
        path = folder / f"{self.name}.npz"
        aside = path.with_suffix(".npz.part")
        with aside.open("wb") as file:
            np.savez_compressed(
                file, **self._read(folder), **{self.between.join(map(str, run)): made}
            )
        os.replace(aside, path)

    def _read(self, folder: Path) -> dict[str, Any]:
        path = folder / f"{self.name}.npz"
        return dict(np.load(path)) if path.exists() else {}

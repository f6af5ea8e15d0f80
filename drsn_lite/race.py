"""A fair race on recordings of one's own: always the same rivals, over seeds, with a verdict.

Two regressions on the spectrum, a ResNet of about the size of DRSN-CW, x · α with DRSN-CW's own
attention, and DRSN-CW. What is claimed of a threshold must be seen against the one before last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.drawing import Frame, Line, Mark, Plot, Whiskers
from drsn_lite.evaluation import evaluate, predict
from drsn_lite.lessons import baseline
from drsn_lite.networks import Network, Plan, build
from drsn_lite.noise import Mixed, add_noise
from drsn_lite.results.gains import UNCLEAR, band, level_name
from drsn_lite.results.luck import holm
from drsn_lite.results.names import NETWORKS
from drsn_lite.training import History, fit

REGRESSIONS = {"clean": "regression, clean", "noise": "regression, in noise"}
NAMES = {**{name: name for name in REGRESSIONS.values()}, **NETWORKS}
RIVALS = ("resnet-wide", "senet-abs", "drsn-cw")
"""The networks, in the order of the picture."""

OWN = "drsn-cw"
ROLES = ("muted", "noisy", "clean", "after", "threshold")
LEVELS_DB = (np.inf, 10.0, 0.0)
CLEAN_AT = 5.0
"""dB beyond the highest level, where "clean" stands on the axis."""


@dataclass(frozen=True, eq=False)
class Race:
    """What came of it.

    Attributes
    ----------
    runs : DataFrame
        A row for each rival, seed and level: rival, seed, snr_db (inf: clean), windows and
        recordings, the shares that were right.
    networks : dict
        Of the last seed: name to network and its history.
    confusion : ndarray (classes, classes)
        Of DRSN-CW on clean test windows, all seeds; rows are true classes.
    classes : tuple of str
    tested : int
        Recordings in the test.
    """

    runs: pd.DataFrame
    networks: dict[str, tuple[Network, History]]
    confusion: NDArray[np.int64]
    classes: tuple[str, ...]
    tested: int

    def gain(self, rival: str, snr_db: float) -> NDArray[np.float64]:
        """Points of DRSN-CW over a rival at one level, seed by seed."""
        here = self.runs[self.runs["snr_db"] == snr_db]
        pair = 100 * here.pivot_table("windows", "seed", "rival")
        return (pair[OWN] - pair[rival]).to_numpy()

    def table(self) -> pd.DataFrame:
        """Windows right in %, mean and half the 95 % band over seeds; rows are rivals."""
        found = self.runs.groupby(["rival", "snr_db"], sort=False)["windows"].agg(_with_band)
        order = [level_name(snr) for snr in self.levels]
        return found.unstack().rename(columns=level_name)[order].rename(index=NAMES)

    @property
    def levels(self) -> list[float]:
        """The levels in dB, clean first."""
        return sorted(self.runs["snr_db"].unique().tolist(), reverse=True)

    def __repr__(self) -> str:
        return "\n".join([*self.verdict(), self.next()])

    def verdict(self) -> list[str]:
        """A sentence a level: who leads, and whether DRSN-CW is clearly ahead or behind.

        All comparisons of the race are one family (Holm).
        """
        others = [name for name in self.runs["rival"].unique() if name != OWN]
        looks = [(snr, name) for snr in self.levels for name in others]
        words = holm([self.gain(name, snr) for snr, name in looks])
        said = []
        for snr in self.levels:
            here = self.runs[self.runs["snr_db"] == snr].groupby("rival")["windows"].mean()
            best = str(here.idxmax())
            clear = [
                f"{word} than {NAMES[name]}"
                for (level, name), word in zip(looks, words, strict=True)
                if level == snr and word != UNCLEAR
            ]
            rest = f"clearly {'; '.join(clear)}" if clear else "no clear difference to any rival"
            where = level_name(snr)
            said.append(
                f"{where[0].upper()}{where[1:]}: {NAMES[best]} is right most often, "
                f"{here[best]:.1%} of the windows; DRSN-CW {here[OWN]:.1%}, {rest}."
            )
        return said

    def next(self) -> str:
        """What would have to be recorded next."""
        right = np.diag(self.confusion) / self.confusion.sum(axis=1)
        worst = int(right.argmin())
        taken = self.confusion[worst].copy()
        taken[worst] = -1
        few = (
            f" {self.tested} recordings in the test are few: one more or less that is right moves "
            f"the result by {1 / self.tested:.0%}."
            if self.tested < 30
            else ""
        )
        return (
            f"Record next: more of {self.classes[worst]!r} ({right[worst]:.0%} right, most often "
            f"taken for {self.classes[int(taken.argmax())]!r}), on machines and days that are in "
            f"no file yet.{few}"
        )

    def frame(self) -> Frame:
        """Accuracy over the level for each rival, with bands over the seeds."""
        finite = [snr for snr in self.levels if np.isfinite(snr)]
        clean_at = max(finite, default=0.0) + CLEAN_AT
        marks: list[Mark] = []
        for place, (name, part) in enumerate(self.runs.groupby("rival", sort=False)):
            found = [100 * one["windows"] for _, one in part.groupby("snr_db")]
            x = np.array([snr if np.isfinite(snr) else clean_at for snr in sorted(self.levels)])
            mean, half = np.array([band(one) for one in found]).T
            shift = x + 0.25 * (place - 2)
            marks.append(Line(mean, shift, ROLES[place], NAMES[str(name)]))
            marks.append(Whiskers(shift, mean, half, ROLES[place]))
        low, high = min([*finite, clean_at]) - 1, clean_at + 1
        plot = Plot(
            "Test windows",
            tuple(marks),
            f"dB ({clean_at:g}: clean)",
            "% right",
            (low, high),
            (0, 100),
        )
        return Frame(
            (plot,),
            self.verdict()[0],
            "Accuracy of five rivals over the signal-to-noise ratio, with 95 % bands over seeds.",
            columns=1,
        )


def race(
    data: FolderDataset,
    noise: Mixed,
    *,
    epochs: int = 20,
    seeds: Sequence[int] = range(3),
    plan: str | Plan = "lite",
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
    levels : sequence of float
        SNR of the tests in dB; inf is clean.
    progress : bool
        Show a bar.

    Returns
    -------
    Race
    """
    rows: list[dict[str, object]] = []
    trained: dict[str, tuple[Network, History]] = {}
    confusion = np.zeros((len(data.classes),) * 2, np.int64)
    bar = tqdm(total=len(seeds) * (len(RIVALS) + 2), disable=not progress, unit="training")
    for seed in seeds:
        tests = {snr: add_noise(data.test_x, snr, rng=seed) for snr in levels}
        for name, answer in _rivals(data, noise, epochs, seed, plan, trained):
            for snr, x in tests.items():
                rows.append({"rival": name, "seed": seed, "snr_db": snr} | _right(answer(x), data))
            bar.update()
        confusion += evaluate(trained[OWN][0], data.test_x, data.test_y).confusion
    bar.close()
    tested = len(np.unique(data.test_recording))
    return Race(pd.DataFrame(rows), trained, confusion, data.classes, tested)


Answer = Callable[[NDArray[np.float32]], NDArray[np.float64]]
"""Windows (n, 1, 1, L) to probabilities (n, classes)."""


def _rivals(
    data: FolderDataset,
    noise: Mixed,
    epochs: int,
    seed: int,
    plan: str | Plan,
    trained: dict[str, tuple[Network, History]],
) -> Iterable[tuple[str, Answer]]:
    """Each rival, trained, as it comes; networks are put into `trained`."""
    flat = data.train_x[:, 0, 0]
    quiet = baseline.regression().fit(baseline.log_spectrum(flat), data.train_y)
    yield REGRESSIONS["clean"], lambda x: quiet.predict_proba(baseline.log_spectrum(x[:, 0, 0]))
    used = baseline.fit_in_noise("lr-spectrum", flat, data.train_y, noise, seed, copies=2)
    yield REGRESSIONS["noise"], lambda x: used.predict_proba(baseline.log_spectrum(x[:, 0, 0]))
    for name in RIVALS:
        network = build(name, plan, len(data.classes), seed=seed)
        trained[name] = network, fit(network, data, epochs, noise=noise, seed=seed, progress=False)
        yield name, partial(_softmax, network)


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


def _with_band(values: pd.Series) -> str:
    mean, half = band(100 * values)
    return f"{mean:.1f} ± {half:.1f}" if np.isfinite(half) else f"{mean:.1f}"

"""What came of a race: the table, the picture, the verdict, and what to record next."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite.drawing import Frame, Image, Line, Mark, Plot, Whiskers
from drsn_lite.networks import Network
from drsn_lite.results.gains import UNCLEAR, band, level_name
from drsn_lite.results.luck import holm
from drsn_lite.results.names import NETWORKS
from drsn_lite.training import History
from drsn_lite.visible import visible

REGRESSIONS = {"clean": "regression, clean", "noise": "regression, in noise"}
NAMES = {**{name: name for name in REGRESSIONS.values()}, **NETWORKS}
OWN = "drsn-cw"
ROLES = ("muted", "noisy", "clean", "after", "threshold")
FEWEST = 3
"""Seeds from which a race has verdicts."""

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
    held_out : str
        What was held out of the training to find the best epoch, in words.
    """

    runs: pd.DataFrame
    networks: dict[str, tuple[Network, History]]
    confusion: NDArray[np.int64]
    classes: tuple[str, ...]
    tested: int
    held_out: str

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
        held = f"The best epoch was found on {self.held_out}."
        return "\n".join([*self.verdict(), held, self.next()])

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
            if (seeds := self.runs["seed"].nunique()) < FEWEST:
                rest = f"{seeds} seed{'s' * (seeds > 1)}, too few for a verdict"
            where, own = level_name(snr), f"; DRSN-CW {here[OWN]:.1%}" * (best != OWN)
            said.append(
                f"{where[0].upper()}{where[1:]}: {NAMES[best]} is right most often, "
                f"{here[best]:.1%} of the windows{own}: {rest}."
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
        weakest = (
            f"{self.classes[worst]!r} ({right[worst]:.0%} right, most often taken for "
            f"{self.classes[int(taken.argmax())]!r})"
            if taken.max() > 0
            else "any class (100% right)"
        )
        return f"Record next: more of {weakest}, on machines and days that are in no file yet.{few}"

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
        share = self.confusion / np.maximum(self.confusion.sum(axis=1, keepdims=True), 1)
        numbers = ", ".join(f"{n} {visible(name)}" for n, name in enumerate(self.classes))
        said = Plot("DRSN-CW, clean: what it said", (Image(share),), "said", "true class")
        return Frame(
            (plot, said),
            f"{self.verdict()[0]} Light: often said. Classes: {numbers}.",
            "Accuracy of five rivals over the signal-to-noise ratio, with 95 % bands over seeds; "
            "and the confusion matrix of DRSN-CW on clean windows, true classes in rows.",
            columns=2,
        )


def _with_band(values: pd.Series) -> str:
    mean, half = band(100 * values)
    return f"{mean:.1f} ± {half:.1f}" if np.isfinite(half) else f"{mean:.1f}"

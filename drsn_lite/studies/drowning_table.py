"""How noise drowns a bearing fault: what an envelope line and a logistic regression still find.

data/results/drowning.csv, one row a method, fault, noise, SNR, torque and seed. Both methods
turn a signal into a score and raise an alarm above the score that 5 % of other healthy signals
reach at the same noise. `detected` and `false_alarms` are shares of test signals.
"""

from functools import lru_cache

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from drsn_lite.datasets import gearbox
from drsn_lite.lessons.lesson01.drowning import prominence
from drsn_lite.noise import PAPER_KINDS, add_noise
from drsn_lite.studies.engine import Row
from drsn_lite.studies.gearbox_separability import log_spectra
from drsn_lite.studies.study import Study

FAULTS = ("outer race", "inner race", "ball")
SNR_DB = (-20.0, -15.0, -12.5, -10.0, -7.5, -5.0, -2.5, 0.0, 5.0, 10.0)
FALSE_ALARMS = 0.05
TRAIN, CALIBRATE, TEST = 180, 180, 180  # signals of a state, a ninth in each condition
LONG = 8192  # samples: four windows of the paper, 0.64 s


class Signals:
    """Healthy and faulty signals of one seed; the rows of `x[state]` share `shaft_hz`, `torque`."""

    def __init__(self, seed: int, count: int, length: int) -> None:
        x, y, conditions = gearbox.simulate(count, seed, length=length, return_conditions=True)
        self.x = {s: x[y == gearbox.STATES.index(s)] for s in ("healthy", *FAULTS)}
        self.shaft_hz, self.torque = conditions[:count].T

    def with_noise(self, kind: str, seed: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Of every state the signals, and noise for them at 0 dB; its shape is for all SNRs."""
        rng = np.random.default_rng([seed, PAPER_KINDS.index(kind)])
        return {s: (x, add_noise(x, 0.0, kind, rng) - x) for s, x in self.x.items()}


def judge(
    healthy: np.ndarray, faulty: np.ndarray, calibrate: slice, test: slice, torque: np.ndarray
) -> list[dict[str, float]]:
    """Detections and false alarms by torque, from the scores (n,) of healthy and faulty signals."""
    alarm = float(np.quantile(healthy[calibrate], 1 - FALSE_ALARMS))
    rows = []
    for level in np.unique(torque):
        mine = torque[test] == level
        shares = [float(np.mean(scores[test][mine] > alarm)) for scores in (faulty, healthy)]
        rows.append({"torque": level, "detected": shares[0], "false_alarms": shares[1]})
    return [row | {"alarm": round(alarm, 3)} for row in rows]


def regression(healthy: np.ndarray, faulty: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores (n,) of log spectra by a regression fitted to the first `TRAIN` rows of each kind."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=3e-4, max_iter=300))
    x = np.concatenate([healthy[:TRAIN], faulty[:TRAIN]])
    model.fit(x, np.repeat([0, 1], TRAIN))
    return model.decision_function(healthy), model.decision_function(faulty)


@lru_cache(maxsize=1)
def drawn(seed: int) -> tuple[Signals, Signals]:
    """The signals of a seed: short ones, and long ones that only the envelope is tried on."""
    short = Signals(2 * seed + 100, TRAIN + CALIBRATE + TEST, 2048)
    return short, Signals(2 * seed + 101, 180, LONG)


def run(seed: int, noise: str) -> list[Row]:
    """All rows of one seed and kind of noise."""
    return judged(*drawn(seed), noise, seed)


def judged(short: Signals, long: Signals, kind: str, seed: int) -> list[Row]:
    """Both methods on these signals, at all SNRs."""
    calibrate, test = slice(TRAIN, TRAIN + CALIBRATE), slice(TRAIN + CALIBRATE, None)
    parts, parts_long = short.with_noise(kind, seed), long.with_noise(kind, seed)
    rows = []
    for snr_db in SNR_DB:
        gain = 10 ** (-snr_db / 20)
        noisy, noisy_long = (
            {s: x + gain * n for s, (x, n) in p.items()} for p in (parts, parts_long)
        )
        spectra = {state: log_spectra(x) for state, x in noisy.items()}
        for fault in FAULTS:
            scores = regression(spectra["healthy"], spectra[fault])
            found = {"logistic": judge(*scores, calibrate, test, short.torque)}
            for name, x, signals, where in (
                ("envelope", noisy, short, (calibrate, test)),
                ("envelope-long", noisy_long, long, (slice(0, 90), slice(90, None))),
            ):
                pair = [prominence(x[s], fault, signals.shaft_hz) for s in ("healthy", fault)]
                found[name] = judge(pair[0], pair[1], *where, signals.torque)
            rows += [
                {"method": method, "fault": fault, "noise": kind, "snr_db": snr_db, "seed": seed}
                | {name: round(value, 4) for name, value in row.items()}
                for method, each in found.items()
                for row in each
            ]
    return rows


STUDY = Study(
    "drowning",
    run,
    tuple((seed, kind) for seed in range(5) for kind in PAPER_KINDS),
    ("method", "fault", "noise", "snr_db", "torque", "seed"),
)

"""How far a logistic regression on log-magnitude spectra gets on the simulated gearbox.

    python -m drsn_lite.studies.gearbox_separability [--seeds 3]

These are the numbers in the docstring of `drsn_lite.datasets.gearbox`. Training and test signals
have the same SNR, as in the paper; 300 signals of each state train, 100 others test.
"""

import argparse

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from drsn_lite import noise
from drsn_lite.datasets import gearbox


def log_spectra(x: np.ndarray) -> np.ndarray:
    """Decibels of the magnitude spectrum (Hann window), the level of each signal removed."""
    power = np.abs(np.fft.rfft(x * np.hanning(x.shape[1]))) ** 2
    decibels = 10 * np.log10(power / power.mean(axis=1, keepdims=True) + 1e-9)
    return decibels.astype(np.float32)


def confusion(
    snr_db: float, seed: int, kind: str = "gaussian", train: int = 300, test: int = 100
) -> np.ndarray:
    """Rows: the true state; columns: the predicted one; shares that sum to 1 in each row."""
    sets = []
    for part, count in enumerate((train, test)):
        x, y = gearbox.simulate(count, seed=2 * seed + part)
        sets.append((log_spectra(noise.add_noise(x, snr_db, kind, 1000 + 2 * seed + part)), y))
    (train_x, train_y), (test_x, test_y) = sets
    model = make_pipeline(StandardScaler(), LogisticRegression(C=3e-4, max_iter=300))
    predicted = model.fit(train_x, train_y).predict(test_x)
    table = np.zeros((len(gearbox.STATES),) * 2)
    np.add.at(table, (test_y, predicted), 1 / test)
    return table


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=3)
    seeds = range(arguments.parse_args().seeds)
    for snr_db in (np.inf, 0.0, -5.0):
        tables = np.array([confusion(snr_db, seed) for seed in seeds])
        accuracy = np.trace(tables, axis1=1, axis2=2) / len(gearbox.STATES)
        print(f"SNR {snr_db:4g} dB: {accuracy.mean():.3f} ± {accuracy.std(ddof=1):.3f} (1 s.d.)")
        print(np.round(tables.mean(axis=0), 2))

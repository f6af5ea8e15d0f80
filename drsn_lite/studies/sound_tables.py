"""What happens to sound when noise comes in, or a new voice? The table data/results/sound.csv.

Two sets, spoken digits (FSDD) and the generated tones, each split in two ways: "recording" has
every speaker (instrument) in training and test, with other recordings; "speaker" holds one speaker
out, another in each run, and the run's seed is the speaker's number. In each split a DRSN-CW and a
ResNet of about the same size learn from the same recordings with noise of the same kinds. About 25
minutes on one core, in all. Spoken digits need the files of FSDD; without them only the tones are
run. The DRSN-CW of seed 0 that knows all speakers are kept in data/sound, for the sound lab.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from drsn_lite import datasets, noise, paths
from drsn_lite.datasets import fsdd
from drsn_lite.evaluation import accuracy_over_snr
from drsn_lite.lessons.lesson11 import tones
from drsn_lite.networks import LITE, Plan, build, count_parameters
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import Study, fit_to_end, keep

FOLDER = paths.DATA / "sound"
SNR_DB = (-5.0, 0.0, 5.0, 10.0, np.inf)
NETWORKS = ("resnet-wide", "drsn-cw")
NOISE = noise.mixed(("gaussian", "pink"), low_db=-5, high_db=15, clean=0.2)
PLAN = Plan(stem=(31, 8), stages=LITE.stages)
"""The lite plan with a stem twice as wide and as coarse: a sound has 4096 samples."""
TRAINING: dict[str, Any] = {"epochs": 24, "batch_size": 32, "learning_rate": 0.1}
TEST_TAKES = 5
"""Takes 0 to 4 are for test, as the recordings 0 to 4 of each digit and speaker in FSDD."""
SPEAKERS = {"tones": tuple(tones.INSTRUMENTS), "fsdd": fsdd.SPEAKERS}
NOTES = {
    "tones": "Generated (drsn_lite.lessons.lesson11.tones, seed 0): takes 0 to 4 for test, 5 to 14 "
    "for training.",
    "fsdd": "Free Spoken Digit Dataset 1.0.10, its official split; windows from the middle of a "
    "recording, silence around shorter ones. The recordings are not here: CC BY-SA 4.0, Z. Jackson "
    "and others, github.com/Jakobovski/free-spoken-digit-dataset.",
}


WINDOWING: dict[str, Any] = {"hop": tones.WINDOW, "scale": "window", "pad": True}
"""Each sound has an RMS of 1."""


def part(data: str, split: str, held_out: int = 0) -> datasets.Dataset:
    """One of the two sets, split by "recording", or by "speaker" with one held out."""
    if data == "tones":
        return played_tones(split, held_out)
    speaker = fsdd.SPEAKERS[held_out] if split == "speaker" else None
    loaded = datasets.load("fsdd", speaker=speaker, length=tones.WINDOW, download=False)
    # speakers differ much in loudness, by voice and microphone: that is not what is asked here
    train_x, test_x = (
        np.stack([tones.window(x.ravel()) for x in xs])[:, None, None]
        for xs in (loaded.train_x, loaded.test_x)
    )
    heard = replace(loaded, train_x=train_x, test_x=test_x, scale=1.0)
    return replace(heard, note=NOTES["fsdd"], windowing=WINDOWING)


def played_tones(split: str, held_out: int = 0, takes: int = 15) -> datasets.Dataset:
    """The generated tones, as from their files but without writing them."""
    parts: tuple[list, list] = [], []
    for y, kind in enumerate(tones.KINDS):
        for number, instrument in enumerate(tones.INSTRUMENTS):
            for take in range(takes):
                test = take < TEST_TAKES if split == "recording" else number == held_out
                parts[test].append((tones.window(tones.sound(kind, instrument, take)), y))
    (train_x, test_x), (train_y, test_y) = (
        [np.stack([x for x, _ in rows])[:, None, None] for rows in parts],
        [np.array([y for _, y in rows], np.int64) for rows in parts],
    )
    return datasets.Dataset(
        "tones",
        train_x,
        train_y,
        test_x,
        test_y,
        classes=tuple(tones.KINDS),
        rate_hz=float(tones.RATE_HZ),
        note=NOTES["tones"],
        windowing=WINDOWING,
    )


def run(data: str, split: str, network: str, seed: int, **training: Any) -> list[Row]:
    """Train one network and test it."""
    given, how = part(data, split, seed), TRAINING | training
    trained = build(network, PLAN, len(given.classes), seed=seed)
    history = fit_to_end(trained, given, seed=seed, noise=NOISE, **how)
    values = accuracy_over_snr(trained, given.test_x, given.test_y, SNR_DB, seed=1).tolist()
    accuracy = {("gaussian", snr): value for snr, value in zip(SNR_DB, values, strict=True)}
    if (split, network, seed) == ("recording", "drsn-cw", 0):
        path, how = FOLDER / f"{data}-{network}", how | {"noise": repr(NOISE)}
        keep(path, trained, given, history, accuracy, name=network, seed=seed, **how)
    about = {
        "held_out": SPEAKERS[data][seed] if split == "speaker" else "",
        "parameters": count_parameters(trained),
        "trained_on": len(given.train_x),
    }
    return [
        about | {"snr_db": snr, "accuracy": round(value, 4)} for (_, snr), value in accuracy.items()
    ]


STUDY = Study(
    "sound",
    run,
    tuple(
        (data, split, network, seed)
        for data, speakers in SPEAKERS.items()
        for split, count in (("recording", 5), ("speaker", len(speakers)))
        for seed in range(count)
        for network in NETWORKS
    ),
    ("data", "split", "network", "seed", "snr_db"),
)

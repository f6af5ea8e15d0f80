"""What happens to sound when noise comes in, or a new voice? The table data/results/sound.csv.

Two sets, spoken digits (FSDD) and the generated tones, each split in two ways: "recording" has
every speaker (instrument) in training and test, with other recordings; "speaker" holds one speaker
out, another in each run, and the run's seed is the speaker's number. In each split a DRSN-CW and a
ResNet of the same size learn from the same recordings with noise of the same kinds. About 15
minutes on one core, in all; rows that are there are not made again. Spoken digits need the files
of FSDD in $DRSN_LITE_DATA/fsdd/recordings.
"""

import argparse
import time
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from drsn_lite import checkpoints, noise, paths, tables, tones
from drsn_lite.networks import LITE, Plan, build, count_parameters
from drsn_lite.training import accuracy_over_snr, fit

TABLE = "sound"
ORDER = ["data", "split", "network", "seed", "snr_db"]
SNR_DB = (-5.0, 0.0, 5.0, 10.0, np.inf)
NETWORKS = ("resnet-wide", "drsn-cw")
NOISE = noise.mixed(("gaussian", "pink"), low_db=-5, high_db=15, clean=0.2)
PLAN = Plan(stem=(31, 8), stages=LITE.stages)
"""The lite plan with a stem twice as wide and as coarse: a sound has 4096 samples."""
TRAINING = {"epochs": 24, "batch_size": 32, "learning_rate": 0.1}
TEST_TAKES = 5  # FSDD's official test part: the recordings 0 to 4 of each digit and speaker
TRAIN_TAKES = 15  # of the 45 others, the first ones: all of them would take three times as long


@dataclass(frozen=True)
class Sounds:
    """Recordings as float32 rows (n, 4096), with class, speaker and take of each, (n,) int64."""

    x: NDArray[np.float32]
    y: NDArray[np.int64]
    speaker: NDArray[np.int64]
    take: NDArray[np.int64]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What `fit` needs, and the test samples."""

    train_x: NDArray[np.float32]
    train_y: NDArray[np.int64]
    test_x: NDArray[np.float32]
    test_y: NDArray[np.int64]


def _sounds(rows: list[tuple[NDArray, int, int, int]], speakers: tuple[str, ...]) -> Sounds:
    x, y, speaker, take = zip(*rows, strict=True)
    labels = (np.array(values, dtype=np.int64) for values in (y, speaker, take))
    return Sounds(np.stack([tones.window(one) for one in x]), *labels, speakers)


def spoken_digits() -> Sounds:
    """The FSDD recordings of the user's data folder: official test takes and the first others.

    Raises
    ------
    FileNotFoundError
        If they are not there: says where they should lie.
    """
    folder = (paths.own_folder() or Path()) / "fsdd" / "recordings"
    files = sorted(folder.glob("*_*_*.wav"))
    if not files:
        raise FileNotFoundError(
            f"no recordings in {folder}: set {paths.ENVIRONMENT} to the folder that holds "
            "fsdd/recordings, from https://github.com/Jakobovski/free-spoken-digit-dataset"
        )
    parts = [(path, *path.stem.split("_")) for path in files]
    speakers = tuple(sorted({name for _, _, name, _ in parts}))
    rows = [
        (_samples(path), int(digit), speakers.index(name), int(take))
        for path, digit, name, take in parts
        if int(take) < TEST_TAKES + TRAIN_TAKES
    ]
    return _sounds(rows, speakers)


def _samples(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path)) as file:
        found = file.getframerate(), file.getnchannels(), file.getsampwidth()
        if found != (tones.RATE_HZ, 1, 2):
            raise ValueError(f"{path} has rate, channels, bytes {found}: FSDD has (8000, 1, 2)")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def played_tones(takes: int = 15) -> Sounds:
    """The generated tones, as from their files but without writing them."""
    speakers = tuple(tones.INSTRUMENTS)
    rows = [
        (tones.sound(kind, name, take), y, speakers.index(name), take)
        for y, kind in enumerate(tones.KINDS)
        for name in speakers
        for take in range(takes)
    ]
    return _sounds(rows, speakers)


def split(sounds: Sounds, way: str, held_out: int = 0) -> Part:
    """The test part is the first five takes of everybody, or all takes of one speaker."""
    test = sounds.take < TEST_TAKES if way == "recording" else sounds.speaker == held_out
    x = sounds.x[:, None, None]
    return Part(x[~test], sounds.y[~test], x[test], sounds.y[test])


def run(data: str, sounds: Sounds, way: str, name: str, seed: int, **training: float) -> list[dict]:
    """Train one network; its rows for the table."""
    start = time.perf_counter()
    part = split(sounds, way, seed)
    network = build(name, PLAN, int(sounds.y.max()) + 1, seed=seed)
    history = fit(network, part, seed=seed, noise=NOISE, progress=False, **TRAINING | training)
    if history.stopped:
        raise RuntimeError(f"{data} {way} {name} {seed}: {history.stopped}")
    values = accuracy_over_snr(network, part.test_x, part.test_y, SNR_DB, seed=1)
    seconds = time.perf_counter() - start
    print(f"{data} {way} {name} {seed}: {values.round(3)}, {seconds:.0f} s", flush=True)
    about = {"data": data, "split": way, "network": name, "seed": seed}
    about["held_out"] = sounds.speakers[seed] if way == "speaker" else ""
    about |= {"parameters": count_parameters(network), "trained_on": len(part.train_x)}
    return [
        about | {"snr_db": level, "accuracy": round(value, 4)}
        for level, value in zip(SNR_DB, values.tolist(), strict=True)
    ]


def complete(
    data: str, sounds: Sounds, folder: Path = tables.FOLDER, seeds: int = 5, **training: float
) -> int:
    """Make every run that the table lacks; how many that were."""
    made = 0
    for way, numbers in (("recording", range(seeds)), ("speaker", range(len(sounds.speakers)))):
        for seed in numbers:
            for name in NETWORKS:
                key = {"data": data, "split": way, "network": name, "seed": seed}
                if not tables.has(TABLE, key, folder):
                    tables.add(TABLE, run(data, sounds, way, name, seed, **training), ORDER, folder)
                    made += 1
    return made


def ship(folder: Path = paths.DATA / "sound", seed: int = 0) -> Path:
    """Train the network of the sound lab, on tones split by recording, and write it with a card."""
    part = split(played_tones(), "recording")
    network = build("drsn-cw", PLAN, len(tones.KINDS), seed=seed)
    fit(network, part, seed=seed, noise=NOISE, progress=False, **TRAINING)
    values = accuracy_over_snr(network, part.test_x, part.test_y, SNR_DB, seed=1).tolist()
    card = {
        "data": "tones (drsn_lite.tones, seed 0): takes 0 to 4 for test, 5 to 14 for training",
        "classes": list(tones.KINDS),
        "rate_hz": tones.RATE_HZ,
        "window": tones.WINDOW,
        "noise": "Gaussian or pink, -5 to 15 dB, one in five clean",
        "seed": seed,
        "epochs": TRAINING["epochs"],
        "test_accuracy": {f"{k:g}": round(v, 4) for k, v in zip(SNR_DB, values, strict=True)},
        "torch": torch.__version__.split("+")[0],
        "script": "scripts/sound_tables.py --ship",
        "licence": "MIT",
    }
    return checkpoints.save(network, folder / "tones-drsn-cw", card)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--ship", action="store_true", help="only train the network of the lab")
    torch.set_num_threads(1)
    options = parser.parse_args()
    if options.ship:
        print(ship())
        return
    seeds = options.seeds
    complete("tones", played_tones(), seeds=seeds)
    complete("fsdd", spoken_digits(), seeds=seeds)


if __name__ == "__main__":
    main()

"""A plan of trainings, read from a TOML file: networks × noises × SNRs × folds (or seeds)."""

import hashlib
import json
import math
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from itertools import product
from pathlib import Path
from typing import Any

from drsn_lite import datasets
from drsn_lite.networks import GATES, PRESETS
from drsn_lite.noise import KINDS
from drsn_lite.paths import DATA
from drsn_lite.studies.engine import PROTOCOL
from drsn_lite.studies.sweep import own_folder

FOLDER = DATA / "plans"
"""Where the plans lie that come with the project."""

POOLED = ("gearbox", "digits")
"""Data sets whose samples were drawn one by one, so that folds may be cut anywhere."""

CLEAN = "none"
"""The noise of a run without noise."""


@dataclass(frozen=True)
class Run:
    """One training: everything that its numbers depend on.

    Attributes
    ----------
    network, preset : str
        As in `networks.build`.
    noise, snr_db : str, float
        The kind, or "none" at an SNR of inf. Drawn once, the same in training and test (the
        paper, section IV-A).
    repeat : int
        The fold that is the test set, or the seed. Also the seed of the weights and the order.
    folds : int
        Number of folds, 0 where the repeats are seeds: then the data set keeps its own split.
    data, data_seed, options : str, int, tuple of (name, value)
        As in `datasets.load`. Of a folder also the fingerprint of its recordings; where it lies
        is no part of the id.
    epochs, batch_size, learning_rate, device
        As in `training.fit`.
    """

    network: str
    noise: str
    snr_db: float
    repeat: int
    folds: int
    preset: str
    data: str
    data_seed: int
    options: tuple[tuple[str, int | float | str], ...]
    epochs: int
    batch_size: int
    learning_rate: float
    device: str

    @property
    def id(self) -> str:
        """16 hexadecimal digits: the same settings have the same, in every plan."""
        settings = asdict(self)
        if self.data == own_folder.NAME:
            settings["options"] = own_folder.without_place(self.options)
        text = json.dumps([PROTOCOL, settings], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def row(self) -> dict[str, Any]:
        """The settings as columns of a table."""
        settings = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"id": self.id, **settings, "options": json.dumps(dict(self.options))}

    def __str__(self) -> str:
        what = "fold" if self.folds else "seed"
        noise = "no noise" if self.noise == CLEAN else f"{self.noise} {self.snr_db:g} dB"
        return f"{self.network}, {noise}, {what} {self.repeat}"


@dataclass(frozen=True)
class Sweep:
    """A plan by name, and its runs in the order in which they start."""

    name: str
    runs: tuple[Run, ...]


def presets() -> list[str]:
    """The names of the plans that come with the project."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(name: str | Path) -> Sweep:
    """A plan from a file, or one of `presets` by name.

    Raises
    ------
    FileNotFoundError
        If there is neither a file nor a preset of that name.
    ValueError
        If the file is not TOML, or a setting is missing, unknown or out of range: names it.
    """
    path = Path(name)
    if path.suffix != ".toml":
        path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no plan {str(name)!r}: give a file that ends in .toml, or one of the plans "
            f"{', '.join(presets())}"
        )
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
        return Sweep(path.stem, tuple(_runs(settings, path.parent)))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not a TOML file: {error}") from error
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _runs(settings: dict[str, Any], beside: Path = Path()) -> Iterator[Run]:
    """Whole folds come first: a sweep that is stopped has all conditions of the folds it has.

    The path of a folder of recordings begins at `beside`.
    """
    top = {"networks", "noises", "snr_db", "folds", "only_folds", "seeds", "training", "data"}
    _refuse_unknown(settings, top, "the plan")
    training, data = settings.get("training", {}), dict(settings.get("data", {}))
    _refuse_unknown(
        training, {"preset", "epochs", "batch_size", "learning_rate", "device"}, "[training]"
    )
    networks = _list(settings, "networks", [*GATES, "resnet-wide"])
    kinds = _list(settings, "noises", list(KINDS))
    levels = [_number(level, "snr_db", -100) for level in _list(settings, "snr_db")]
    name = data.pop("name", "gearbox")
    if name not in datasets.names():
        raise ValueError(f"[data] name = {name!r} is not a data set that a sweep can load")
    folds, repeats = _repeats(settings, name)
    seed = _whole(data.pop("seed", 0), "[data] seed", 0)
    datasets.check_options(name, data)
    if lists := [option for option, value in data.items() if isinstance(value, list | dict)]:
        raise ValueError(f"[data] {lists[0]} must be one number or word, got {data[lists[0]]!r}")
    if name == own_folder.NAME:
        data = own_folder.settle(data, beside, folds, seed)
    shared = {
        "folds": folds,
        "preset": _one_of(training, "preset", "lite", PRESETS),
        "data": name,
        "data_seed": seed,
        "options": tuple(sorted(data.items())),
        "epochs": _whole(training.get("epochs", 20), "epochs", 1),
        "batch_size": _whole(training.get("batch_size", 128), "batch_size", 2),
        "learning_rate": _number(training.get("learning_rate", 0.1), "learning_rate", 0),
        "device": _one_of(training, "device", "cpu", ("cpu", "cuda")),
    }
    conditions = [(k, level) for k in kinds for level in levels if math.isfinite(level)]
    if any(map(math.isinf, levels)):
        conditions.append((CLEAN, math.inf))  # once, not once for each kind
    for repeat, (kind, level), network in product(repeats, conditions, networks):
        yield Run(network=network, noise=kind, snr_db=level, repeat=repeat, **shared)


def _repeats(settings: dict[str, Any], data: str) -> tuple[int, list[int]]:
    """The number of folds (0: seeds), and which of them, or which seeds, are run."""
    if ("folds" in settings) == ("seeds" in settings):
        raise ValueError("give either folds = 10 or seeds = [0, 1, 2], not both and not neither")
    if "seeds" in settings:
        if "only_folds" in settings:
            raise ValueError("only_folds belongs to folds: a plan with seeds has none")
        return 0, [_whole(seed, "seeds", 0) for seed in _list(settings, "seeds")]
    if data not in (*POOLED, own_folder.NAME):
        raise ValueError(
            f"folds would mix samples of one recording of {data!r} into training and test: give "
            f"seeds = [0, 1, 2] (folds are for {', '.join(POOLED)} and {own_folder.NAME})"
        )
    folds = _whole(settings["folds"], "folds", 2)
    chosen = _list(settings, "only_folds", list(range(folds))) if "only_folds" in settings else []
    return folds, chosen or list(range(folds))


def _refuse_unknown(found: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(found) - known):
        raise ValueError(
            f"{where} has a setting {unknown[0]!r}; it may have {', '.join(sorted(known))}"
        )


def _list(settings: dict[str, Any], name: str, known: list[Any] | None = None) -> list[Any]:
    values = settings.get(name)
    if not isinstance(values, list) or not values or len(set(values)) < len(values):
        raise ValueError(f"{name} must be a list of at least one value, none twice; got {values!r}")
    if known and (wrong := [value for value in values if value not in known]):
        raise ValueError(f"{name} has {wrong[0]!r}; choose from {', '.join(map(str, known))}")
    return values


def _one_of(settings: dict[str, Any], name: str, default: str, known: Any) -> str:
    value = settings.get(name, default)
    if value not in known:
        raise ValueError(f"{name} = {value!r}: choose one of {', '.join(known)}")
    return value


def _number(value: Any, name: str, low: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > low:
        raise ValueError(f"{name} must be a number above {low}, got {value!r}")
    return float(value)


def _whole(value: Any, name: str, low: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise ValueError(f"{name} must be a whole number of at least {low}, got {value!r}")
    return value

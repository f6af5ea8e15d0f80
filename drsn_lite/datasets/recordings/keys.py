"""The arrays of a file that has several under names: which is wanted, and the rate beside it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from drsn_lite.datasets.recordings.clock import is_time, simplest
from drsn_lite.datasets.recordings.recording import RecordingError, quoted

RATES = {"fs", "sr", "srate", "fsample", "fsamp", "fsampling", "samplespersecond"}
RATES |= {"samplerate", "samplingrate", "samplefrequency", "samplingfrequency"}
RATES |= {"samplefreq", "samplingfreq"}
INTERVALS = {"dt", "ts", "tsample", "deltat", "sampleinterval", "samplinginterval"}
"""What a sampling rate (Hz) and its inverse (s) are called, in small letters only."""

LISTED = 20
"""Names in a message, at most."""


@dataclass(frozen=True)
class Entry:
    """An array of a file: its kind in words, its shape, and whether it holds real numbers."""

    kind: str
    shape: tuple[int, ...]
    numbers: bool

    @property
    def signal(self) -> bool:
        """A rate or a speed is often stored beside the signal: one number is no signal."""
        return self.numbers and bool(self.shape) and max(self.shape) != 1


def choose_key(path: Path, key: str | None, entries: Mapping[str, Entry], what: str) -> str:
    """The name of the array asked for: by name or a pattern, or the only one that is a signal.

    A pattern has * for any letters and ? for one. Without them, a part of a name is enough.

    Raises
    ------
    RecordingError
        If there is none or are several, or it holds no real numbers.
    """
    listed = ", ".join(
        f"{name[:60]} ({' × '.join(map(str, entry.shape))} {entry.kind})"
        for name, entry in [*entries.items()][:LISTED]
    )
    listed += ", …" if len(entries) > LISTED else ""
    times = [name for name, entry in entries.items() if entry.signal and is_time(last_part(name))]
    hint = f" ({times[0][:60]} is called as times are)" if times else ""
    if key is not None:
        found = matching(key, list(entries))
        if len(found) != 1:
            count = f"{len(found)} {what}s" if found else f"no {what}"
            raise RecordingError(
                f"{path} has {count} {quoted(key)}; it has {listed or 'none'}{hint}: choose one "
                "with key="
            )
        if not entries[found[0]].numbers:
            raise RecordingError(
                f"{path}: {found[0]} is a {entries[found[0]].kind}, no array of real numbers: "
                "save the signal itself, or choose a part of it with key="
            )
        return found[0]
    signals = [name for name, entry in entries.items() if entry.signal]
    if len(signals) == 1:
        return signals[0]
    remedy = "choose one with key=" if signals else "save the signal as an array of numbers"
    number = len(signals) or "no"
    raise RecordingError(f"{path} has {number} signals among its {what}s, {listed}{hint}: {remedy}")


def matching(key: str, names: Sequence[str]) -> list[str]:
    """The names that a key means: that very one, or those that fit it as a pattern.

    No regular expression: one from a stranger's card could take for ever.
    """
    if key in names:
        return [key]
    pattern = key if "*" in key or "?" in key else f"*{key.replace('[', '[[]')}*"
    return [name for name in names if fnmatchcase(name, pattern)]


def last_part(name: str) -> str:
    """Of "bearing.gs" or "group/gs", "gs"."""
    return re.split(r"[./]", name)[-1]


def rate_beside(
    path: Path, name: str, scalars: Mapping[str, Callable[[], float]]
) -> tuple[float | None, str]:
    """The sampling rate (Hz) that stands beside an array, as fs or dt, and what to say of it.

    Those next to the array (in its struct) count before those further out.

    Raises
    ------
    RecordingError
        If there are two that contradict each other.
    """
    place = name
    while place:
        place = place[: max(place.rfind("."), place.rfind("/"), 0)]
        found = {}
        for one, read in scalars.items():
            said = re.sub("(hz|[^a-z])", "", last_part(one).lower())
            if one[: max(one.rfind("."), one.rfind("/"), 0)] == place and said in RATES | INTERVALS:
                value = float(read())
                if value > 0:
                    off = 1e-9 / value if said in INTERVALS else 0.0
                    found[one] = simplest(1 / value, off) if said in INTERVALS else value
        if found:
            rate = next(iter(found.values()))
            if any(abs(other - rate) > 1e-3 * rate for other in found.values()):
                listed = ", ".join(f"{one} {value:g} Hz" for one, value in found.items())
                raise RecordingError(
                    f"{path} says more than one sampling rate, {listed}: save it again with one"
                )
            return rate, f"the sampling rate, {rate:g} Hz, is from {', '.join(found)}"
    return None, ""

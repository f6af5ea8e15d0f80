"""Words, keys and numbers with units, as learners write them."""

import re
from collections.abc import Iterable, Mapping

_DENIALS = {
    "not",
    "no",
    "never",
    "neither",
    "nor",
    "none",
    "without",
    "except",
    "isn",
    "n't",
}  # "isn't" is read as "isn t"
_UNITS: dict[str, tuple[str, float]] = {
    # unit: of what, and how much of the basic unit
    "": ("", 1.0),
    "%": ("share", 0.01),
    "x": ("times", 1.0),
    "db": ("level", 1.0),
    "hz": ("frequency", 1.0),
    "khz": ("frequency", 1e3),
    "mhz": ("frequency", 1e6),
    "rpm": ("frequency", 1 / 60),
    "s": ("time", 1.0),
    "ms": ("time", 1e-3),
    "mm": ("length", 1.0),
    "samples": ("count", 1.0),
    "channels": ("count", 1.0),
    "parameters": ("count", 1.0),
    "windows": ("count", 1.0),
}
_NAMES = {
    "percent": "%",
    "per cent": "%",
    "×": "x",
    "times": "x",
    "decibel": "db",
    "decibels": "db",
    "hertz": "hz",
    "1/s": "hz",
    "per second": "hz",
    "per minute": "rpm",
    "kilohertz": "khz",
    "k": "khz",
    "seconds": "s",
    "params": "parameters",
}
_NUMBER = re.compile(
    r"([-+]?(?:\d{1,3}(?:[,_' ]\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(.*)"
)
_FRACTION = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")


class UnknownUnit(ValueError):
    """A number with a unit that the answer cannot have."""


def plain(text: str) -> str:
    """A word without regard to case, hyphens, quotes and full stops; "-10" keeps its minus."""
    text = text.casefold().replace("−", "-").replace("_", " ").replace("–", " ")
    text = re.sub(r"(?<!\w)-(?=\d)", "−", text).replace("-", " ").replace("−", "-")
    return " ".join(re.sub(r"[\"'`.!?,;:()]", " ", text).split())


def meant(text: str, choices: Iterable[str], synonyms: Mapping[str, tuple[str, ...]]) -> str | None:
    """The choice that `text` means, in plain form, or None.

    It is the choice itself, a synonym, or the only choice that occurs in it whole and is not
    denied there: "unit E" means "E", "not E" means nothing.
    """
    spelt = {choice: (choice, *synonyms.get(choice, ())) for choice in choices}
    raw = {way.casefold(): plain(choice) for choice, ways in spelt.items() for way in ways}
    if text.strip().casefold() in raw:  # "+" and "-" are nothing in plain form
        return raw[text.strip().casefold()]
    known = {plain(way): plain(choice) for choice, ways in spelt.items() for way in ways}
    known.pop("", None)
    word = plain(text)
    if word in known:
        return known[word]
    for dense in (r"\s", r"[^\w-]|_"):  # "meanabs", "not-shared" as "notshared", "mean(|x|)"
        together = {re.sub(dense, "", name): choice for name, choice in known.items()}
        found = together.get(re.sub(dense, "", word))
        if found is not None and re.sub(dense, "", word):
            return found
    return _among_others(text, word, known)


def _among_others(text: str, word: str, known: Mapping[str, str]) -> str | None:
    """The only choice that occurs whole in a longer text, and is not denied there."""
    found = [name for name in known if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", word)]
    letters = [name for name in found if len(name) == 1]
    if letters:  # "a" may be an article, "A" is a letter
        capital = [name for name in letters if re.search(rf"\b{name.upper()}\b", text)]
        found = [name for name in found if len(name) > 1 or name in capital or len(letters) == 1]
    whole = [name for name in found if not any(name != o and name in o for o in found)]
    rest = word
    for name in whole:
        rest = rest.replace(name, " ")
    denied = set(rest.replace("n t", " n't").split()) & _DENIALS
    named = {known[name] for name in whole}
    return named.pop() if len(named) == 1 and not denied else None


def number(text: str, unit: str = "") -> float | None:
    """The number in "1.5 kHz", "57 %", "2x", "1/4" or "≈ 0.58", or None.

    Parameters
    ----------
    text : str
        What was written.
    unit : str
        The unit that the number is wanted in; without one, the basic unit of what was written.

    Raises
    ------
    UnknownUnit
        If it is a number, with a unit that is not known or measures something else.
    """
    word = text.casefold().replace("−", "-").strip().lstrip("≈~= ")
    word = re.sub(r"^(?:about|around|roughly|approximately|ca\.?)\s+", "", word)
    word = word.removeprefix("×").strip()
    fraction = _FRACTION.fullmatch(word)
    if fraction and float(fraction[2]):
        return float(fraction[1]) / float(fraction[2])
    found = _NUMBER.fullmatch(word)
    if found is None:
        return None
    value = float(re.sub(r"[ _,']", "", found[1]))
    written = found[2].strip()
    if not written:
        return value
    of, size = _UNITS.get(_NAMES.get(written, written), (None, 1.0))
    wanted, one = _UNITS[unit.casefold()]
    if of is None or (unit and of != wanted):
        raise UnknownUnit(written)
    return value * size / one

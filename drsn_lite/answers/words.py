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
_UNITS = {
    "": 1.0,
    "%": 0.01,
    "percent": 0.01,
    "per cent": 0.01,
    "x": 1.0,
    "×": 1.0,
    "times": 1.0,
    "db": 1.0,
    "decibel": 1.0,
    "decibels": 1.0,
    "hz": 1.0,
    "hertz": 1.0,
    "mhz": 1e6,
    "khz": 1e3,
    "kilohertz": 1e3,
    "s": 1.0,
    "ms": 1e-3,
    "mm": 1.0,
    "samples": 1.0,
    "channels": 1.0,
    "parameters": 1.0,
    "windows": 1.0,
}
_NUMBER = re.compile(
    r"([-+]?(?:\d{1,3}(?:[,_ ]\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(.*)"
)
_FRACTION = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")


def plain(text: str) -> str:
    """A word without regard to case, hyphens, quotes and full stops."""
    text = text.casefold().replace("_", " ").replace("-", " ").replace("–", " ")
    return " ".join(re.sub(r"[\"'`.!?,;:()]", " ", text).split())


def meant(text: str, choices: Iterable[str], synonyms: Mapping[str, str]) -> str | None:
    """The choice that `text` means, in plain form, or None.

    It is the choice itself, a synonym, or the only choice that occurs in it whole and is not
    denied there: "unit E" means "E", "not E" means nothing.
    """
    known = {plain(choice): plain(choice) for choice in choices}
    known |= {plain(other): plain(word) for other, word in synonyms.items()}
    word = plain(text)
    if word in known:
        return known[word]
    together = {name.replace(" ", ""): name for name in known}
    if word.replace(" ", "") in together:  # "meanabs", "not-shared" as "notshared"
        return known[together[word.replace(" ", "")]]
    found = [name for name in known if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", word)]
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


def number(text: str) -> float | None:
    """The number in "1.5 kHz", "57 %", "2x", "1/4" or "≈ 0.58", in basic units, or None."""
    word = text.casefold().replace("−", "-").strip().lstrip("≈~= ").removeprefix("about ")
    word = word.removeprefix("×").strip()
    fraction = _FRACTION.fullmatch(word)
    if fraction and float(fraction[2]):
        return float(fraction[1]) / float(fraction[2])
    found = _NUMBER.fullmatch(word)
    unit = found[2].strip() if found else None
    if found is None or unit not in _UNITS:
        return None
    return float(re.sub(r"[ _,]", "", found[1])) * _UNITS[unit]

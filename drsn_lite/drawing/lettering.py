"""How wide words are in matplotlib's font, and the lines they fit in; for `figures`."""

import math
import re
import textwrap
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

SWATCH, GAP = 18, 12  # points: a legend's handle with its pad, and between its columns


@lru_cache(4096)
def width(words: str, points: float, bold: bool = False) -> float:
    """How wide a text is, in points."""
    font = FontProperties(weight="bold" if bold else "normal")
    plain = words.replace("$", r"\$")  # or it would be read as TeX
    path = TextPath((0, 0), plain, size=points, prop=font)
    return path.get_extents().width if words.strip() else 0.0


def wrap(words: str, limit: float, points: float, bold: bool = False) -> list[str]:
    """The words in lines of at most `limit` points; a number stays with its unit."""
    lines: list[str] = []
    for part in re.split(r"(?<![\d=×·+]) (?![=×·+])", words):
        longer = f"{lines[-1]} {part}" if lines else ""
        if lines and width(longer, points, bold) <= limit:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def paragraph(sentence: str, limit: float, points: float) -> list[str]:
    """A sentence in lines that fit: as many letters as fit of its own mean width, less 6 %."""
    length = width(sentence, points) if sentence else 1
    return textwrap.wrap(sentence, max(1, int(0.94 * limit / length * len(sentence))))


def legend_columns(labels: list[str], limit: float, points: float) -> int:
    """The most columns of a legend that fit side by side; it is filled column by column."""
    for columns in range(len(labels), 1, -1):
        rows = math.ceil(len(labels) / columns)
        widths = [
            max(width(label, points) for label in labels[first : first + rows])
            for first in range(0, len(labels), rows)
        ]
        if sum(widths) + SWATCH * len(widths) + GAP * (len(widths) - 1) <= limit:
            return columns
    return 1

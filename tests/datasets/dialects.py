"""Tables in random dialects: how instruments, spreadsheets and people write known samples."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SEPARATORS = {",": 5, ";": 4, "\t": 4, "|": 1, " ": 3, "  ": 1, ", ": 1, "; ": 1}
ENDS = {"\n": 6, "\r\n": 5, "\r": 1, "\r\r\n": 1}
ENCODINGS = {"utf-8": 6, "utf-8-sig": 3, "utf-16": 2, "utf-16-le": 1, "gb18030": 2, "cp1252": 2}
ERRORS = (
    *("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#WERT!", "#NV", "NaN", "nan"),
    *("", "inf", "-Inf", "1.#QNAN", "OVL", "overload", "----", "N/A", "NULL", "sensor fault"),
    *("ERROR 17", "3.5 V", "#####", "--", "1.2.3", "12:30", "0x1F", "1_000", "½"),
)
NOTES = (
    ("Record Length", "400"),
    ("Sample Interval", "8.33e-05"),
    ("Source", "CH1"),
    ("Vertical Scale", "2.0e-01"),
    ("Model", "DSO-X 2024A"),
)
TITLES = ("Measurement of March", "Motor 3, bay B", "Company: Test; Bench", "[Data]", "sep=,")
NAMES = ("acc", "Vibration X (g)", "AI0", "y", "Beschleunigung", "pressure_1", "加速度(g)", "m/s²")


@dataclass
class Table:
    """A file: its bytes, the samples in it, which column they are, and what was done to it.

    `broken` are rows (counted from 1) that cannot be read; then it has to be refused. `doubtful`
    says that it may be refused, for it can be read in more than one way.
    """

    content: bytes
    samples: list[float]
    column: int
    name: str | None
    what: list[str]
    broken: list[int] = field(default_factory=list)
    doubtful: bool = False


def pick(rng: random.Random, weighed: dict[str, int]) -> str:
    return rng.choices(list(weighed), list(weighed.values()))[0]


def numbers(rng: random.Random, count: int, what: list[str]) -> list[str]:
    """Samples as somebody's program writes them, with decimal points."""
    style = rng.choice(["%.6f", "%.3f", "%.1f", "%g", "%r", "%.4e", "%.10E", "%d", "%+.5f", "%.2f"])
    scale = 10.0 ** rng.choice([-6, -3, -2, -1, 0, 0, 0, 1, 2, 3, 5])
    offset = rng.choice([0, 0, 0, 3, 25.5, -9.81, 1000]) * scale
    if style == "%d":
        scale = max(scale, 30.0)
    what += [style, f"scale {scale:g}", f"offset {offset:g}"]
    values = [rng.gauss(0, 1) * scale + offset for _ in range(count)]
    if rng.random() < 0.05:
        values[0] = rng.choice([0.0, 1.0, 5.0])
    return [style % (value if style != "%d" else round(value)) for value in values]


def times(rng: random.Random, count: int, what: list[str]) -> list[str]:
    style = rng.choice(["%.6f", "%.6f", "%g", "%.9f", "index", "one", "stamp", "clock", "%.6e"])
    rate = rng.choice([1000, 12_000, 25_600, 51_200, 97_656, 8])
    what.append(f"time {style} {rate}")
    if style in ("index", "one"):
        return [str(n + (style == "one")) for n in range(count)]
    if style in ("stamp", "clock"):
        begin = datetime(2024, 3, 1, 8)
        form = "%Y-%m-%d %H:%M:%S.%f" if style == "stamp" else "%H:%M:%S.%f"
        return [(begin + timedelta(seconds=n / rate)).strftime(form) for n in range(count)]
    return [style % (n / rate) for n in range(count)]


def thousands(cell: str, mark: str) -> str:
    whole, point, rest = cell.partition(".")
    if "e" in cell.lower():
        return cell
    sign, digits = (whole[0], whole[1:]) if whole[0] in "+-" else ("", whole)
    groups = f"{int(digits):,}".replace(",", mark)
    return sign + groups + point + rest


def quote(cell: str, separator: str, always: bool) -> str:
    if always or (separator.strip() and separator.strip() in cell) or '"' in cell:
        return f'"{cell}"'
    return cell


def table(seed: int) -> Table:
    """The table number `seed`."""
    rng = random.Random(seed)
    what: list[str] = []
    count = rng.randint(12, 60)
    separator = pick(rng, SEPARATORS)
    encoding, end = pick(rng, ENCODINGS), pick(rng, ENDS)
    blanks = not separator.strip(" ")
    channels = rng.choice([1, 1, 2, 3, 7])
    columns = [numbers(rng, count, what) for _ in range(channels)]
    wanted = rng.randrange(channels)
    samples = [float(cell) for cell in columns[wanted]]
    timed = rng.random() < 0.6
    if timed:
        columns.insert(0, times(rng, count, what))
        wanted += 1
    if blanks and timed and " " in columns[0][0]:
        columns[0] = [cell.replace(" ", "T") for cell in columns[0]]
    doubtful = False
    comma = rng.random() < (0.35 if separator.strip() != "," else 0.15)
    mark = rng.choice([" ", "'", "\u00a0", ".", ","]) if rng.random() < 0.08 else ""
    if mark == ("," if comma else "."):
        mark = "." if comma else ","
    if mark:
        doubtful = True
        columns[wanted] = [thousands(one, "\1") for one in columns[wanted]]
    quotes = rng.random() < 0.5
    if comma:
        columns = [[cell.replace(".", ",") for cell in column] for column in columns]
        doubtful = doubtful or all(len(cell.split(",")[-1]) == 3 for cell in columns[wanted])
    if mark:
        columns[wanted] = [one.replace("\1", mark) for one in columns[wanted]]
    what += [repr(separator), encoding, repr(end), f"comma {comma}", f"thousands {mark!r}"]
    joined = separator.strip() == "," and (comma or mark == ",") and not quotes
    status = rng.random() < 0.15 and not blanks
    if status:
        columns.append([rng.choice(["OK", "ok ", "HI", ""]) for _ in range(count)])
        what.append("status")
    beside = not blanks and rng.random() < 0.1
    left = rng.random() < 0.5
    if beside:
        notes = [[*(NOTES[n] if n < len(NOTES) else ("", "")), ""] for n in range(count)]
        side = [list(column) for column in zip(*notes, strict=True)]
        columns = [*side, *columns] if left else [*columns, *side]
        wanted += 3 * left
        what.append(f"notes {'left' if left else 'right'}")
    header = rng.choice(["none", "names", "names", "names", "units", "numbers", "index"])
    header = "names" if header == "index" and not timed else header
    broken = []
    damage = rng.choice(["", "", "", "", "error", "gap", "word"])
    rows = [list(row) for row in zip(*columns, strict=True)]
    if damage in ("error", "word"):
        place = rng.randrange(1, count - 1)  # an empty line at the end says nothing
        wrong = rng.choice(ERRORS)
        if blanks:
            wrong = wrong.replace(" ", "-") or "?"
        elif separator.strip() in wrong and separator.strip():
            wrong = "#N/A"
        rows[place][wanted] = wrong
        broken.append(place + 1)
        what.append(f"error {wrong!r} in row {place + 1}")
    lines = [
        separator.join(quote(cell, separator, comma and quotes) for cell in row) for row in rows
    ]
    if joined:
        lines = [separator.join(row) for row in rows]
        doubtful = True
        what.append("not quoted")
    trailing = rng.random() < 0.1 and not blanks
    if trailing:
        lines = [line + separator.strip(" ") for line in lines]
        what.append("trailing")
    if rng.random() < 0.1 and blanks:
        lines = ["  " + line for line in lines]
    if damage == "gap":
        place = rng.randrange(1, count)
        lines.insert(place, rng.choice(["", "", "  ", ",,," if separator == "," else ""]))
        broken.append(place + 1)
        what.append(f"gap before row {place + 1}")
    name, top = None, []
    head = [f"CH{n}" for n in range(len(columns))]
    if header in ("names", "units"):
        name = rng.choice(NAMES)
        name = name.replace(" ", "_") if blanks else name
        if (encoding == "cp1252" and not name.isascii() and name != "m/s²") or (
            encoding == "gb18030" and name == "m/s²"
        ):
            name = "acc"
        head[wanted] = name
        if timed:
            head[wanted - 1 if channels == 1 else head.index("CH0")] = rng.choice(["t", "Time"])
            head[wanted] = name
        top = [separator.join(quote(one, separator, False) for one in head)]
        if header == "units":
            top.append(separator.join(rng.choice(["s", "g", "V", "(g)", "[V]"]) for _ in head))
    elif header == "numbers":
        top = [separator.join(str(n) for n in range(len(columns)))]
        doubtful = True
    elif header == "index":
        top = [separator.join(["", *(str(n) for n in range(len(columns) - 1))])]
        doubtful = True
    what.append(f"header {header}")
    preamble = rng.choice(["", "", "", "#", "title", "pairs"])
    if preamble == "#":
        top = ["# made by a logger", "#rate 12000", *top]
    elif preamble == "title":
        top = [rng.choice(TITLES), *([""] if rng.random() < 0.5 else []), *top]
        doubtful = doubtful or header == "none"
    elif preamble == "pairs":
        top = [*(separator.join(pair) for pair in NOTES), *top]
        doubtful = doubtful or header in ("none", "numbers", "index")
    what.append(f"preamble {preamble}")
    if len(columns) == 1 and ((comma and not quotes) or columns[0][0] == "0"):
        doubtful = True  # its commas may separate cells; 0 may be the number of a column
    text = end.join([*top, *lines]) + end * rng.choice([1, 1, 1, 0, 2])
    content = text.encode(encoding, errors="replace")
    if encoding == "utf-16-le":
        doubtful = doubtful or not text.isascii()
    if rng.random() < 0.05:
        content += bytes(rng.choice([2, 40, 512]))
        broken.append(0)
        what.append("zeros")
    return Table(content, samples, wanted, name, what, broken, doubtful)

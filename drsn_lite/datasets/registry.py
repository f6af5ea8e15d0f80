"""The data sets of the lessons: for each a card that says what it is, whose, and on what terms."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from drsn_lite import paths
from drsn_lite.datasets import cwru, digits, downloads, fsdd, fsdd_files, gearbox, mnist
from drsn_lite.datasets.dataset import Dataset
from drsn_lite.datasets.remote import DataError, DataRefusedError, Remote


@dataclass(frozen=True)
class Card:
    """What is known of a data set.

    `load` is the function behind `datasets.load`; `files` lists its files with their sha256, None
    if it needs none; `get` gets them, where that is more than a download each. `size` is that of
    the download, in bytes, and `hashes` the file of the project that holds the sha256 sums.
    """

    name: str
    title: str
    licence: str
    citation: str
    url: str
    provenance: str
    load: Callable[..., Dataset]
    size: int = 0
    hashes: str = ""
    files: Callable[[], list[Remote]] | None = None
    get: Callable[..., Path] | None = None

    def remotes(self) -> list[Remote]:
        """The files that the data set consists of, with their sha256."""
        return self.files() if self.files else []

    def __str__(self) -> str:
        size = f"{self.size / 1e6:.0f} MB to download" if self.size else "needs no file"
        rows = {
            "licence": self.licence,
            "citation": self.citation,
            "from": self.url,
            "size": size,
            "sha256": str(paths.DATA / self.hashes) if self.hashes else "",
            "provenance": self.provenance,
        }
        lines = [f"{key:<12}{text}" for key, text in rows.items() if text]
        return "\n".join([f"{self.name}: {self.title}", *lines])


@dataclass(frozen=True)
class State:
    """What is here of a data set's files: how many are right, and what is missing or wrong."""

    right: int
    missing: tuple[Remote, ...]
    wrong: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether each file is here, and right."""
        return not self.missing and not self.wrong


def card(name: str) -> Card:
    """The card of a data set.

    Raises
    ------
    ValueError
        If there is none: says which there are.
    """
    if name not in CARDS:
        raise ValueError(f"there is no data set {name!r}; there are {', '.join(CARDS)}")
    return CARDS[name]


def fetch(name: str, *, download: bool = True) -> list[Path]:
    """Get the files of a data set: what they are in, or nothing if it needs none.

    Raises
    ------
    DataError
        See `drsn_lite.datasets.downloads.fetch`.
    """
    wanted = card(name)
    if wanted.get:
        return [wanted.get(download=download)]
    return downloads.fetch(name, wanted.remotes(), download=download) if wanted.files else []


def available(name: str) -> bool:
    """Whether the data set can be loaded now without the network; never downloads."""
    try:
        fetch(name, download=False)
    except DataError:
        return False
    return True


def verify(name: str) -> State:
    """Compute the sha256 of each file of a data set; never downloads, never stops at the first."""
    right, missing, wrong = 0, [], []
    for remote in card(name).remotes():
        try:
            found = downloads.find(name, remote)
        except DataRefusedError as error:
            wrong.append(str(error))
        else:
            right += found is not None
            missing += [] if found else [remote]
    return State(right, tuple(missing), tuple(wrong))


CARDS: dict[str, Card] = {
    entry.name: entry
    for entry in (
        Card(
            name="gearbox",
            title="simulated vibration of a gearbox in eight states of health",
            licence="MIT, as this project",
            citation=(
                "DRSN-lite; its states follow Zhao, Zhong, Fu, Tang & Pecht 2020, IEEE "
                "Transactions on Industrial Informatics 16(7):4681-4690"
            ),
            url="computed from a seed, by drsn_lite.datasets.gearbox",
            provenance=(
                "Simulated: a model of shafts, gears and bearings, no measurement. Training and "
                "test signals are independent draws."
            ),
            load=gearbox.load,
        ),
        Card(
            name="digits",
            title="1797 handwritten digits of 8 × 8 pixels",
            licence="comes with scikit-learn",
            citation=(
                "Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits, UCI Machine "
                "Learning Repository"
            ),
            url="https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits",
            provenance=(
                "The test part of the UCI set: 13 people filled in forms, bitmaps of 32 × 32 were "
                "counted down to 8 × 8. Who wrote which digit is not told, so the same writers are "
                "in training and test."
            ),
            load=digits.load,
        ),
        Card(
            name="mnist",
            title="70,000 handwritten digits of 28 × 28 pixels",
            licence="CC BY-SA 3.0",
            citation=(
                "LeCun, Bottou, Bengio & Haffner 1998, Proceedings of the IEEE 86(11):2278-2324"
            ),
            url="https://ossci-datasets.s3.amazonaws.com/mnist/",
            provenance=(
                "Digits of American census workers and of students, from NIST's special databases "
                "1 and 3, scaled and centred. The writers of the test digits wrote none of the "
                "training digits."
            ),
            load=mnist.load,
            size=11_594_722,
            hashes="mnist_manifest.json",
            files=mnist.remotes,
        ),
        Card(
            name="cwru",
            title="bearings with spark-eroded faults, ten classes, drive end, 12 kHz, no load",
            licence="no licence text is given: download it, do not pass it on",
            citation="Case Western Reserve University, Bearing Data Center",
            url="https://engineering.case.edu/bearingdatacenter",
            provenance=(
                "Ten recordings of ten seconds or more on one test rig, one bearing a class. How "
                "far they can be trusted: Smith & Randall 2015, Mechanical Systems and Signal "
                "Processing 64-65:100-131. Their traps are in drsn_lite/datasets/cwru.py."
            ),
            load=cwru.load,
            size=30_257_048,
            hashes="cwru_manifest.json",
            files=cwru.files,
        ),
        Card(
            name="fsdd",
            title="3000 spoken English digits, six speakers, 8 kHz",
            licence="CC BY-SA 4.0",
            citation="Jackson and others, Free Spoken Digit Dataset, release 1.0.10",
            url="https://github.com/Jakobovski/free-spoken-digit-dataset",
            provenance=(
                "Each speaker said each digit fifty times; silence at both ends is trimmed. In the "
                "official split, recordings 0 to 4 are the test: the same voices are in training "
                "and test. Hold one speaker out to ask about a new voice."
            ),
            load=fsdd.load,
            size=15_700_000,  # GitHub makes the archive anew and announces no size
            hashes="fsdd_manifest.json",
            files=fsdd_files.remotes,
            get=fsdd_files.folder,
        ),
    )
}
"""By name, in the order in which they are listed."""

"""What a copy is: whose windows are counted, and by what files are known."""

import os

import numpy as np
import pytest

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings.copies import BLOCK, Seen, fingerprint

RNG = np.random.default_rng(0)
A, B, C = (RNG.standard_normal((100, 32)).astype(np.float32) for _ in range(3))


def test_shared_windows_stay_those_of_the_first_that_had_them(tmp_path):
    """Less than half of b is from a. c is mostly from a, and a part of that is in b as well."""
    seen = Seen()
    seen.add_windows(tmp_path / "a", "a", A[:61])
    seen.add_windows(tmp_path / "b", "b", np.concatenate([A[:29], B[:40]]))
    with pytest.raises(RecordingError, match="49 of its 59 windows from a"):
        seen.add_windows(tmp_path / "c", "c", np.concatenate([A[:49], C[:10]]))


def test_files_of_one_time_and_size_are_compared_byte_by_byte(tmp_path):
    """A copy with its time kept (cp -p, an archive) is known by more than its time."""
    seen = Seen()
    for name, last in (("a", b"\0"), ("b", b"\1")):
        (tmp_path / name).write_bytes(bytes(2 * BLOCK) + last)
        os.utime(tmp_path / name, (1e9, 1e9))
        seen.add_file(tmp_path / name, name)
    (tmp_path / "c").write_bytes(bytes(2 * BLOCK) + b"\1")
    os.utime(tmp_path / "c", (1e9, 1e9))
    with pytest.raises(RecordingError, match="c has the same bytes as b"):
        seen.add_file(tmp_path / "c", "c")


def test_a_fingerprint_tells_files_of_other_lengths_apart(tmp_path):
    contents = (bytes(BLOCK), bytes(BLOCK + 1), bytes(2 * BLOCK), b"\1" + bytes(BLOCK - 1))
    prints = set()
    for place, content in enumerate(contents):
        (tmp_path / f"{place}").write_bytes(content)
        prints.add(fingerprint(tmp_path / f"{place}"))
    assert len(prints) == len(contents)

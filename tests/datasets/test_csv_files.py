"""CSV files: separators, headers and decimals as people write them, rows named, blocks."""

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import memory, refused, whole

from drsn_lite.datasets.recordings import csv_files
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import cut


@pytest.mark.parametrize(
    ("text", "options", "want"),
    [
        ("1\n2.5\n-3e-2\n", {}, [1, 2.5, -0.03]),
        ("x\n1\n2\n", {}, [1, 2]),
        ("# a comment\n\nt,x\n0,5\n1,6\n", {"column": "x"}, [5, 6]),
        ("t,x\n0,5\n1,6\n", {"column": 0}, [0, 1]),
        ("t;x\n0,5;1,25\n1,5;2,25\n", {"column": "x"}, [1.25, 2.25]),
        ("0\t1\n2\t3\n", {"column": 1}, [1, 3]),
        ("  0.0   1.5\n  1.0   2.5\n", {"column": 1}, [1.5, 2.5]),
        ("5,\n6,\n", {}, [5, 6]),
        ('"t","x y"\n0, 5\n1, 6\n', {"column": "x y"}, [5, 6]),
        ("t,x,\n0,5,\n1,6,\n", {"column": "x"}, [5, 6]),
        ("t,x\n0,5,\n1,6,\n", {"column": "x"}, [5, 6]),
        ('"t, s";x\n0;5\n1;6\n', {"column": 1}, [5, 6]),
        ("#\n\n# c\nx\n\n5\n# c\n6\n", {}, [5, 6]),
        ("x\n0x\n".replace("0x", "5 # a note"), {}, [5]),
        ("\ufeffx\r\n1\r\n2\r\n", {"column": "x"}, [1, 2]),
        ("1\r\r\n2\r\r\n", {}, [1, 2]),
        ("#\n\n# c\nx\n\n5\n6\n\n \n# c\n\n", {}, [5, 6]),
    ],
)
def test_csv_as_people_write_it(tmp_path, text, options, want):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    np.testing.assert_allclose(whole(path, **options), want)
    assert open_recording(path, **options).rate_hz is None


def test_csv_in_latin_1(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("t,m/s²\n0,5\n1,6\n".encode("latin-1"))
    np.testing.assert_array_equal(whole(path, column="m/s²"), [5, 6])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x\n1\n2\nNaN\n4\n", ["row 3", "NaN"]),
        ("x\n1\ninf\n", ["row 2", "inf"]),
        ("x\n1\nabc\n3\n", ["row 2", "'abc'"]),
        ("t,x\n1,2\n3,\n", ["row 2", "empty"]),
        ("t,x\n1,2\n3,4\n", ["2 channels", "0: t, 1: x", "column="]),
        ("x\n", ["no row"]),
        ("1,5\n2,5\n", ["2 channels", "decimal commas, say so by decimal="]),
        (
            "x\n1,5\n2,5\n",
            ["parts of one number", "decimal commas, say so by decimal=',' or write"],
        ),
        ("x\n1\n" + "9" * 400 + "\n", ["row 2", "line 3", "'99999", "…'", "no finite number"]),
        ("x\n1\n" + "a" * 9000 + "\n", ["row 2", "'aaa", "…'"]),
        ("1,2,3,4.5\n", ["one row with 4 numbers", "one number a row"]),
        ("1" * 70_000, ["no end of line"]),
        ("\n\n", ["empty"]),
        ("\x80\x04K\x01.", ["no text"]),
        ("x\n1\n\n3\n", ["line 3 of the file is empty", "missing", "Write it in"]),
        ("# c\n1\r\n2\r\n \t\r\n\r\n# c\r\n3\r\n", ["line 4 of the file is empty"]),
        ("x\n" + "1\n" * 99 + '"2\n' + "3\n" * 9, ["quotation mark opens near line 101"]),
    ],
)
def test_csv_that_cannot_be_used_names_the_row(tmp_path, text, words):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("latin-1"))
    refused(path, *words, **({"column": "x"} if text.startswith("t,x\n1,2\n3,\n") else {}))


def test_a_large_csv_is_read_by_blocks_with_the_same_result(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    values = np.random.default_rng(0).normal(size=(5000, 2)).round(6)
    np.savetxt(path, values, delimiter=",", header="a,b", comments="", fmt="%.6f")
    want = cut(open_recording(path, column="b"), 100, 70)
    monkeypatch.setattr(csv_files, "IN_MEMORY", 1000)
    monkeypatch.setattr(csv_files, "ROWS", 333)
    recording = open_recording(path, column="b")
    assert recording.length == 5000
    np.testing.assert_array_equal(cut(recording, 100, 70).x, want.x)
    np.testing.assert_array_equal(recording.read(10, 400), values[10:400, 1])  # back again
    np.testing.assert_array_equal(recording.read(4000, 4100), values[4000:4100, 1])
    np.testing.assert_array_equal(recording.read(4990, 5100), values[4990:, 1])


def test_a_large_csv_names_the_row_in_a_later_block(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("x\n" + "1\n" * 700 + "oops\n" + "1\n" * 99)
    monkeypatch.setattr(csv_files, "IN_MEMORY", 0)
    monkeypatch.setattr(csv_files, "ROWS", 100)
    refused(path, "row 701", "'oops'")


@pytest.mark.parametrize("wrong", ["3,5", "1.5,2", "1;2"])
def test_a_row_far_down_that_is_not_like_the_first(tmp_path, wrong):
    path = tmp_path / "a.csv"
    path.write_text("x\n" + "1.5\n" * 400 + wrong + "\n1.5\n")
    words = ["row 401", "'1;2'"] if ";" in wrong else ["line 402", "has 2 cells", "mend that line"]
    refused(path, *words)


def test_a_large_csv_stays_on_disk(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("x\n" + "".join(f"{n % 977}.{n % 89}\n" for n in range(200_000)))
    monkeypatch.setattr(csv_files, "IN_MEMORY", 0)
    monkeypatch.setattr(csv_files, "ROWS", 5000)
    pandas.read_csv(path)  # what it takes to be imported is not counted
    with memory() as peak:
        recording = open_recording(path)
        found = cut(recording, 100, 100, 20)
        assert peak() < 1_400_000  # as float64 the column takes 1.6 MB
    assert (recording.length, found.possible, len(found.x)) == (200_000, 2000, 20)


@settings(max_examples=30, deadline=None)
@given(
    rows=st.integers(1, 60),
    size=st.integers(1, 20),
    places=st.lists(st.tuples(st.integers(0, 59), st.integers(0, 30)), max_size=6),
)
def test_reading_forward_is_slicing(tmp_path_factory, rows, size, places):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text("\n".join(map(str, range(rows))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_files, "ROWS", size)
        forward = csv_files.Forward(path, csv_files.find_dialect(path))
        for start, length in places:
            found = forward.read(start, start + length)
            np.testing.assert_array_equal(found, np.arange(rows)[start : start + length])

"""Files as instruments and spreadsheets write them: the right samples, or the row and a remedy."""

import numpy as np
import pytest
from recorded import WAVE, get, refused, whole

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import check_rate

X = [f"{value:.6f}" for value in WAVE[:400]]
SAMPLES = np.array(X, float)
T = [f"{n / 12_000:.6f}" for n in range(400)]
STAMPS = [f"2024-03-01 08:00:00.{n * 1_000_000 // 12_000:06d}" for n in range(400)]


def write(path, lines, encoding="utf-8", end="\n"):
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def pairs(*columns, mark=","):
    return [mark.join(cells) for cells in zip(*columns, strict=True)]


@pytest.mark.parametrize("wrong", ["#N/A", "#DIV/0!", "#WERT!", "#####", "#5.0", '"#N/A"'])
@pytest.mark.parametrize("header", [["acc"], []])
def test_an_error_of_a_spreadsheet_does_not_drop_its_row(tmp_path, wrong, header):
    lines = [*header, *X[:200], wrong, *X[201:]]
    said = refused(write(tmp_path / "a.csv", lines), "row 201", "mend that row")
    assert wrong.strip('"') in said


@pytest.mark.parametrize("count", [1, 2, 3, 4, 8])
@pytest.mark.parametrize("index", [False, True])
def test_a_header_of_numbers_is_no_sample(tmp_path, count, index):
    """As `DataFrame(array).to_csv(index=…)` writes it."""
    columns = [[str(n) for n in range(400)]] * index + [X] * count
    head = [""] * index + [str(n) for n in range(count)]
    path = write(tmp_path / "a.csv", [",".join(head), *pairs(*columns)])
    if index or count > 3:
        np.testing.assert_array_equal(whole(path, column=count - 1 + index), SAMPLES)
    else:
        refused(path, "line 1", "numbers of columns", "write names", column=count - 1)


def test_a_first_row_is_no_header_where_another_cell_is_a_word(tmp_path):
    path = write(tmp_path / "a.csv", pairs(STAMPS, X))
    np.testing.assert_array_equal(whole(path, column=1), SAMPLES)
    assert open_recording(path, column=1).rate_hz == 12_000
    refused(path, "'2024-03-01 08:00:00.000000', a time", "choose another column", column=0)
    notes = ["Record Length,400,", "Sample Interval,8.33e-05,", "Source,CH1,", *[",,"] * 397]
    path = write(tmp_path / "b.csv", [f"{line}," for line in pairs(notes, T, X)])
    np.testing.assert_array_equal(whole(path, column=4), SAMPLES)
    assert open_recording(path, column=4).rate_hz == 12_000
    status = ["OK"] * 400
    path = write(tmp_path / "c.csv", pairs(status, X))
    np.testing.assert_array_equal(whole(path, column=1), SAMPLES)


def test_a_row_like_a_header_is_asked_about(tmp_path):
    path = write(tmp_path / "a.csv", ["0.000000,Settling", *pairs(T, X)[1:]])
    refused(path, "line 1", "may be a row or a header", "Mend it", column=1)


@pytest.mark.parametrize(
    "top",
    [
        ["x-axis,1", "second,Volt"],
        ["Model,DSO-X 2024A", "Record Length,400", "", "t,1", "(s),(g)"],
        ["A title, with a comma", "", "t,acc"],
        ["Company X"],
        [],
    ],
)
def test_titles_names_and_units_stand_above_the_rows(tmp_path, top):
    path = write(tmp_path / "a.csv", [*top, *pairs(T, X)])
    np.testing.assert_array_equal(whole(path, column=1), SAMPLES)
    assert open_recording(path, column=1).rate_hz == 12_000
    if top in ([], ["Company X"]):  # nothing says that the first column is the time
        with pytest.raises(RecordingError, match="2 channels"):
            open_recording(path)
    else:
        np.testing.assert_array_equal(whole(path), SAMPLES)
        assert "is the signal, beside the times" in open_recording(path).note


@pytest.mark.parametrize("unit", ["mm/s²", "m/s^2", "mV/g", "µm", "N·m", "1/min", "in/s", "kPa"])
def test_a_line_of_units_is_no_line_of_names(tmp_path, unit):
    path = write(tmp_path / "a.csv", ["Zeit;Weg", f"s;{unit}", *pairs(T, X, mark=";")])
    np.testing.assert_array_equal(whole(path), SAMPLES)
    assert "column 1 (Weg)" in open_recording(path).note


def test_of_three_columns_one_must_be_chosen(tmp_path):
    rows = [f"{row},{n % 5}" for n, row in enumerate(pairs(T, X))]
    refused(write(tmp_path / "a.csv", ["t,acc,temp", *rows]), "3 channels", "column=")


def test_a_column_called_time_that_does_not_rise_is_asked_about(tmp_path):
    refused(write(tmp_path / "a.csv", ["time,acc", *pairs(X, X)]), "2 channels", "column=")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("加速度(g)", "gb18030"),
        ("加速度(g)", "utf-16"),
        ("加速度(g)", "utf-16-le"),
        ("加速度(g)", "utf-8-sig"),
        ("加速度(g)", "utf-32"),
        ("加速度", "shift_jis"),
        ("가속도", "euc_kr"),
        ("T (°C)", "cp1252"),
        ("m/s²", "latin-1"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_are_chosen_by_name_in_any_encoding(tmp_path, name, encoding, end):
    path = write(tmp_path / "a.csv", [f"n,{name}", *pairs(T, X)], encoding, end)
    np.testing.assert_array_equal(whole(path, column=name), SAMPLES)


@pytest.mark.parametrize("mark", [";", "\t", " ", ",", "|"])
def test_decimal_commas(tmp_path, mark):
    quote = '"{}"' if mark == "," else "{}"
    columns = [[quote.format(cell.replace(".", ",")) for cell in one] for one in (T, X)]
    path = write(tmp_path / "a.csv", [f"t{mark}acc", *pairs(*columns, mark=mark)])
    np.testing.assert_array_equal(whole(path, column="acc"), SAMPLES)
    assert open_recording(path, column="acc").rate_hz == 12_000


def test_decimal_commas_that_cut_numbers(tmp_path):
    lines = [line.replace(".", ",") for line in pairs(T, X)]
    for top in (["t,acc"], []):
        path = write(tmp_path / "a.csv", [*top, *lines])
        for column in range(4):
            refused(path, "decimal", column=column)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1,234.5", "999.25", "-1,001.75"], ["row 1", "thousands marks", "without them"]),
        (["1.234,5", "999,25", "-1.001,75"], ["row 1", "thousands marks"]),
        (["1,234", "2,345", "-9,001"], ["decimal marks or those of thousands", "decimal points"]),
        (["1.234", "999", "-2.001"], ["decimal marks or those of thousands"]),
        (["1 234,5", "999,25", "-1 001,75"], ["row 1", "thousands marks"]),
        (["1'234.5", "999.25", "1.5"], ["row 1", "thousands marks"]),
        (["0,5", "1.5", "2,5"], ["row 2", "decimal mark is not ','"]),
        (["0.5", "1,5", "2.5"], ["row 2", "decimal mark is not '.'"]),
    ],
)
def test_marks_of_thousands_are_no_decimal_marks(tmp_path, cells, words):
    lines = ["n;x", *(f"{n};{cell}" for n, cell in enumerate(cells * 5))]
    refused(write(tmp_path / "a.csv", lines), *words, column=1)
    if cells[0] == "1,234":  # a number below one decides
        lines.append("15;0,125")
        assert whole(write(tmp_path / "a.csv", lines), column=1)[0] == 1.234


def test_bytes_that_were_never_written(tmp_path):
    path = write(tmp_path / "a.csv", ["x", *X])
    path.write_bytes(path.read_bytes() + bytes(4096))
    refused(path, "zero from line 402", "Cut it before that line")
    path.write_bytes(b"x\n" + b"0.25\n" * 20_000 + bytes(4096))
    refused(path, "zero from line 20002")


def test_the_first_line_may_say_how_many_follow(tmp_path):
    refused(write(tmp_path / "a.txt", ["400", *X]), "holds 400", "is no sample")


@pytest.mark.parametrize(
    ("name", "step", "form", "rate"),
    [
        ("t", 1 / 12_000, "%.6f", 12_000),
        ("Time (ms)", 1e3 / 12_000, "%.4f", 12_000),
        ("time [µs]", 1e6 / 12_000, "%.1f", 12_000),
        ("Zeit [s]", 1 / 25_600, "%.9f", 25_600),
        ("时间(s)", 1 / 12_000, "%.6f", 12_000),
        ("timestamp_ms", 1, "%d", 1000),
        ("t", 1 / 97_656, "%r", 97_656),
        ("Time", 1 / 44_100, "%.7e", 44_100),
        ("n", 1, "%d", None),
        ("t", 1, "%d", None),
        ("angle", 0.1, "%.1f", None),
    ],
)
def test_even_times_tell_the_rate(tmp_path, name, step, form, rate):
    times = [form % (n * step) for n in range(400)]
    path = write(tmp_path / "a.csv", [f"{name},x", *pairs(times, X)])
    recording = open_recording(path, column="x")
    assert recording.rate_hz == (pytest.approx(rate, rel=1e-5) if rate else None)
    assert (name in recording.note) == bool(rate)
    if rate:
        assert check_rate(recording, rate, "the option says", True) == rate
        with pytest.raises(RecordingError, match=rf"{rate} Hz, the option says 51200 Hz"):
            check_rate(recording, 51_200.0, "the option says", True)
        refused(path, "the time or a counter", "choose another", column=name)


def test_times_whose_unit_is_not_said_may_be_milliseconds(tmp_path):
    times = [f"{n / 12:.4f}" for n in range(400)]
    recording = open_recording(write(tmp_path / "a.csv", pairs(times, X)), column=1)
    assert check_rate(recording, 12_000, "the option says", True) == 12_000
    with pytest.raises(RecordingError, match="12 Hz, the option says 13000 Hz"):
        check_rate(recording, 13_000, "the option says", True)
    assert "taken for seconds" in recording.note


def test_times_that_are_not_even_tell_none_and_a_jump_is_named(tmp_path):
    rng = np.random.default_rng(0)
    jitter = np.arange(400) / 12_000 + rng.uniform(-3e-5, 3e-5, 400)
    path = write(tmp_path / "a.csv", ["t,x", *pairs([f"{one:.7f}" for one in jitter], X)])
    recording = open_recording(path, column="x")
    assert recording.rate_hz is None
    assert "not even" in recording.note
    late = [*T[:300], *(f"{n / 12_000:.6f}" for n in range(350, 450))]
    path = write(tmp_path / "a.csv", ["t,x", *pairs(late, X)])
    recording = open_recording(path, column="x")
    assert recording.rate_hz is None
    assert "between the rows 300 and 301" in recording.note


def test_a_folder_takes_the_rate_from_its_files_and_says_so(tmp_path):
    for name in ("healthy", "worn"):
        (tmp_path / name).mkdir()
        for take in range(3):
            values = np.random.default_rng([take, len(name)]).normal(size=400)
            cells = [f"{one:.6f}" for one in values]
            write(tmp_path / name / f"{take}.csv", ["t,x", *pairs(T, cells)])
    data = get(tmp_path, column="x", rate_hz=None)
    assert data.rate_hz == 12_000
    assert "In 6 of the files, the sampling rate, 12000 Hz, is from the times in column 0" in (
        data.note
    )
    assert get(tmp_path, column="x", rate_hz=12_000).rate_hz == 12_000
    with pytest.raises(RecordingError, match="12000 Hz, the option rate_hz says 51200 Hz"):
        get(tmp_path, column="x", rate_hz=51_200)

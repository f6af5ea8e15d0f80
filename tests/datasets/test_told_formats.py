"""What files do not say themselves, told by an option: their format, and their decimal mark."""

import json

import numpy as np
import pytest
import scipy.io.wavfile
from recorded import folder_refused, get, refused, whole

from drsn_lite import checkpoints
from drsn_lite.__main__ import main
from drsn_lite.checkpoints import cards
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.networks import Plan, build
from drsn_lite.prediction import predict_file

GROUPED = [1.234, 2.345, 3.456, 4.567, 5.678, 6.789, 7.891, 8.912, 9.123]


def grouped(path, mark=","):
    """Numbers of which each has three digits after its mark."""
    path.write_text("".join(f"{x:.3f}\n".replace(".", mark) for x in GROUPED))
    return path


def test_the_decimal_mark_is_told_where_nothing_tells(tmp_path):
    path = grouped(tmp_path / "a.csv")
    refused(path, "say so by decimal=',' or write points instead")
    assert whole(path, decimal=",").tolist() == GROUPED
    path.write_text(path.read_text().replace("\n", ";1\n"))
    refused(path, "may be decimal marks or those of thousands", "say by decimal= which", column=0)
    assert whole(path, decimal=",", column=0).tolist() == GROUPED
    refused(path, "decimal mark is not '.' as told by decimal=", decimal=".", column=0)


def test_columns_of_whole_numbers_are_told_from_decimal_commas(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{n % 7},{n % 5}0\n" for n in range(20)))
    refused(path, "may be parts of one number", column=1)
    assert whole(path, column=1, decimal=".")[:3].tolist() == [0, 10, 20]
    assert whole(path, decimal=",")[:3].tolist() == [0.0, 1.1, 2.2]


def test_blanks_separate_where_commas_are_decimal(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{n % 7},{n % 5} {n % 3},{n % 4}1\n" for n in range(20)))
    assert whole(path, column=1, decimal=",")[:3].tolist() == [0.01, 1.11, 2.21]


def test_a_point_that_is_no_decimal_mark_is_refused(tmp_path):
    path = grouped(tmp_path / "a.csv", ".")
    assert whole(path, decimal=".").tolist() == GROUPED
    refused(path, "'1.234'", "row 1 ", "not ',' as told by decimal=", decimal=",")


def table(path, seed, mark=None):
    """A column of numbers in a file whose ending and beginning say nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    x = np.random.default_rng(seed).integers(1000, 9000, 300) / 1000
    path.write_text("".join(f"{one:.3f}\n".replace(".", mark or ".") for one in x))
    return path


@pytest.fixture
def root(tmp_path):
    """Four files .vib in each of two classes, and a WAV file among them."""
    for label, kind in enumerate("ab"):
        for n, letter in enumerate("pqrs"):
            table(tmp_path / "own" / kind / f"{letter}.vib", 10 * label + n, ",")
    values = np.random.default_rng(5).integers(-999, 999, 300).astype(np.int16)
    scipy.io.wavfile.write(tmp_path / "own" / "b" / "t.wav", 1000, values)
    return tmp_path / "own"


def test_a_folder_is_read_as_the_format_that_is_told(root):
    data = get(root, format="csv", decimal=",", group="recording")
    names = {*data.train_recording, *data.test_recording}
    assert len(names) == 9
    assert "b/t.wav" in names, "a file that says what it is is read as that"
    assert (data.windowing["format"], data.windowing["decimal"]) == ("csv", ",")
    (root / "b" / "t.wav").unlink()
    folder_refused(root, "holds no recording", "say what they are by format=")
    folder_refused(root, "may be parts of one number", "decimal=", format="csv")
    with pytest.raises(ValueError, match=r"format is one of wav, csv, .*, got 'docx'"):
        get(root, format="docx")
    with pytest.raises(ValueError, match="decimal is one of ',' and"):
        get(root, format="csv", decimal=";")


def test_nothing_is_told_where_nothing_was(root):
    assert {"format", "decimal"}.isdisjoint(
        get(root, format="csv", decimal=",").windowing.keys() - {"format", "decimal"}
    )
    for one in (*root.rglob("*.vib"),):
        one.rename(one.with_suffix(".csv"))
    data = get(root, decimal=",")
    assert "format" not in data.windowing
    card = cards.card(data, build("resnet", Plan((7, 4), ((4, 1, 2),), 1), 2, seed=0))
    assert "format" not in card["input"]
    assert card["input"]["decimal"] == ","


def test_predict_reads_files_as_the_training_did(root, tmp_path, capsys):
    data = get(root, format="csv", decimal=",")
    network = build("drsn-cw", Plan((7, 4), ((4, 1, 2),), 1), 2, seed=0)
    card = cards.card(data, network)
    path = checkpoints.save(network, tmp_path / "net", card)
    new = table(tmp_path / "new.vib", 99, ",")
    assert main(["predict", str(path), str(new), "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    by_hand = predict_file(network, data.classes, cards.read_input(card), new)
    assert row["class"] == data.classes[by_hand.winner]
    for name in ("format", "decimal"):
        del card["input"][name]
    checkpoints.save(network, path, card)
    assert main(["predict", str(path), str(new)]) == 1
    assert "say what it is by --format" in capsys.readouterr().err
    assert main(["predict", str(path), str(new), "--format=csv"]) == 1
    assert "say so by --decimal ','" in capsys.readouterr().err
    assert main(["predict", str(path), str(new), "--format=csv", "--decimal=,"]) == 0
    for wrong, said in (("--format=docx", "format is one of"), ("--decimal=;", "decimal is one")):
        assert main(["predict", str(path), str(new), wrong]) == 2
        assert said in capsys.readouterr().err


def test_predict_tells_what_was_found_out(root, tmp_path, capsys):
    data = get(root, format="csv", decimal=",")
    network = build("drsn-cw", Plan((7, 4), ((4, 1, 2),), 1), 2, seed=0)
    path = checkpoints.save(network, tmp_path / "net", cards.card(data, network))
    unsaid = f"{path}: its card does not say what the training held, so nothing here tells whether "
    unsaid += "a recording is like it\n"
    timed, piped = tmp_path / "timed.csv", tmp_path / "piped.wav"
    rows = np.random.default_rng(1).normal(size=200)
    lines = [f"{n / 1000:.3f},{x:.5f}\n" for n, x in enumerate(rows)]
    timed.write_text("time (s),a\n" + "".join(lines))
    content = bytearray((root / "b" / "t.wav").read_bytes())
    content[4:8] = content[40:44] = b"\xff" * 4
    piped.write_bytes(content)
    notes = [open_recording(one, "a" if one == timed else None).note for one in (timed, piped)]
    assert notes[0].startswith("the sampling rate, 1000 Hz, is from the times in")
    assert "its header does not say how many samples" in notes[1]
    call = ["predict", str(path), str(timed), "--column=a", "--decimal=."]
    answers = tmp_path / "answers.csv"
    assert main([*call, "--json", "--csv", str(answers)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)[0]["note"] == notes[0]
    assert err == unsaid
    assert notes[0] in answers.read_text("utf-8")
    assert main(call) == 0
    assert capsys.readouterr().err == unsaid, "that the rate fits the card's is no news"
    assert main(["predict", str(path), str(piped)]) == 0
    out, err = capsys.readouterr()
    assert err == f"{unsaid}{piped}: {notes[1]}\n"
    assert notes[1] not in out
    assert main(["predict", str(path), str(piped), "--json"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)[0]["note"], err) == (notes[1], unsaid)

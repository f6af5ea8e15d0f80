"""`predict` with names that do harm: formulas, escapes, folders and patterns, other encodings."""

import csv
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from test_predict_cli import RATE, signal, trained

from drsn_lite import checkpoints
from drsn_lite.__main__ import main
from drsn_lite.visible import obeyed, visible

__all__ = ["trained"]  # a fixture

UNSEEN = "\x1b[31m", "\x07", "\x9b2J", "\u202e", "\u2028", "\x7f"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder, where we are."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names):
    for number, name in enumerate(names):
        if folder := os.path.dirname(name):
            os.makedirs(folder, exist_ok=True)
        with open(name, "wb") as file:  # np.save would change the name
            np.save(file, signal("fast" if number % 2 == 0 else "slow", 99 + number))


def ask(capsys, trained, *words):
    status = main(["predict", str(trained[2]), *words])
    return status, *capsys.readouterr()


def named(capsys, trained, *words):
    """Status and the files of the answers."""
    status, out, err = ask(capsys, trained, *words, "--json")
    return status, [row["file"] for row in json.loads(out)], err


@posix
def test_no_cell_of_the_table_is_a_formula(trained, place, capsys):
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"]
    names = [f"{start}.npy" for start in starts]
    put(*names)
    card = checkpoints.card(trained[2]) | {"classes": ['=HYPERLINK("http://a.b")', "-2+3"]}
    path = checkpoints.save(checkpoints.load_checkpoint(trained[2]), place / "net", card)
    call = ["predict", str(path), "--csv", "out.csv", "--", *names, "=lost.npy"]
    assert main(call) == 1
    capsys.readouterr()
    with open("out.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]
    assert [row[0] for row in rows[1:]] == [f"'{name}" for name in (*names, "=lost.npy")]
    assert {row[1] for row in rows[1:-1]} == {f"'{name}" for name in card["classes"]}
    assert float(rows[1][2]) == 17, "numbers are numbers"


@posix
def test_nothing_unseen_reaches_the_terminal(trained, place, capsys):
    names = [f"a{hidden}b.npy" for hidden in (*UNSEEN, "\n", "\udcff")]
    put(*names)
    card = checkpoints.card(trained[2]) | {"classes": ["\x1b[2Jfast", "sl\u202eow"]}
    path = checkpoints.save(checkpoints.load_checkpoint(trained[2]), place / "net", card)
    lost = [f"{name}.lost" for name in names]
    calls = [
        [str(path), *names, "--plot", "out.png", "--csv", "out.csv"],
        [str(path), *names, "--json"],
        [str(path), *lost],
        ["\x1b[31mno-net", names[0]],
        [str(path), names[0], "--csv", "\x1b[31mno/out.csv"],
        [str(path), "\x1b[31m*"],
    ]
    for words in calls:
        main(["predict", *words])
        for stream in capsys.readouterr():
            unseen = [c for c in stream if c != "\n" and obeyed(c)]
            assert unseen == []
            assert "\u2028" not in stream
            assert len(stream.splitlines()) <= 1 + len(names) or "--json" in words
    assert Image.open("out.png").size[0] > 100
    assert "a\\udcffb.npy" in (place / "out.csv").read_text("utf-8")


def test_what_is_seen_stays():
    for text in ("Lager 1, −5 dB", "加速度", "é ü ß 😀", "a\\b 'c'"):
        assert visible(text) == text
    assert visible("a\x1b[31m\nb\u202e") == r"a\u001b[31m\u000ab\u202e"


def test_folders_and_patterns(trained, place, capsys):
    put(
        "in/b.npy",
        "in/a.npy",
        "in/sub/c.npy",
        "in/.hidden.npy",
        "in/.git/d.npy",
        "x1.npy",
        "x2.npy",
    )
    (place / "in" / "notes.txt").write_text("no recording")
    status, files, err = named(capsys, trained, "in")
    assert (status, files) == (
        0,
        [os.path.join("in", *n) for n in (["a.npy"], ["b.npy"], ["sub", "c.npy"])],
    )
    assert err == "in: not read are 1 of .txt\n"
    assert named(capsys, trained, "x*.npy") == (0, ["x1.npy", "x2.npy"], "")
    assert named(capsys, trained, "x?.npy", "in/[a]*")[1] == [
        "x1.npy",
        "x2.npy",
        os.path.join("in", "a.npy"),
    ]
    assert len(named(capsys, trained, "**/*.npy")[1]) == 5
    assert named(capsys, trained, "i*")[1] == files, "a pattern may match a folder"


def test_a_name_with_brackets_is_a_name(trained, place, capsys):
    put("x[1].npy", "x1.npy")
    assert named(capsys, trained, "x[1].npy")[1] == ["x[1].npy"]


def test_words_that_name_nothing_are_said_and_the_others_go_on(trained, place, capsys):
    put("x1.npy")
    os.makedirs("empty/.hidden")
    (place / "empty" / "notes.txt").write_text("no recording")
    status, files, err = named(capsys, trained, "y*.npy", "x1.npy", "empty", "")
    assert (status, files) == (1, ["y*.npy", "x1.npy", "empty", ""])
    assert "nothing has a name like y*.npy" in err
    assert "empty holds no recording (.wav" in err
    assert "only 1 of .txt" in err
    assert "an empty name" in err
    assert len(err.splitlines()) == 3
    status, _, err = ask(capsys, trained, ".", "--csv", "x1.npy")
    assert status == 2
    assert "among the recordings" in err


def test_a_plot_is_not_written_over_a_recording(trained, place, capsys):
    put("a.png")
    before = (place / "a.png").read_bytes()
    status, _, err = ask(capsys, trained, "a.png", "--plot", "a.png")
    assert (status, (place / "a.png").read_bytes()) == (2, before)
    assert "among the recordings" in err


def test_what_failed_goes_before_what_is_strange(trained, place, capsys):
    np.save("quiet.npy", 1e-6 * signal("fast", 1))
    assert ask(capsys, trained, "quiet.npy")[0] == 3
    assert ask(capsys, trained, "quiet.npy", "lost.npy")[0] == 1


def test_shares_are_of_the_windows_that_were_looked_at(trained, place, capsys):
    """Slow and fast in turn, so that they are near ½; all are counted here, one by one."""
    parts = [signal("fast" if n % 2 else "slow", n, 320) for n in range(8)]
    np.save("mixed.npy", np.concatenate(parts))
    _, out, _ = ask(capsys, trained, "mixed.npy", "--json", "--max-windows=7", "--csv", "out.csv")
    [row] = json.loads(out)
    assert (row["windows"], row["possible_windows"]) == (7, 79)
    counts = np.array(list(row["share"].values())) * 7
    np.testing.assert_allclose(counts, counts.round(), atol=1e-4)
    assert counts.sum() == pytest.approx(7, abs=1e-4)
    assert counts.min() > 0
    with open("out.csv", newline="", encoding="utf-8") as file:
        [line] = csv.DictReader(file)
    assert [float(line[f"share {name}"]) for name in row["share"]] == list(row["share"].values())
    _, out, _ = ask(capsys, trained, "mixed.npy", "--max-windows=7")
    assert f" {row['share'][row['class']]:.1%} " in out
    assert " 7 of 79 " in out


def test_a_network_that_answers_nan_says_no_class(trained, place, capsys):
    put("a.npy")
    network, card = checkpoints.load_checkpoint(trained[2]), checkpoints.card(trained[2])
    network.units[0].branch[0].running_var.fill_(-1)  # finite, but its root is NaN
    path = checkpoints.save(network, place / "net", card)
    assert main(["predict", str(path), "a.npy", "--json"]) == 1
    out, err = capsys.readouterr()
    [row] = json.loads(out, parse_constant=pytest.fail)
    assert set(row) == {"file", "error"}
    assert "a.npy, in windows ready for the network: the network's answer" in err
    assert "not finite" in err
    small = card | {"input": card["input"] | {"scale": 1e-24}}
    np.save("a.npy", 8e14 * signal("fast", 1))
    path = checkpoints.save(checkpoints.load_checkpoint(trained[2]), place / "net", small)
    assert main(["predict", str(path), "a.npy"]) == 1
    assert "too large: is it in another unit" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("encoding", "words"), [("cp1252", []), ("cp936", []), ("cp1252", ["--json"])]
)
def test_output_into_a_file_of_another_encoding(trained, place, encoding, words):
    folder = place / "机器 é ─ 😀"
    folder.mkdir()
    shutil.copy(trained[0] / "fast" / "0.npy", folder / "a.npy")
    call = [sys.executable, "-m", "drsn_lite", "predict", str(trained[2]), str(folder), *words]
    env = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(call, capture_output=True, env=env, timeout=600)
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode(encoding)
    assert "fast" in said
    if words:
        assert json.loads(said)[0]["file"] == str(folder / "a.npy")
    assert RATE == 1000

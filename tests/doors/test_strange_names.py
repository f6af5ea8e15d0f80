"""Names that a terminal would obey: a file or class called ESC[2J clears no screen."""

import json

import numpy as np
import pytest
from test_predict_cli import trained

from drsn_lite import checkpoints
from drsn_lite.__main__ import main
from drsn_lite.answers.feedback import Verdict
from drsn_lite.datasets import Dataset
from drsn_lite.visible import visible

__all__ = ["trained"]  # a fixture

EVIL = "a\x1b[2J\x9b31m\u202eb\r"
SEEN = r"a\u001b[2J\u009b31m\u202eb\u000d"


def obeyed(text: str) -> set[str]:
    """The control characters in an output, but the ends of lines."""
    return {c for c in text if c < " " or "\x7f" <= c <= "\x9f" or c == "\u202e"} - {"\n"}


def test_what_is_read_stays_and_what_is_obeyed_is_written_out() -> None:
    for text in ("bearing 3 – worn", "轴承", "naïve", "τ = 0.4 %", "\\u001b", "e\u0301", "👩‍🔧"):
        assert visible(text) == text
    assert visible(EVIL) == SEEN
    assert visible("a\nb\tc") == r"a\u000ab\u0009c"
    assert visible("a\nb\tc", keep="\n") == "a\nb" + r"\u0009c"
    assert visible("\udcff") == r"\udcff"  # a byte in a file's name that is no UTF-8
    assert json.loads(visible(json.dumps({"name": EVIL}, ensure_ascii=False))) == {"name": EVIL}


def test_predict_prints_no_commands(trained, tmp_path, capsys) -> None:
    root, data, path = trained
    card = checkpoints.card(path) | {"classes": [f"{EVIL}1", f"{EVIL}2"]}
    copy = checkpoints.save(checkpoints.load_checkpoint(path), tmp_path / "net", card)
    name = tmp_path / f"{EVIL}.npy"
    name.write_bytes((root / data.test_recording[0]).read_bytes())
    missing = str(tmp_path / f"{EVIL}none.npy")
    assert main(["predict", str(copy), str(name), missing]) == 1
    out, err = capsys.readouterr()
    assert (obeyed(out), obeyed(err)) == (set(), set())
    assert out.count(SEEN) == 2  # the file and its class
    assert SEEN in err
    assert len(out.splitlines()) == 2
    assert main(["predict", str(copy), str(name), missing, "--json"]) == 1
    out, err = capsys.readouterr()
    assert (obeyed(out), obeyed(err)) == (set(), set())
    assert [row["file"] for row in json.loads(out)] == [str(name), missing]
    assert set(json.loads(out)[0]["probability"]) == set(card["classes"])


@pytest.mark.parametrize(
    "words",
    [["predict", EVIL, "x.npy"], ["sweep", EVIL], ["sweep", "report", "lite", "--out", EVIL]],
)
def test_other_commands_print_none_either(words, capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert (obeyed(out), obeyed(err)) == (set(), set())
    assert err


def test_verdicts_and_data_sets_show_themselves_without_commands() -> None:
    assert (
        str(Verdict(False, "other", f"You answered: {EVIL}\nso")) == f"✗ You answered: {SEEN}\nso"
    )
    x, y = np.zeros((1, 1, 1, 8), np.float32), np.zeros(1, np.int64)
    assert SEEN in repr(Dataset(EVIL, x, y, x, y, ("a",), None, ""))

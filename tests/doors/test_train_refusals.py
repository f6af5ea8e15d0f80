"""`python -m drsn_lite train`: what is asked wrongly is said, in the words of the command."""

import pytest
from test_train_cli import FAST, motor, names

from drsn_lite.__main__ import main
from drsn_lite.command_line import words
from drsn_lite.command_line.commands import make_parser

__all__ = ["motor"]  # a fixture

REFUSED = {
    "no epochs": (["--epochs=0"], "--epochs is at least 1, got 0"),
    "no seeds": (["--seeds=-1"], "--seeds is at least 1, got -1"),
    "no such scale": (["--scale=loud"], "--scale is one of 'training', 'recording', 'window', got"),
    "found nowhere": (["--hold-out=day3"], "--hold-out 'day3' is found in none of the 6"),
    "found everywhere": (["--hold-out=day"], "--hold-out 'day' is found in all of the 6"),
    "through a group": (["--hold-out=a[.]wav", "--group=(day[12])"], "a part of group 'day1' into"),
    "no group": (["--group=(machine)"], "--group '(machine)' finds none in its path"),
    "no pattern": (["--label=(["], "--label '([' is no regular expression"),
    "reversed": (["--noise-db", "5", "-5"], "--noise-db takes the lowest and the highest level"),
    "not a level": (["--noise-db", "0", "nan"], "got 0 nan"),
    "far too loud": (["--noise-db", "-999", "0"], "--noise-db takes"),
    "longer than recordings": (["--length=2048"], "1200 samples, a window 2048. Choose a smaller"),
    "how to fill them": (["--length=2048"], "fill it with zeros by --pad"),
    "no window": (["--length=0"], "got --length 0, --hop 1"),
    "no windows": (["--max-windows=0"], "--max-windows >= 1"),
    "too few": (["--max-windows=1"], "2 training samples are too few"),
    "too much": (["--max-mb=0.01"], "more than --max-mb 0.01 megabytes"),
    "another rate": (["--rate-hz=9000"], "the option --rate-hz says 9000 Hz"),
    "no channel": (["--column=left"], "no one channel 'left'"),
    "no second channel": (["--column=1"], "has no one channel 1; it holds"),
    "no such folder": (["nothing"], "the folder nothing is not there"),
    "a file": (["motor/hum/day1/a.wav"], "is a file: name the folder"),
    "out is nowhere": (["--out=none/net"], "none/net lies in no folder that is there"),
    "out is a folder": (["--out=motor"], "--out motor is a folder: name the file in it"),
    "out is a pickle": (["--out=net.pt"], "--out net.pt: let the name end with .safetensors"),
    "no name": (["/"], "/ has no name that a file could have: give --out NAME"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_in_the_words_of_the_command(motor, tmp_path, capsys, case):
    given, message = REFUSED[case]
    folder = [] if given[0] in ("nothing", "/") or given[0].endswith(".wav") else ["motor"]
    assert main(["train", *folder, *FAST, *given]) == 2
    err = capsys.readouterr().err.splitlines()[-1]
    assert message in err
    assert "=" not in err.replace(">=", ""), "no words of Python"
    assert names(tmp_path) == ["motor"]


SAID = {
    "fill it with zeros by pad=True": "fill it with zeros by --pad",
    "choose with column=, by number": "choose with --column, by number",
    "choose one with key=": "choose one with --key",
    "by group=, or group='recording'": "by --group, or --group 'recording'",
    "label=r'^([a-z]+)_'. Or label='folder'": "--label '^([a-z]+)_'. Or --label 'folder'",
    "in samples a second, rate_hz=…": "in samples a second, --rate-hz …",
    "(now 5 of a class), or by max_mb": "(now 5 of a class), or by --max-mb",
    "length and hop are whole": "length and hop are whole",
    "data/rate_hz/key=1.wav is empty": "data/rate_hz/key=1.wav is empty",
}


@pytest.mark.parametrize("python", SAID)
def test_arguments_become_options(python):
    assert words.as_options(python) == SAID[python]


def test_each_argument_that_has_an_option_is_one_of_the_command():
    """Were one renamed, a remedy would name what is not there."""
    said = next(a for a in make_parser()._actions if a.choices).choices["train"].format_help()
    for option in words.NAMES.values():
        assert f"  {option} " in said or f"  {option}\n" in said, option


def test_the_column_is_a_number_or_a_name():
    assert [words.as_column(one) for one in ("0", "-1", "b", "--1", "²", None)] == [
        0, -1, "b", "--1", "²", None,
    ]  # fmt: skip

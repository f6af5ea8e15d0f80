"""`python -m drsn_lite train`: from a folder to an answer; card, picture, Ctrl-C."""

import json
import subprocess
import sys

import numpy as np
import pytest
import scipy.io.wavfile
from PIL import Image
from test_strange_names import EVIL, SEEN, obeyed

from drsn_lite import checkpoints, race
from drsn_lite.__main__ import main
from drsn_lite.command_line import train_cli, words
from drsn_lite.drawing.figures import Picture
from drsn_lite.networks import Plan
from drsn_lite.noise import mixed

RATE, SAMPLES = 8000, 1200
STEPS = {"hum": 0.15, "whine": 0.6}
"""Radians from sample to sample of the tone of each class."""

TINY = Plan(stem=(9, 4), stages=((4, 1, 2),))
FAST = ("--length=64", "--epochs=2", "--seeds=1")


def tone(kind, seed):
    """A tone in some noise, in the numbers of a WAV file."""
    rng = np.random.default_rng([seed, len(kind)])
    wave = np.sin(STEPS[kind] * np.arange(SAMPLES) + rng.uniform(0, 6))
    return (3000 * (wave + 0.3 * rng.normal(size=SAMPLES))).astype(np.int16)


def white(seed):
    """Noise as loud as the tones."""
    return (2280 * np.random.default_rng(seed).normal(size=SAMPLES)).astype(np.int16)


def fill(root, classes=None):
    """A folder with six recordings of each class, three of each of two days."""
    for kind, name in (classes or {kind: kind for kind in STEPS}).items():
        for day in (1, 2):
            (root / name / f"day{day}").mkdir(parents=True)
            for n, letter in enumerate("abc"):
                path = root / name / f"day{day}" / f"{letter}.wav"
                scipy.io.wavfile.write(path, RATE, tone(kind, 10 * day + n))
    return root


@pytest.fixture
def motor(tmp_path, monkeypatch):
    """A folder of recordings, in the folder that one is in; networks are tiny."""
    monkeypatch.chdir(tmp_path)
    build = race.build
    monkeypatch.setattr(
        race, "build", lambda name, _, *few, **more: build(name, TINY, *few, **more)
    )
    return fill(tmp_path / "motor")


def names(folder):
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_from_a_folder_to_an_answer_in_the_terminal(tmp_path):
    fill(tmp_path / "motor")
    (tmp_path / "new").mkdir()
    for kind in STEPS:
        scipy.io.wavfile.write(tmp_path / "new" / f"{kind}.wav", RATE, tone(kind, 99))
    scipy.io.wavfile.write(tmp_path / "white.wav", RATE, white(1))

    def run(*arguments):
        call = [sys.executable, "-W", "error", "-m", "drsn_lite", *arguments]
        return subprocess.run(call, cwd=tmp_path, capture_output=True, encoding="utf-8")

    done = run("train", "motor", "--length=128", "--epochs=10", "--seeds=1")
    assert done.returncode == 0, done.stderr
    assert "hum: 4 + 2 recordings" in done.stdout
    assert "12 recordings" in done.stdout
    assert "DRSN-CW" in done.stdout
    assert "Clean: " in done.stdout
    assert "Record next: " in done.stdout
    assert "predict motor.safetensors" in done.stdout
    assert "training" in done.stderr
    assert "5/5" in done.stderr, "the bar"
    assert "5/5" not in done.stdout
    made = ["motor.json", "motor.png", "motor.safetensors"]
    assert names(tmp_path) == ["motor", *made, "new", "white.wav"]
    done = run("predict", "motor.safetensors", "new", "--json")
    assert done.returncode == 0, done.stderr
    assert [row["class"] for row in json.loads(done.stdout)] == list(STEPS)
    done = run("predict", "motor.safetensors", "white.wav", "--json")
    assert done.returncode == 3, done.stderr
    assert "spectrum" in json.loads(done.stdout)[0]["unlike"].split()


def test_the_card_says_what_came_of_it(motor, tmp_path, capsys):
    options = ("--noise-db", "0", "10", "--pad", "--hop=64", "--seeds=2", "--out=here.safetensors")
    assert main(["train", "motor", *FAST, *options, "--hold-out=day2"]) == 0
    said = capsys.readouterr().out
    card = checkpoints.card(tmp_path / "here")
    assert card["classes"] == list(STEPS)
    assert (card["input"]["length"], card["input"]["hop"], card["input"]["pad"]) == (64, 64, True)
    assert card["known"]["held_out"] == card["training"]["held_out"]
    assert card["training"]["held_out"].startswith("2 of 6 recordings")
    assert sorted(card["known"]["files"].values()) == [
        f"{kind}/day1/{letter}.wav" for kind in STEPS for letter in "abc"
    ]
    noise = mixed(train_cli.KINDS, low_db=0, high_db=10, clean=train_cli.CLEAN)
    assert card["training"]["noise"] == repr(noise)
    assert card["training"]["epochs"] == 2
    assert card["seed"] == 1, "that of the last training, which is written"
    assert len(card["verdict"]) == 3
    assert all(sentence in said for sentence in card["verdict"])
    for doubt in card["doubts"]:
        assert words.as_options(doubt) in said
    with Image.open("here.png") as picture:
        assert picture.format == "PNG"
        assert picture.size[0] == 1920
    assert checkpoints.load_checkpoint(tmp_path / "here").name == race.OWN


@pytest.mark.parametrize("name", ["motor.safetensors", "motor.json", "motor.png"])
def test_files_that_are_there_are_left_alone(motor, tmp_path, monkeypatch, capsys, name):
    (tmp_path / name).write_text("mine")
    with monkeypatch.context() as no_training:
        no_training.setattr(race, "race", lambda *_, **__: pytest.fail("it trains"))
        assert main(["train", "motor", *FAST]) == 2
    err = capsys.readouterr().err
    assert err == f"{name}: there already. Choose another --out, or write over it with --force\n"
    assert (tmp_path / name).read_text() == "mine"
    assert main(["train", "motor", *FAST, "--force"]) == 0
    assert (tmp_path / name).read_bytes() != b"mine"
    assert names(tmp_path) == ["motor", "motor.json", "motor.png", "motor.safetensors"]


def test_a_picture_that_cannot_be_written_leaves_the_network(motor, tmp_path, monkeypatch, capsys):
    def full(self, path, **_):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Picture, "savefig", full)
    assert main(["train", "motor", *FAST]) == 1
    out, err = capsys.readouterr()
    assert "motor.png cannot be written: No space left on device. Name a place" in err
    assert "motor.safetensors, its card beside it\n" in out
    assert names(tmp_path) == ["motor", "motor.json", "motor.safetensors"]
    checkpoints.load_checkpoint(tmp_path / "motor")


def test_a_network_that_cannot_be_written_is_said(motor, tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoints, "save_file", full)
    assert main(["train", "motor", *FAST]) == 1
    out, err = capsys.readouterr()
    assert "motor.safetensors cannot be written: No space left on device. Name a place" in err
    assert "Now: " not in out
    assert names(tmp_path) == ["motor"]


INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
from drsn_lite import checkpoints, race, training
from drsn_lite.drawing.figures import Picture
def press(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
{moment} = press
from drsn_lite.__main__ import main
sys.exit(main())
"""

MOMENTS = {
    "race.fit": [],
    "checkpoints.save_file": [],
    "Picture.savefig": ["motor.json", "motor.safetensors"],
}
"""Where Ctrl-C is pressed, and which files are whole by then."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_leaves_nothing_half(tmp_path, moment):
    fill(tmp_path / "motor")
    call = [sys.executable, "-c", INTERRUPTED.format(moment=moment), "train", "motor", *FAST]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 130, done.stderr
    assert done.stderr.endswith("\nStopped.\n")
    assert "Traceback" not in done.stderr
    assert names(tmp_path) == ["motor", *MOMENTS[moment]]


def test_names_are_printed_so_that_no_terminal_obeys(tmp_path, motor, capsys):
    fill(tmp_path / "evil", {"hum": f"{EVIL}1", "whine": f"{EVIL}2"})
    assert main(["train", "evil", *FAST]) == 0
    out, err = capsys.readouterr()
    assert obeyed(out) == set()
    assert obeyed(err) - {"\r"} == set(), "but for the bar's return to its start"
    assert SEEN in out
    assert main(["train", EVIL, *FAST]) == 2
    err = capsys.readouterr().err
    assert obeyed(err) == set()
    assert SEEN in err


def test_what_was_held_out_is_a_line_and_no_warning(motor, tmp_path, capsys):
    """With two recordings of a class in training, none can be held out whole."""
    assert main(["train", "motor", *FAST, "--hold-out=[ab]\\.wav"]) == 0
    out, err = capsys.readouterr()
    [line] = [line for line in out.splitlines() if "drawn at random" in line]
    assert line.startswith("The best epoch was found on ")
    assert "arning" not in err
    card = checkpoints.card(tmp_path / "motor")
    assert "drawn at random" in card["training"]["held_out"]

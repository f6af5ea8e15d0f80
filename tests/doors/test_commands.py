"""What all commands have in common: help, other encodings, Ctrl-C, a reader that goes away."""

import io
import os
import signal
import subprocess
import sys

import pytest

from drsn_lite import __version__
from drsn_lite.__main__ import main
from drsn_lite.command_line import commands, ctrl_c

AT_IMPORT = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it

moment = sys.argv.pop(1)

class PressCtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            try:
                signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt:  # what compiled modules make of it
                raise ImportError("initialization failed") from None

sys.meta_path.insert(0, PressCtrlC())
from drsn_lite.__main__ import main
{before}
sys.exit(main())
"""

IN_FETCH = """
from drsn_lite.datasets import registry
registry.fetch = lambda name: os.kill(os.getpid(), signal.SIGINT)
"""

IN_TRAINING = """
from drsn_lite.studies.engine import local
def train(*_, **__):
    yield os.kill(os.getpid(), signal.SIGINT)
local.train = train
"""


def press(moment: str, *words: str, before: str = "", **more) -> tuple[int, str]:
    """Status and error output of a command, Ctrl-C being pressed as a module is imported."""
    call = [sys.executable, "-c", AT_IMPORT.format(before=before), moment, *words]
    done = subprocess.run(call, capture_output=True, text=True, **more)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("drsn_lite.command_line.commands", "doctor"),
        ("drsn_lite.checkup", "doctor"),
        ("torch", "doctor --torch"),
        ("drsn_lite.datasets.registry", "data list"),
        ("drsn_lite.datasets.fsdd_files", "data verify fsdd"),
        ("torch", "predict gearbox-drsn-cw new.wav"),
        ("torch", "progress"),
        ("numpy", "sweep smoke"),
        ("torch", "sweep smoke"),
        ("drsn_lite.studies.sweep.store", "sweep smoke"),
        ("joblib", "sweep smoke"),
        ("drsn_lite.studies.sweep.estimate", "sweep estimate smoke"),
        ("drsn_lite.studies.sweep.figures", "sweep report table3"),
    ],
)
def test_ctrl_c_ends_every_command_in_one_line(tmp_path, moment, words):
    assert press(moment, *words.split(), cwd=tmp_path) == (130, "\nStopped.\n")


def test_ctrl_c_while_something_is_made_says_that_it_is_kept(tmp_path):
    code, said = press("-", "data", "get", "fsdd", before=IN_FETCH)
    assert (code, said.count("\n")) == (130, 2)
    assert said.endswith("What has come is kept: python -m drsn_lite data get fsdd goes on.\n")
    code, said = press("-", "sweep", "smoke", before=IN_TRAINING, cwd=tmp_path)
    assert code == 130
    assert "Traceback" not in said
    assert said.endswith("\nStopped. What is finished is kept; the same command goes on.\n")


def test_ctrl_c_that_is_ignored_stays_ignored():
    ignored = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
    assert press("drsn_lite.checkup", "data", "list", "digits", before=ignored) == (0, "")
    code = f"import os, signal; {ignored}; from drsn_lite.command_line import ctrl_c\n"
    code += "ctrl_c.end_at_once()\n"
    code += "with ctrl_c.as_exception(): os.kill(os.getpid(), signal.SIGINT)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_ctrl_c_in_an_exec_ends_with_the_status_too(tmp_path):
    code = (
        "import sys; from drsn_lite.command_line import ctrl_c\n"
        "try:\n    exec('raise KeyboardInterrupt')\n"
        "except KeyboardInterrupt:\n    sys.exit(ctrl_c.stopped())"
    )
    (tmp_path / "stops.py").write_text(code, encoding="utf-8")
    call = [sys.executable, "-m", "stops"]  # it is `-m` where Python minds the exec
    there = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run(call, env=there, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "\nStopped.\n")


def test_the_callers_ctrl_c_is_its_own():
    """A program that calls `main` keeps its handler, also while something is made."""
    handler = signal.getsignal(signal.SIGINT)
    assert main(["data", "list", "digits"]) == 0
    with ctrl_c.as_exception():
        assert signal.getsignal(signal.SIGINT) is handler


def test_no_command_prints_the_help(capsys):
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    for word in ("doctor", "predict", "data", "sweep report", "sweep estimate", "help COMMAND"):
        assert word in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--version"], f"drsn-lite {__version__}\n"),
        (["help"], "help COMMAND"),
        (["help", "data", "get"], "data get [-h] NAME"),
        (["help", "sweep"], "sweep report PLAN"),
        (["sweep", "report", "--help"], "sweep estimate PLAN"),
    ],
)
def test_help_and_version(capsys, words, said):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 0
    assert said in capsys.readouterr().out


def test_help_on_no_command_names_those_there_are(capsys):
    with pytest.raises(SystemExit) as end:
        main(["help", "physician"])
    assert end.value.code == 2
    assert (
        "'doctor', 'predict', 'train', 'data', 'sweep', 'progress', 'help'"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        ("/venv/bin/drsn-lite", "drsn-lite"),
        ("/venv/Scripts/drsn-lite.exe", "drsn-lite"),
        ("/project/drsn_lite/__main__.py", "python -m drsn_lite"),
        ("-c", "python -m drsn_lite"),
    ],
)
def test_help_shows_the_name_that_was_used(monkeypatch, called, shown):
    monkeypatch.setattr(sys, "argv", [called])
    assert commands.make_parser().format_usage().startswith(f"usage: {shown} [-h]")


@pytest.mark.parametrize("encoding", ["cp1252", "cp936", "ascii", "utf-8"])
def test_any_encoding_gets_everything(tmp_path, monkeypatch, encoding):
    monkeypatch.chdir(tmp_path)
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    assert main(["sweep", "report", "table3"]) == 0
    lines = written.getvalue().decode(encoding).splitlines()
    report = (tmp_path / "sweeps" / "table3" / "report.md").read_text("utf-8").splitlines()
    assert len(lines) == 2 + len(report) + 1 + 5  # where it is from, a blank line, five files
    assert "?" not in "".join(lines)
    levels = "−5" if encoding == "utf-8" else "-5"
    assert [line for line in lines if levels in line], "the minus sign is not lost"


def closed_pipe() -> int:
    read, write = os.pipe()
    os.close(read)
    return write


@pytest.mark.parametrize("buffered", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "not"])
@pytest.mark.parametrize("words", [["data", "list"], ["doctor"], ["predict", "--help"]])
def test_a_reader_that_has_gone_ends_it_quietly(words, buffered):
    variables = {name: value for name, value in os.environ.items() if "UNBUFFERED" not in name}
    out = closed_pipe()
    call = [sys.executable, "-m", "drsn_lite", *words]
    done = subprocess.run(call, stdout=out, stderr=subprocess.PIPE, env=variables | buffered)
    os.close(out)
    forgiven = "--help" in words and buffered  # argparse itself does
    assert (done.returncode, done.stderr) == (0 if forgiven else 141, b"")


def test_another_broken_pipe_is_no_reader_that_has_gone(monkeypatch):
    def broken(arguments):
        raise BrokenPipeError("a worker's socket")

    monkeypatch.setattr(commands, "run", broken)
    with pytest.raises(BrokenPipeError, match="socket"):
        main(["doctor"])

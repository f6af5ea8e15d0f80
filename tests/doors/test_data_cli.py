"""python -m drsn_lite data list|get|verify."""

import hashlib
import math
import subprocess
import sys

import pytest
from servers import Page, serving

from drsn_lite import paths
from drsn_lite.__main__ import main
from drsn_lite.datasets import registry
from drsn_lite.datasets.remote import Remote

BODY = bytes(range(256)) * 100
WANTED: list[Remote] = []


@pytest.fixture
def things(tmp_path, monkeypatch):
    """A data set of two files on a server of this test, an empty cache, no folder of the user's."""
    monkeypatch.delenv(paths.ENVIRONMENT, raising=False)
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    card = registry.Card(
        "things", "two files", "none at all", "nobody 2026", "http://x", "made here", math.sqrt,
        size=2 * len(BODY), hashes="none", files=WANTED.copy,
    )  # fmt: skip
    monkeypatch.setitem(registry.CARDS, "things", card)
    with serving() as server:
        sha256 = hashlib.sha256(BODY).hexdigest()
        server.pages |= {"/a": Page(BODY), "/b": Page(BODY)}
        WANTED[:] = [Remote(n, f"{server.address}/{n}", sha256, len(BODY)) for n in "ab"]
        yield server, tmp_path / "cache" / "things"


def run(capsys, *words):
    """Exit code, standard output and error output of the command."""
    code = main(["data", *words])
    return code, *capsys.readouterr()


def test_list_has_a_line_for_each_set(things, capsys):
    code, out, _ = run(capsys, "list")
    assert code == 0
    lines = {line.split()[0]: line for line in out.splitlines() if line}
    assert set(registry.CARDS) <= set(lines)
    assert "ready" in lines["gearbox"]
    assert "not here" in lines["things"]
    assert str(things[1].parent) in out
    assert "no folder that can be read" not in out


def test_list_says_when_the_own_folder_is_none(things, capsys, monkeypatch):
    monkeypatch.setenv(paths.ENVIRONMENT, str(things[1] / "typo"))
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert f"{things[1] / 'typo'}, which is no folder that can be read" in out


def test_list_of_a_name_prints_its_card(capsys):
    code, out, _ = run(capsys, "list", "cwru", "fsdd")
    assert code == 0
    for text in ("cwru:", "fsdd:", "licence", "citation", "provenance", "sha256", "CC BY-SA 4.0"):
        assert text in out


def test_get_fetches_verifies_and_does_not_repeat(things, capsys):
    server, place = things
    for _ in range(2):
        code, out, _ = run(capsys, "get", "things")
        assert code == 0
        for text in ("verified", str(place), "none at all", "nobody 2026"):
            assert text in out
    assert sorted(path for path, _ in server.asked) == ["/a", "/b"]
    assert (place / "a").read_bytes() == BODY
    assert "here, verified" in run(capsys, "list")[1]
    assert run(capsys, "verify", "things")[:2] == (0, "things: 2 right\n")


def test_get_of_what_needs_no_file(capsys):
    code, out, _ = run(capsys, "get", "gearbox", "digits")
    assert code == 0
    assert "gearbox needs no file" in out
    assert "digits needs no file" in out


def test_get_that_fails_says_what_to_do_and_gets_the_others(things, capsys):
    server, place = things
    del server.pages["/b"]
    code, out, errors = run(capsys, "get", "things", "gearbox")
    assert code == 1
    assert "404" in errors
    assert str(place) in errors
    assert "gearbox needs no file" in out
    assert (place / "a").is_file()  # it came whole, and is kept
    code, out, _ = run(capsys, "verify", "things")
    assert code == 1
    assert "1 right, 1 missing" in out
    assert "data get things" in out


def test_an_interrupted_get_says_that_it_goes_on(things, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(registry, "fetch", interrupted)
    code, _, errors = run(capsys, "get", "things")
    assert code == 130
    assert "data get things goes on" in errors


def test_verify_names_a_wrong_file(things, capsys):
    _, place = things
    assert run(capsys, "get", "things")[0] == 0
    (place / "a").write_bytes(BODY[:-1])
    code, out, _ = run(capsys, "verify")
    assert code == 1
    assert "things: 1 right, 1 wrong" in out
    assert str(place / "a") in out
    assert "wrong files" in run(capsys, "list")[1]


def test_verify_of_all_forgives_a_set_that_is_not_here(things, capsys):
    code, out, _ = run(capsys, "verify")
    assert code == 0
    assert "things: 2 missing" in out
    assert run(capsys, "verify", "things")[0] == 1


@pytest.mark.parametrize("action", ["list", "get", "verify"])
def test_an_unknown_name_is_refused(capsys, action):
    code, _, errors = run(capsys, action, "minst")
    assert code == 2
    assert "there are gearbox, digits, mnist" in errors


def test_the_command_needs_no_torch():
    program = (
        "import sys; from drsn_lite.__main__ import main; code = main(['data', 'list', 'mnist']); "
        "sys.exit(code or 'torch' in sys.modules or 'matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "CC BY-SA 3.0" in done.stdout

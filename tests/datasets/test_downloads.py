"""What is fetched: only verified bytes are used, messages say what to do, processes take turns."""

import hashlib
import os
import subprocess
import sys
import threading

import pytest
from remotes import CUT, GOOD, SHA256, files_under, remote
from servers import Page

from drsn_lite import paths
from drsn_lite.datasets import downloads, transfer
from drsn_lite.datasets.downloads import fetch
from drsn_lite.datasets.remote import DataError, DataMissingError, DataRefusedError


def test_a_download_is_kept_and_not_repeated(cache, server, capsys):
    for _ in range(2):
        (path,) = fetch("things", [remote(f"{server.address}/good")])
        assert path == cache / "things" / "a.bin"
        assert path.read_bytes() == GOOD
    assert server.asked == [("/good", 0)]
    assert files_under(cache) == [path]
    assert "a.bin: 100%" in capsys.readouterr().err  # the progress bar


@pytest.mark.parametrize(
    ("page", "error", "says"),
    [
        ("/none", DataMissingError, "404"),
        ("/other", DataRefusedError, SHA256),
        ("/other", DataRefusedError, "19 bytes, not the expected 256000"),
        ("/changed", DataRefusedError, SHA256),
        ("/endless", DataRefusedError, "256000"),
    ],
)
def test_a_bad_download_leaves_no_file(cache, server, page, error, says):
    with pytest.raises(error, match=says):
        fetch("things", [remote(f"{server.address}{page}")])
    assert server.asked == [(page, 0)]
    assert files_under(cache) == []


def test_without_network_the_message_says_what_to_put_where(cache, own):
    (own / "b.bin").write_bytes(GOOD)  # is there, so nobody need fetch it
    wanted = [remote(f"http://127.0.0.1:1/{name}", name) for name in ("a.bin", "b.bin", "c.bin")]
    with pytest.raises(DataMissingError) as caught:
        fetch("things", wanted)
    message = str(caught.value)
    for text in (
        "a.bin",
        "http://127.0.0.1:1/a.bin",
        "http://127.0.0.1:1/c.bin",
        str(own),
        str(cache / "things"),
        paths.ENVIRONMENT,
        "127.0.0.1 did not deliver (ConnectionError",
        "python -m drsn_lite data get things",
    ):
        assert text in message
    assert "b.bin" not in message
    assert files_under(cache) == []


def test_the_errors_are_os_errors_and_no_wait_is_long():
    assert issubclass(DataError, OSError)
    assert all(seconds <= 60 for seconds in transfer.TIMEOUT_S)


def test_nothing_is_asked_of_the_network_when_told_so(cache, server):
    with pytest.raises(DataMissingError, match="download=False"):
        fetch("things", [remote(f"{server.address}/good")], download=False)
    assert server.asked == []


def test_the_own_folder_comes_before_the_cache(cache, own):
    for folder in (own, cache / "things"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "a.bin").write_bytes(GOOD)
    assert fetch("things", [remote()]) == [own / "a.bin"]
    (own / "a.bin").unlink()
    assert fetch("things", [remote()]) == [cache / "things" / "a.bin"]


@pytest.mark.parametrize("content", [GOOD[:-1], GOOD[:-1] + b"x", b""])
@pytest.mark.parametrize("place", ["own", "cache"])
def test_a_wrong_file_is_refused_and_left_alone(cache, own, server, place, content):
    path = (own if place == "own" else cache / "things") / "a.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(DataRefusedError) as caught:
        fetch("things", [remote(f"{server.address}/good")])
    message = str(caught.value)
    for text in (str(path), SHA256, hashlib.sha256(content).hexdigest(), server.address):
        assert text in message
    assert path.read_bytes() == content
    assert server.asked == []


def test_a_file_that_changes_is_hashed_anew(cache, own):
    path = own / "a.bin"
    path.write_bytes(GOOD)
    fetch("things", [remote()])
    path.write_bytes(GOOD[::-1])  # the same size
    os.utime(path, ns=(0, 0))
    with pytest.raises(DataRefusedError):
        fetch("things", [remote()])


def test_a_file_that_cannot_be_read_is_named(cache, own, monkeypatch):
    (own / "a.bin").write_bytes(GOOD)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(downloads, "_sha256", refuse)
    with pytest.raises(DataRefusedError, match=r"a\.bin is there and cannot be read"):
        fetch("things", [remote()])


def test_a_file_without_known_hash_is_refused(cache, own, server):
    (own / "a.bin").write_bytes(GOOD)
    with pytest.raises(DataRefusedError, match="no sha256 is known"):
        fetch("things", [remote(f"{server.address}/good", sha256=None)])
    assert server.asked == []


PROCESS = """
import sys
from pathlib import Path
from drsn_lite import paths
paths.cache_folder = lambda: Path(sys.argv[1])
from drsn_lite.datasets.downloads import fetch
from drsn_lite.datasets.remote import Remote
(path,) = fetch("things", [Remote("a.bin", *sys.argv[2:4], int(sys.argv[4]))])
print(path.stat().st_size)
"""


@pytest.fixture
def start(cache):
    """Start a process that fetches a.bin from an address; it is killed if it is still there."""
    running = []

    def start(address):
        words = [sys.executable, "-c", PROCESS, cache, address, SHA256, str(len(GOOD))]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        running.append(subprocess.Popen(words, **pipes))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def waits(process):
    """Return when the process has said that it waits for another one."""
    return any("waiting for it" in line for line in process.stderr)


def test_of_two_processes_one_downloads_and_the_other_waits(cache, server, start):
    gate = threading.Event()
    server.pages["/slow"] = Page(GOOD, cut=CUT, gate=gate)
    first = start(f"{server.address}/slow")
    assert server.came.wait(60)
    second = start(f"{server.address}/slow")
    assert waits(second)
    gate.set()
    for process in (first, second):
        out, _ = process.communicate(timeout=60)
        assert (process.returncode, out) == (0, f"{len(GOOD)}\n")
    assert server.asked == [("/slow", 0)]
    assert [path.name for path in files_under(cache)] == ["a.bin"]


def test_when_a_process_is_killed_the_one_that_waits_goes_on_there(cache, server, start):
    server.pages["/slow"] = Page(GOOD, cut=CUT, gate=threading.Event())
    first = start(f"{server.address}/slow")
    assert server.came.wait(60)
    part = cache / "things" / "a.bin.part"
    second = start(f"{server.address}/slow")
    assert waits(second)
    first.kill()
    out, _ = second.communicate(timeout=60)
    assert (second.returncode, out) == (0, f"{len(GOOD)}\n")
    (_, start_of_first), (_, start_of_second) = server.asked
    assert start_of_first == 0
    assert 0 < start_of_second <= CUT  # what had reached the disk
    assert not part.exists()
    assert [path.name for path in files_under(cache)] == ["a.bin"]

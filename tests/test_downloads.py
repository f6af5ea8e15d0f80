"""Downloads: only verified bytes are used, nothing half-written stays, messages say what to do."""

import hashlib
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from drsn_lite import downloads, paths
from drsn_lite.downloads import DataError, DataMissingError, DataRefusedError, Remote, fetch

GOOD = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(GOOD).hexdigest()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, and no folder of the user's own."""
    monkeypatch.delenv(paths.ENVIRONMENT, raising=False)
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "drsn-lite"


@pytest.fixture
def own(tmp_path, monkeypatch):
    folder = tmp_path / "own"
    (folder / "things").mkdir(parents=True)
    monkeypatch.setenv(paths.ENVIRONMENT, str(folder))
    return folder / "things"


@pytest.fixture
def server(monkeypatch):
    """A server on 127.0.0.1: /good, /cut (breaks off), /other (wrong bytes), else 404."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = {"/good": GOOD, "/cut": GOOD, "/other": b"<html>Please log in"}.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write((body or b"")[: 100_000 if self.path == "/cut" else None])

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    server.asked, server.address = asked, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def remote(url="http://127.0.0.1:1/good", name="a.bin", sha256=SHA256):
    return Remote(name, url, sha256, len(GOOD))


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_download_is_kept_and_not_repeated(cache, server):
    for _ in range(2):
        (path,) = fetch("things", [remote(f"{server.address}/good")])
        assert path == cache / "things" / "a.bin"
        assert path.read_bytes() == GOOD
    assert server.asked == ["/good"]
    assert files_under(cache) == [path]


@pytest.mark.parametrize(
    ("page", "error", "says"),
    [
        ("/cut", DataMissingError, "did not deliver"),
        ("/none", DataMissingError, "404"),
        ("/other", DataRefusedError, SHA256),
    ],
)
def test_a_bad_download_leaves_no_file(cache, server, page, error, says):
    with pytest.raises(error, match=says):
        fetch("things", [remote(f"{server.address}{page}")])
    assert server.asked == [page]
    assert files_under(cache) == []


def test_an_interrupted_download_leaves_no_file(cache):
    def interrupted(url, output, _):
        with open(output, "wb") as file:
            file.write(GOOD[:1000])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("things", [remote()], downloader=interrupted)
    assert files_under(cache) == []


def test_a_full_disk_is_named_and_leaves_no_file(cache):
    def full(url, output, _):
        with open(output, "wb") as file:
            file.write(GOOD[:1000])
        raise OSError(28, "No space left on device")

    with pytest.raises(DataError, match="No space left") as caught:
        fetch("things", [remote()], downloader=full)
    assert str(cache) in str(caught.value)
    assert files_under(cache) == []


def test_a_cache_that_cannot_be_written_is_named(cache, server):
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    with pytest.raises(DataError, match="could not be written into") as caught:
        fetch("things", [remote(f"{server.address}/good")])
    assert paths.ENVIRONMENT in str(caught.value)


def test_without_network_the_message_says_what_to_put_where(cache, own):
    def offline(url, output, _):
        raise requests.ConnectionError("Name or service not known")

    (own / "b.bin").write_bytes(GOOD)  # is there, so nobody need fetch it
    wanted = [
        remote(f"http://example.invalid/{name}", name) for name in ("a.bin", "b.bin", "c.bin")
    ]
    with pytest.raises(DataMissingError) as caught:
        fetch("things", wanted, downloader=offline)
    message = str(caught.value)
    for text in (
        "a.bin",
        "http://example.invalid/a.bin",
        "http://example.invalid/c.bin",
        str(own),
        str(cache / "things"),
        paths.ENVIRONMENT,
        "ConnectionError",
    ):
        assert text in message
    assert "b.bin" not in message


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


def test_a_file_without_known_hash_is_refused(cache, own, server):
    (own / "a.bin").write_bytes(GOOD)
    with pytest.raises(DataRefusedError, match="no sha256 is known"):
        fetch("things", [remote(f"{server.address}/good", sha256=None)])
    assert server.asked == []


def test_the_errors_are_os_errors():
    assert issubclass(DataError, OSError)
    assert all(seconds <= 60 for seconds in downloads.TIMEOUT_S)

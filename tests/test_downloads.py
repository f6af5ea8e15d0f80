"""Downloads: only verified bytes are used, a cut one goes on, messages say what to do."""

import hashlib

import pytest
import requests
from servers import Page, serving

from drsn_lite import paths, transfer
from drsn_lite.downloads import fetch
from drsn_lite.remote import DataError, DataMissingError, DataRefusedError, Remote

GOOD = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(GOOD).hexdigest()
CUT = 100_000


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
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        server.pages = {
            "/good": Page(GOOD),
            "/cut": Page(GOOD, cut=CUT),
            "/cut-without-ranges": Page(GOOD, cut=CUT, ranges=False),
            "/cut-unsized": Page(GOOD, cut=CUT, sized=False),
            "/other": Page(b"<html>Please log in"),
            "/changed": Page(GOOD[::-1]),
            "/endless": Page(GOOD * 3, sized=False),
        }
        yield server


def remote(url="http://127.0.0.1:1/good", name="a.bin", sha256=SHA256):
    return Remote(name, url, sha256, len(GOOD))


def files_under(folder):
    """All files but locks, which are empty."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert all(path.stat().st_size == 0 for path in files if path.suffix == ".lock")
    return [path for path in files if path.suffix != ".lock"]


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


@pytest.mark.parametrize("page", ["/cut", "/cut-unsized", "/cut-without-ranges"])
def test_a_cut_download_is_never_used_and_goes_on(cache, server, page):
    wanted = remote(f"{server.address}{page}")
    with pytest.raises(DataMissingError, match=r"0\.1 MB of a\.bin have come and are kept"):
        fetch("things", [wanted])
    part = cache / "things" / "a.bin.part"
    assert files_under(cache) == [part]
    kept = part.read_bytes()
    assert GOOD.startswith(kept)
    assert CUT - transfer.CHUNK < len(kept) <= CUT
    with pytest.raises(DataMissingError, match="download=False"):
        fetch("things", [wanted], download=False)
    (path,) = fetch("things", [wanted])
    assert path.read_bytes() == GOOD
    assert files_under(cache) == [path]
    assert server.asked == [(page, 0), (page, len(kept))]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(bytes(CUT), id="of other bytes"),
        pytest.param(bytes(len(GOOD)), id="of other bytes, complete"),
        pytest.param(GOOD + b"x", id="too long"),
    ],
)
def test_a_wrong_part_is_found_out_and_fetched_anew(cache, server, part):
    (cache / "things").mkdir(parents=True)
    (cache / "things" / "a.bin.part").write_bytes(part)
    (path,) = fetch("things", [remote(f"{server.address}/good")])
    assert path.read_bytes() == GOOD
    assert files_under(cache) == [path]


def test_a_login_page_does_not_cost_what_has_come(cache, server):
    (cache / "things").mkdir(parents=True)
    part = cache / "things" / "a.bin.part"
    part.write_bytes(GOOD[:CUT])
    server.pages["/other"].ranges = False
    with pytest.raises(DataRefusedError, match="login page"):
        fetch("things", [remote(f"{server.address}/other")])
    assert part.read_bytes() == GOOD[:CUT]


def test_another_range_than_was_asked_for_is_not_put_behind_the_part(cache, server):
    (cache / "things").mkdir(parents=True)
    part = cache / "things" / "a.bin.part"
    part.write_bytes(GOOD[:CUT])
    server.pages["/good"].early = 256
    with pytest.raises(DataMissingError, match="ConnectionError"):
        fetch("things", [remote(f"{server.address}/good")])
    assert files_under(cache) == []
    assert fetch("things", [remote(f"{server.address}/good")])[0].read_bytes() == GOOD


def test_an_interrupted_download_leaves_no_file(cache):
    def interrupted(url, output, _):
        with open(output, "wb") as file:
            file.write(GOOD[:1000])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("things", [remote()], downloader=interrupted)
    assert files_under(cache) == []


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
        "python -m drsn_lite data get things",
    ):
        assert text in message
    assert "b.bin" not in message


def test_a_server_that_is_not_there_is_named(cache):
    with pytest.raises(DataMissingError, match=r"127\.0\.0\.1 did not deliver \(ConnectionError"):
        fetch("things", [remote()])
    assert files_under(cache) == []


def test_the_errors_are_os_errors_and_no_wait_is_long():
    assert issubclass(DataError, OSError)
    assert all(seconds <= 60 for seconds in transfer.TIMEOUT_S)

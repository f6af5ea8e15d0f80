"""A folder of recordings; folders and a server for downloads."""

import numpy as np
import pytest
import scipy.io
import scipy.io.wavfile
from recorded import RATE, signal
from remotes import CUT, GOOD
from servers import Page, serving

from drsn_lite import paths


@pytest.fixture
def motor(tmp_path):
    """A folder with two classes of four recordings, one format each."""
    root = tmp_path / "motor"
    for number, name in enumerate(("healthy", "worn")):
        home = root / name
        home.mkdir(parents=True)
        one, two, three, four = ((1 + number) * signal(10 * number + n) for n in range(4))
        np.save(home / "one.npy", one)
        np.savetxt(home / "two.csv", two)
        scipy.io.savemat(home / "three.mat", {"x": three})
        scipy.io.wavfile.write(home / "four.WAV", RATE, four)
    return root


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, and no folder of the user's own."""
    monkeypatch.delenv(paths.ENVIRONMENT, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # the spy sees that it is no user's
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The user's own folder of the data set "things", empty."""
    folder = tmp_path / "own"
    (folder / "things").mkdir(parents=True)
    monkeypatch.setenv(paths.ENVIRONMENT, str(folder))
    return folder / "things"


@pytest.fixture
def server(monkeypatch):
    """A server that has GOOD, and fails in several ways."""
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

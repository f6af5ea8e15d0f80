"""Chrome is found where each system has it; no browser is needed for that."""

import os
from pathlib import Path

import pytest
import server
from server import find_chromium


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A system without a browser: its folder, and what sets variables."""
    places = [place for place in server._CHROME if place.startswith("{")]  # none of macOS
    monkeypatch.setattr(server, "_CHROME", places)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_none_is_said_where_there_is_none(bare):
    assert find_chromium() is None


@pytest.mark.parametrize("name", ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"])
def test_it_is_found_in_the_folders_of_windows(bare, monkeypatch, name):
    chrome = put(bare / "programs" / "Google" / "Chrome" / "Application" / "chrome.exe")
    monkeypatch.setenv(name, str(bare / "programs"))
    assert Path(find_chromium() or "") == chrome


def test_what_is_on_the_path_comes_first(bare, monkeypatch):
    put(bare / "programs" / "Google" / "Chrome" / "Application" / "chrome.exe")
    monkeypatch.setenv("PROGRAMFILES", str(bare / "programs"))
    ours = put(bare / "bin" / ("chromium.exe" if os.name == "nt" else "chromium"))
    assert Path(find_chromium() or "") == ours


def test_macos_keeps_it_among_the_applications():
    names = [Path(place).name for place in server._CHROME if place.startswith("/Applications/")]
    assert names == ["Chromium", "Google Chrome"]

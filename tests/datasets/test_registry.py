"""Every data set has a card that is complete and true; files are told apart as right or wrong."""

import json

import pytest

from drsn_lite import datasets, paths
from drsn_lite.__main__ import main
from drsn_lite.datasets import registry
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.paths import DATA

WITH_FILES = [card for card in registry.CARDS.values() if card.files]


@pytest.fixture
def nothing_here(tmp_path, monkeypatch):
    """No data file anywhere: an empty folder of the user's and an empty cache."""
    monkeypatch.setenv(paths.ENVIRONMENT, str(tmp_path / "own"))
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path


def test_every_data_set_has_a_card():
    assert [name for name in datasets.names() if name != "folder"] == list(registry.CARDS)


@pytest.mark.parametrize("card", registry.CARDS.values(), ids=lambda card: card.name)
def test_a_card_is_complete(card):
    for text in (card.title, card.licence, card.citation, card.url, card.provenance):
        assert len(text) > 10
        assert text in str(card)
    assert callable(card.load)
    assert bool(card.files) == bool(card.size) == bool(card.hashes)


@pytest.mark.parametrize("card", WITH_FILES, ids=lambda card: card.name)
def test_every_file_has_a_hash_and_an_address(card):
    remotes = card.remotes()
    assert len({remote.name for remote in remotes}) == len(remotes) > 1
    for remote in remotes:
        assert len(bytes.fromhex(remote.sha256)) == 32
        assert remote.url.startswith("https://")
    known = json.loads((DATA / card.hashes).read_text(encoding="utf-8"))
    assert len(known) >= len(remotes)
    sizes = [remote.size for remote in remotes]
    if all(sizes):
        assert sum(sizes) == card.size


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(ValueError, match="no data set 'minst'; there are gearbox, digits, mnist"):
        registry.card("minst")


@pytest.mark.parametrize("card", registry.CARDS.values(), ids=lambda card: card.name)
def test_what_needs_no_file_is_always_available(nothing_here, card):
    assert registry.available(card.name) == (not card.files)
    assert datasets.available(card.name) == (not card.files)
    if not card.files:
        assert registry.fetch(card.name) == []
        assert registry.verify(card.name).complete
    assert list(nothing_here.iterdir()) == []  # to look leaves nothing behind


@pytest.mark.parametrize("card", WITH_FILES, ids=lambda card: card.name)
def test_without_files_the_error_says_where_they_belong(nothing_here, card):
    with pytest.raises(DataMissingError) as caught:
        datasets.load(card.name, download=False)
    for text in (
        f"python -m drsn_lite data get {card.name}",
        str(nothing_here / "own" / card.name),
        str(nothing_here / "cache" / card.name),
        paths.ENVIRONMENT,
        card.remotes()[0].url,
    ):
        assert text in str(caught.value)


@pytest.mark.parametrize("card", WITH_FILES, ids=lambda card: card.name)
def test_a_folder_that_may_not_be_read_is_named(nothing_here, monkeypatch, capsys, card):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.is_file", refuse)  # `chmod` would not stop root
    assert not registry.available(card.name)
    state = registry.verify(card.name)
    assert len(state.wrong) == len(card.remotes())
    assert "Check the permissions of" in state.wrong[0]
    assert main(["data", "verify", card.name]) == 1
    out = capsys.readouterr().out
    assert f"and {len(state.wrong) - 5} more" in out or len(state.wrong) <= 5
    assert len(out.splitlines()) < 10


def test_verify_counts_what_is_right_missing_and_wrong(nothing_here):
    first, *others = registry.card("mnist").remotes()
    place = nothing_here / "own" / "mnist"
    place.mkdir(parents=True)
    (place / first.name).write_bytes(b"something else")
    state = registry.verify("mnist")
    assert (state.right, state.complete) == (0, False)
    assert list(state.missing) == others
    (text,) = state.wrong
    assert str(place / first.name) in text
    assert first.sha256 in text
    assert not registry.available("mnist")

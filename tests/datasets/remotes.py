"""A file to download in tests, and what lies in a folder afterwards."""

import hashlib

from drsn_lite.datasets.remote import Remote

GOOD = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(GOOD).hexdigest()
CUT = 100_000


def remote(url="http://127.0.0.1:1/good", name="a.bin", sha256=SHA256):
    return Remote(name, url, sha256, len(GOOD))


def files_under(folder):
    """All files but locks, which are empty."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert all(path.stat().st_size == 0 for path in files if path.suffix == ".lock")
    return [path for path in files if path.suffix != ".lock"]

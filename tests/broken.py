"""What the doctor's tests share: ways to break an environment, and to read one failure."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pytest

from drsn_lite.checkup.findings import Finding


def only_failure(findings: Iterable[Finding]) -> Finding:
    """The one failure among them, with a command that is one line and starts with a program."""
    failed = [finding for finding in findings if not finding.passed]
    assert len(failed) == 1, failed
    assert "\n" not in failed[0].mend
    assert shlex.split(failed[0].mend), failed[0]
    return failed[0]


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`python -m drsn_lite WORDS`, with these environment variables besides."""
    command = [sys.executable, "-m", "drsn_lite", *words]
    environment = os.environ | variables
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def write(path: Path, content: object) -> Path:
    """A JSON file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def report_version(monkeypatch: pytest.MonkeyPatch, package: str, version: str | None) -> None:
    """Let the metadata say another version of one package, or that there is none."""
    real = metadata.version

    def pretend(name: str) -> str:
        if name != package:
            return real(name)
        if version is None:
            raise metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(metadata, "version", pretend)

"""CONTRIBUTING's rows about a new noise and a new network, followed to the letter in a copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOISE = {
    "noise.py": (
        ("\nKINDS = PAPER_KINDS", '\nKINDS = (*PAPER_KINDS, "uniform")'),
        (
            '    if kind == "gaussian":',
            '    if kind == "uniform":\n'
            "        return rng.uniform(-(3**0.5), 3**0.5, shape)\n"
            '    if kind == "gaussian":',
        ),
    ),
    "results/names.py": (('"pink": "pink"}', '"pink": "pink", "uniform": "uniform"}'),),
}
NETWORK = {
    "networks.py": (
        ('    "senet": SqueezeExcite,', '    "senet": SqueezeExcite,\n    "mine": SqueezeExcite,'),
    ),
    "results/names.py": (('    "senet": "SENet",', '    "senet": "SENet",\n    "mine": "Mine",'),),
}
TRY = """
import contextlib
import sys
from drsn_lite import panels
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import Choice
from drsn_lite.studies.__main__ import STUDIES
from drsn_lite.studies.sweep import figures, plan

new, known = sys.argv[1:]
shown = set()
for name in panels.__all__:
    panel = getattr(panels, name)
    default = {control.name: control.value for control in panel.controls}
    for control in panel.controls:
        values = [value for value, _ in control.options] if isinstance(control, Choice) else []
        with contextlib.suppress(DataMissingError):  # its files are not here
            if new in values:
                panel.frame(**default | {control.name: new})
                shown.add(name)
            elif known in values:
                panel.frame(**default | {control.name: known})
print(*sorted(shown))
"""


@pytest.mark.parametrize(
    ("edits", "new", "known", "shown_in"),
    [
        pytest.param(NOISE, "uniform", "pink", {"noise_lab", "zeroed_truth"}, id="noise"),
        pytest.param(NETWORK, "mine", "senet", set(), id="network"),
    ],
)
def test_a_new_name_breaks_nothing(edits, new, known, shown_in, tmp_path):
    copy = tmp_path / "drsn_lite"
    shutil.copytree(ROOT / "drsn_lite", copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "data").symlink_to(ROOT / "data")
    for name, pairs in edits.items():
        text = (copy / name).read_text("utf-8")
        for old, mended in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, mended)
        (copy / name).write_text(text, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", TRY, new, known],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert shown_in <= set(ran.stdout.split())

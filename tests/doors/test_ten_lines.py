"""The example of the README: a folder of WAV files, ten lines, an answer in the terminal."""

import json
import subprocess
import sys

import numpy as np
import scipy.io.wavfile

TEN_LINES = """
from drsn_lite.checkpoints import cards, save
from drsn_lite.datasets import load
from drsn_lite.evaluation import evaluate
from drsn_lite.networks import build
from drsn_lite.training import fit
data = load("folder", "motor", length=512)
network = build("drsn-cw", classes=len(data.classes), seed=0)
history = fit(network, data, 8, batch_size=32, progress=False)
print(data.note, evaluate(network, data.test_x, data.test_y).accuracy)
save(network, "motor-drsn", cards.card(data, network, history, seed=0))
"""


def record(path, worn, seed):
    """A hum; with a worn bearing, a click every 97 samples that rings."""
    rng = np.random.default_rng([seed, worn])
    t = np.arange(6000)
    x = np.sin(0.05 * t + rng.uniform(0, 6)) + 0.5 * rng.normal(size=6000)
    if worn:
        since = (t + rng.integers(97)) % 97
        x += 3 * np.exp(-since / 12) * np.sin(1.3 * since)
    path.parent.mkdir(parents=True, exist_ok=True)
    scipy.io.wavfile.write(path, 8000, (3000 * x).astype(np.int16))


def run(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_from_a_folder_to_an_answer_in_ten_lines(tmp_path):
    assert len(TEN_LINES.strip().splitlines()) == 10
    for take in range(8):
        record(tmp_path / "motor" / "healthy" / f"{take}.wav", False, take)
        record(tmp_path / "motor" / "worn" / f"{take}.wav", True, take)
    record(tmp_path / "new" / "healthy.wav", False, 99)
    record(tmp_path / "new" / "worn.wav", True, 98)
    said = run("-c", TEN_LINES, cwd=tmp_path)
    assert "healthy: 6 + 2 recordings" in said
    assert float(said.split()[-1]) > 0.9
    names = ["new/healthy.wav", "new/worn.wav"]
    command = ("-m", "drsn_lite", "predict", "motor-drsn.safetensors", *names, "--json")
    rows = json.loads(run(*command, cwd=tmp_path))
    assert [row["class"] for row in rows] == ["healthy", "worn"]

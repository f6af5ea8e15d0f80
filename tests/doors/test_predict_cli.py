"""`python -m drsn_lite predict`: the right class for files of each kind, cards, errors, output."""

import csv
import json
import os
import subprocess
import sys

import needs
import numpy as np
import pytest
import scipy.io
import scipy.io.wavfile
import torch
from PIL import Image

from drsn_lite import checkpoints
from drsn_lite.__main__ import main
from drsn_lite.checkpoints import cards
from drsn_lite.datasets import gearbox, load, registry
from drsn_lite.evaluation import predict
from drsn_lite.networks import Plan, build
from drsn_lite.training import fit

RATE = 1000
NOT_SAID = "its card does not say what the training held"
SMALL = Plan(stem=(7, 4), stages=((4, 1, 2),))


def signal(name, seed, samples=600):
    """Slow or fast, in units far from 1."""
    t, rng = np.arange(samples), np.random.default_rng(seed)
    wave = np.sin(t / (3 if name == "fast" else 20) + rng.uniform(0, 6))
    return 50 * (wave + 0.2 * rng.normal(size=samples)) + 1000


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder, its data, and the path of a network trained on it, with its card."""
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("own")
    for name in ("fast", "slow"):
        (root / name).mkdir()
        for n in range(6):
            np.save(root / name / f"{n}.npy", signal(name, n + 10 * (name == "slow")))
    data = load("folder", root, length=64, rate_hz=RATE, scale="training")
    network = build("drsn-cw", SMALL, 2, seed=0)
    history = fit(network, data, 20, batch_size=16, seed=0, progress=False)
    card = cards.card(data, network, history, seed=0, by="a test")
    return root, data, checkpoints.save(network, root / "net", card)


@pytest.fixture
def files(tmp_path):
    """New recordings of both classes, in all formats; the class is the name's beginning."""
    fast, slow, more = (signal(name, 99) for name in ("fast", "slow", "slow"))
    scipy.io.wavfile.write(tmp_path / "fast.wav", RATE, fast)
    np.savetxt(tmp_path / "slow.csv", slow)
    scipy.io.savemat(tmp_path / "slow.mat", {"x": more})
    np.save(tmp_path / "fast.npy", fast)
    return [str(tmp_path / name) for name in ("fast.wav", "slow.csv", "slow.mat", "fast.npy")]


def test_each_file_gets_its_class(trained, files, capsys):
    assert main(["predict", str(trained[2]), *files]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == ""
    assert "mean probability" in lines[0]
    assert lines[0].split()[-2:] == ["zeroed", "unlike"]
    for line, path in zip(lines[1:], files, strict=True):
        assert line.startswith(path)
        assert f"  {path.split('/')[-1][:4]}  " in line
        assert "█" in line
        assert line.split()[-2] == "17"  # windows of 64 every 32 in 600 samples
        assert 1 <= int(line.split()[-1].removesuffix("%")) <= 99


def test_json_has_what_the_network_says(trained, files, capsys):
    root, data, path = trained
    name = data.test_recording[0]
    assert main(["predict", str(path), str(root / name), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    network = checkpoints.load_checkpoint(path)
    x = data.test_x[data.test_recording == name]
    chances = predict(network, x).softmax(1).numpy()
    want = chances.mean(0)
    assert list(row["probability"]) == list(data.classes)
    np.testing.assert_allclose(list(row["probability"].values()), want, atol=1e-4)
    assert row["class"] == data.classes[want.argmax()] == name.split("/")[0]
    assert sum(row["share"].values()) == pytest.approx(1, abs=1e-5)
    assert (row["windows"], row["possible_windows"]) == (17, 17)


def test_a_file_that_cannot_be_used_does_not_stop_the_others(trained, files, tmp_path, capsys):
    scipy.io.wavfile.write(tmp_path / "other.wav", 3 * RATE, signal("fast", 1))
    np.save(tmp_path / "short.npy", np.arange(20.0))
    (tmp_path / "bad.pkl").write_bytes(b"\x80\x04.")
    bad = [str(tmp_path / name) for name in ("other.wav", "short.npy", "bad.pkl", "none.csv")]
    assert main(["predict", str(trained[2]), bad[0], files[0], *bad[1:]]) == 1
    out, err = capsys.readouterr()
    assert files[0] in out
    for words in ("3000 Hz, the network was trained on 1000 Hz", "20 samples, a window 64"):
        assert words in err
    assert "pickle" in err
    assert "there is no file" in err
    assert "zeros by --pad" in err  # pad=True is for Python
    assert main(["predict", str(trained[2]), *bad, "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [row["file"] for row in rows] == bad
    assert all(row["error"] for row in rows)


def test_options_go_before_the_card(trained, tmp_path, capsys):
    path, two = str(trained[2]), tmp_path / "two.csv"
    both = np.stack([signal("slow", 5), signal("fast", 6)], 1)
    np.savetxt(two, both, delimiter=",", header="a,b", comments="")
    assert main(["predict", path, str(two)]) == 1
    err = capsys.readouterr().err
    assert "0: a, 1: b" in err
    assert "choose with --column, by" in err
    for column, want in (("a", "slow"), ("b", "fast"), ("1", "fast")):
        assert main(["predict", path, str(two), "--column", column, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)[0]["class"] == want
    call = ["predict", path, str(two), "--column=0", "--length=128", "--max-windows=3"]
    assert main(call) == 0
    assert " 3 of 8 " in capsys.readouterr().out
    for rate, status in ((RATE, 0), (2 * RATE, 2)):
        assert main([*call, f"--rate-hz={rate}"]) == status
    assert "trained on 1000 Hz, so files of 2000 Hz" in capsys.readouterr().err
    np.save(tmp_path / "short.npy", signal("slow", 7, 50))
    assert main(["predict", path, str(tmp_path / "short.npy"), "--pad"]) == 0


def test_a_plot_is_written(trained, files, tmp_path, capsys):
    path = tmp_path / "plot.png"
    assert main(["predict", str(trained[2]), *files, "--plot", str(path)]) == 0
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        assert picture.size[0] == 1920
    assert main(["predict", str(trained[2]), *files, "--plot", str(tmp_path / "no/p.png")]) == 1
    assert "no/p.png cannot be written: No such file or directory. Name" in capsys.readouterr().err
    assert main(["predict", str(trained[2]), *files, "--plot", "p.pdf"]) == 2
    assert "PNG" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.glob("p*")) == ["plot.png"]
    assert main(["predict", str(trained[2]), files[0], "--plot", str(tmp_path / "p.SVG")]) == 0
    assert (tmp_path / "p.SVG").read_text().startswith("<?xml")


def test_the_shipped_gearbox_network_knows_its_input(tmp_path, capsys):
    x, y = gearbox.simulate(2, seed=77)
    paths = []
    for state in ("healthy", "missing tooth"):
        row = np.flatnonzero(y == gearbox.STATES.index(state))[0]
        paths.append(tmp_path / f"{state}.npy")
        np.save(paths[-1], x[row])
    assert main(["predict", "gearbox-drsn-cw", *map(str, paths), "--json"]) == 0
    out, err = capsys.readouterr()
    assert [row["class"] for row in json.loads(out)] == ["healthy", "missing tooth"]
    assert NOT_SAID in err
    assert err.count("\n") == 1
    call = ["predict", "gearbox-drsn-cw", str(paths[0]), "--rate-hz=12000"]
    assert main(call) == 2
    assert "trained on 12800 Hz" in capsys.readouterr().err


@needs.files("cwru")
@pytest.mark.parametrize(("file", "want"), [("97", "normal"), ("105", "IR007"), ("234", "OR021@6")])
def test_the_shipped_bearing_network_on_the_real_recordings(file, want, capsys):
    path = next(path for path in registry.fetch("cwru") if path.stem == file)
    assert main(["predict", "cwru-drsn-cw", str(path), "--key=DE_time", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)[0]["class"] == want
    assert NOT_SAID in err
    assert err.count("\n") == 1


def test_checkpoints_that_give_no_answer(trained, files, tmp_path, capsys):
    def err(*arguments):
        assert main(["predict", *map(str, arguments)]) == 2
        return capsys.readouterr().err

    assert "there is no checkpoint" in err("nothing", files[0])
    assert "refused" in err("net.pkl", files[0])
    wrong = err(trained[2], files[0], "--csv", files[0])
    assert "among the recordings" in wrong
    assert "takes images" in err("digits-drsn-cw", files[0])
    assert "--max-windows" in err(trained[2], files[0], "--max-windows", 0)
    good = checkpoints.card(trained[2])
    network = checkpoints.load_checkpoint(trained[2])
    for change, words in (
        ({"classes": ["one"]}, "2 classes"),
        ({"input": good["input"] | {"scale": 0}}, "positive"),
        ({"input": good["input"] | {"length": "64"}}, "whole samples"),
        ({"input": good["input"] | {"color": 1}}, "color"),
        ({"input": None}, "--scale"),
    ):
        path = checkpoints.save(network, tmp_path / "changed", good | change)
        assert words in err(path, files[0])
    path.with_suffix(".json").write_text("{ no json")
    assert "cannot be read" in err(path, files[0])
    path.with_suffix(".json").unlink()
    assert "its card is not beside it" in err(path, files[0])
    path.with_suffix(".json").write_text("[1, 2]")
    assert "2 classes" in err(path, files[0])
    path.write_bytes(path.read_bytes()[:500])
    assert "not a whole checkpoint" in err(path, files[0])


def test_a_card_without_input_works_with_options_alone(trained, files, tmp_path, capsys):
    card = checkpoints.card(trained[2])
    scale = card.pop("input")["scale"]
    path = checkpoints.save(checkpoints.load_checkpoint(trained[2]), tmp_path / "old", card)
    assert main(["predict", str(path), files[0]]) == 2
    assert 'no "input"' in capsys.readouterr().err
    given = ["--length=64", f"--rate-hz={RATE}", f"--scale={scale}"]
    assert main(["predict", str(path), files[0], *given]) == 0
    capsys.readouterr()
    for rule in ("recording", "window"):
        assert main(["predict", str(path), files[0], *given[:2], f"--scale={rule}"]) == 0
        assert "  fast  " in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["predict", str(path), files[0], "--scale=training"])
    assert "a number, recording or window" in capsys.readouterr().err


def test_a_table_is_written(trained, files, tmp_path, capsys):
    path, lost = tmp_path / "answers.csv", str(tmp_path / "lost.wav")
    assert main(["predict", str(trained[2]), files[0], lost, "--csv", str(path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)[0]
    with path.open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert (first["file"], first["class"], first["error"]) == (files[0], "fast", "")
    for name in ("fast", "slow"):
        assert float(first[f"probability {name}"]) == said["probability"][name]
        assert float(first[f"share {name}"]) == said["share"][name]
    assert float(first["zeroed"]) == said["zeroed"]
    assert (second["file"], second["class"], second["probability fast"]) == (lost, "", "")
    assert "there is no file" in second["error"]
    assert main(["predict", str(trained[2]), files[0], "--csv", str(tmp_path / "no/a.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    path.with_name("answers.csv.part").mkdir()  # so that the next writing fails
    before = path.read_bytes()
    assert main(["predict", str(trained[2]), files[0], "--csv", str(path)]) == 1
    assert path.read_bytes() == before


def test_from_the_terminal(trained, files):
    call = [sys.executable, "-W", "error", "-m", "drsn_lite", "predict", str(trained[2])]
    done = subprocess.run([*call, *files], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 5
    assert done.stderr == ""
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    plain = subprocess.run([*call, files[0]], capture_output=True, text=True, env=ascii_only)
    assert plain.returncode == 0, plain.stderr
    assert "fast" in plain.stdout
    done = subprocess.run(call, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2
    assert "FILES" in done.stderr.upper()

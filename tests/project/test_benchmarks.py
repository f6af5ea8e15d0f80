"""The benchmarks run, write sane rows and compare what is the same. No test reads the clock."""

import importlib
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
import torch.nn.functional as F

from drsn_lite import panels
from drsn_lite.drawing import Slider
from drsn_lite.networks import Plan, build

ROOT = Path(__file__).parents[2]
PARTS = ("thresholds", "steps", "profiling", "inference", "panel_frames", "scaling")  # and `course`
SMALL = Plan(stem=(5, 2), stages=((4, 2, 2), (7, 2, 2)))


@pytest.fixture
def part(monkeypatch):
    """Imports a file of benchmarks/ by name."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=[pytest.mark.data] * (one == "panel_frames")) for one in PARTS],
)
def test_a_part_measures_and_says_what_it_found(part, name: str) -> None:
    threads = torch.get_num_threads()
    module = part(name)
    made = module.rows(quick=True)
    assert torch.get_num_threads() == threads
    assert made
    for row in made:
        for column, value in row.items():
            assert value == value, f"{column} is NaN"
            if isinstance(value, float):
                assert value >= 0, column
            if f"{column}_low" in row:
                assert 0 <= row[f"{column}_low"] <= value <= row[f"{column}_high"], column
    said = module.text(made)
    rows = [line.count("|") for line in said.splitlines() if line.startswith("| ")]
    assert len(rows) >= 3
    assert "nan" not in said.lower()
    assert (ROOT / "benchmarks" / f"{name}.py").read_text("utf-8").count("bench.main(") == 1


def test_every_part_is_in_the_report_and_in_make_bench(part) -> None:
    order = part("bench").ORDER
    assert set(order) == {*PARTS, "course"}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (line,) = [line for line in makefile.splitlines() if line.startswith("PARTS :=")]
    assert line.split()[2:] == list(order)


def test_the_report_has_the_sections_that_were_made() -> None:
    report = ROOT / "benchmarks" / "RESULTS.md"
    text = report.read_text("utf-8")
    for name in (*PARTS, "course"):
        assert text.count(f"<!-- {name} -->") == 1
        rows = pd.read_csv(ROOT / "benchmarks" / "results" / f"{name}.csv")
        assert len(rows) > 3
    assert (report.parent / "scaling.svg").exists()


def run(name: str, *words: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_part_runs_alone_and_replaces_only_its_own_section(part, tmp_path) -> None:
    report = ROOT / "benchmarks" / "RESULTS.md"
    before = report.read_bytes()
    assert "## The soft threshold" in run("thresholds", "--quick")
    assert report.read_bytes() == before, "--quick wrote the report"
    said = run("scaling", "--quick", "--out", str(tmp_path))
    assert "<svg" in (tmp_path / "scaling.svg").read_text("utf-8")
    assert len(pd.read_csv(tmp_path / "results" / "scaling.csv")) == 10
    part("bench").put(tmp_path, "thresholds", "## First\n")
    part("bench").put(tmp_path, "thresholds", "## Second\n")
    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert text.index("## Second") < text.index("## Cost as work grows"), "the order of the parts"
    assert "First" not in text
    assert said.strip() in text
    assert "torch " in text


def test_the_course_is_measured_lesson_by_lesson(part) -> None:
    course = part("course")
    made = course.rows(quick=True)
    lesson, *starts = made
    assert lesson["name"] == "00-start-here"
    assert 0 < lesson["slowest_s"] <= lesson["seconds"]
    assert 50 < lesson["peak_mb"] < 5000
    assert {row["name"] for row in starts} == {*course.IMPORTS, "doctor"}
    assert "00-start-here" in course.text(made)


@pytest.mark.parametrize(
    "name", ["convnet", "resnet", "resnet-wide", "senet", "drsn-cs", "drsn-cw"]
)
@pytest.mark.parametrize("preset", [SMALL, "lite", "paper"], ids=["small", "lite", "paper"])
def test_the_conv1d_port_is_the_same_network(part, name: str, preset: str | Plan) -> None:
    """Loss, logits and every gradient in training, then the logits in evaluation mode."""
    ours = build(name, preset, 3, seed=0).double().train()
    port = part("conv1d").Port(ours).double().train()
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(4, 1, 1, 200, generator=generator, dtype=torch.float64)
    y = torch.arange(4) % 3
    results = []
    for network, inputs in ((ours, x), (port, x[:, 0])):
        logits = network(inputs)
        F.cross_entropy(logits, y).backward()
        gradients = [p.grad.flatten() for p in network.parameters()]
        results.append([logits.detach().flatten(), *gradients])
    for one, other in zip(*results, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-6, atol=1e-8)
    with torch.no_grad():
        torch.testing.assert_close(ours.eval()(x), port.eval()(x[:, 0]), rtol=1e-6, atol=1e-8)


def test_every_way_of_writing_the_threshold_gives_the_same(part) -> None:
    thresholds = part("thresholds")
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(2, 3, 1, 50, generator=generator)
    for name, way in thresholds.WAYS.items():
        tau = torch.full((2, 3, 1, 1), 0.5)  # what F.softshrink has there
        torch.testing.assert_close(way(x, tau), thresholds.sign_relu(x, tau), msg=name)


def test_the_plain_formulas_are_used_and_put_back(part) -> None:
    steps = part("steps")
    from drsn_lite import gates

    before = gates.soft_threshold, gates.mean_abs
    with steps.plain_formulas():
        assert gates.soft_threshold is part("thresholds").sign_relu
        assert gates.mean_abs is not before[1]
        x = torch.randn(2, 3, 1, 9)
        assert torch.equal(gates.mean_abs(x), x.abs().mean((2, 3)))
    assert (gates.soft_threshold, gates.mean_abs) == before


def test_turns_ratios_and_exponents(part) -> None:
    bench, scaling = part("bench"), part("scaling")
    calls: list[str] = []

    def way(name: str, took: float):
        return lambda: calls.append(name) or took

    times = bench.alternate({"a": way("a", 1.0), "b": way("b", 3.0)}, rounds=3, warm=1)
    assert calls == ["a", "b"] * 4
    assert times["b"].tolist() == [3.0] * 3
    assert bench.quartiles("r", np.array([1.0, 2, 3, 4, 9])) == {"r": 3, "r_low": 2, "r_high": 4}
    assert bench.shown({"r": 3, "r_low": 2, "r_high": 4}, "r", 1) == "3.0 (2.0–4.0)"
    assert bench.shown({}, "r") == ""
    whole, last = scaling.exponents([1, 2, 4, 8], [3, 12, 48, 192])
    assert math.isclose(whole, 2)
    assert math.isclose(last, 2)
    _, last = scaling.exponents([1, 2, 4], [5, 5, 10])
    assert math.isclose(last, 1)


def test_the_slowest_panel_is_named_above_a_sorted_table(part) -> None:
    every_panel = part("every_panel")
    known = every_panel.every()
    assert set(known) == set(panels.__all__)
    fast = every_panel.row("guess_tau", known["guess_tau"], {"tau": [20.0] * 40})
    times = {"alpha": [30.0] * 19 + [90.0], "channel": [50.0] * 20}
    slow = every_panel.row("channel_thresholds", known["channel_thresholds"], times)
    none = every_panel.row("digit_lab", known["digit_lab"], {})
    assert slow == {
        "panel": "channel_thresholds",
        "sliders": True,
        "moves": 40,
        "median_ms": 50.0,
        "p95_ms": 50.0,
        "worst_ms": 90.0,
        "slowest": "channel",
        "slowest_ms": 50.0,
    }
    said = every_panel.text([none, fast, slow])
    first, *_, head, _, top, bottom = said.splitlines()
    assert "Of 2 panels `channel_thresholds` is the slowest: 95 %" in first
    assert "within 50 ms" in first
    assert "2 of 2" in first
    assert "missing: `digit_lab`" in said
    assert [line.count("|") for line in (head, top, bottom)] == [6] * 3
    assert top.startswith("| `channel_thresholds` | 40 | 50 / 50 | 90 | `channel` (50) |")
    assert bottom.startswith("| `guess_tau` | 40 | 20 / 20 |")
    late = every_panel.row("guess_tau", known["guess_tau"], {"tau": [10.0] * 37 + [80.0] * 3})
    assert "`guess_tau` is the slowest" in every_panel.text([late, slow]), "by the 95th percentile"
    assert "1 of 2" in every_panel.text([late, slow])
    assert "digit_lab" in every_panel.text([none])


def test_a_slider_goes_to_and_fro_and_each_move_changes_it(part) -> None:
    every_panel = part("every_panel")
    for panel in every_panel.every().values():
        for slider in every_panel.measured_controls(panel):
            if not isinstance(slider, Slider):
                continue
            value, up, turns = slider.low, True, 0
            for _ in range(300):
                before, up = up, every_panel.goes_up(slider, value, up)
                turns += before != up
                value += slider.step if up else -slider.step
                assert slider.low - 1e-6 <= value <= slider.high + 1e-6, slider
            assert turns > 0
    assert every_panel.measured_controls(panels.gain_by_condition) == list(
        panels.gain_by_condition.controls
    )


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ("aten::mkldnn_convolution", "convolution"),
        ("aten::convolution_backward", "convolution"),
        ("aten::native_batch_norm_backward", "BatchNorm"),
        ("aten::clamp_min_", "threshold and mean|x|"),
        ("aten::clamp", "threshold and mean|x|"),
        ("aten::leaky_relu_backward", "threshold and mean|x|"),
        ("SoftThresholdBackward", "threshold and mean|x|"),
        ("aten::clamp_min", "ReLU"),
        ("aten::threshold_backward", "ReLU"),
        ("aten::add_", "adding"),
        ("aten::addmm", "small matrices"),
    ],
)
def test_operations_are_counted_as_what_they_are(part, operation: str, kind: str) -> None:
    assert part("profiling").kind(operation) == kind

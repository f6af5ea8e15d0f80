"""The benchmark of panels in a browser measures what it says. No test reads the clock."""

from pathlib import Path

import pytest

from drsn_lite import panels

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

BROKEN = """
from drsn_lite import panels
from drsn_lite.datasets.downloads import DataMissingError
from drsn_lite.drawing import Panel

whole = panels.soft_threshold

def breaks(error):
    def draw(**settings):
        if settings["tau"] > 0.5:
            raise error("tau")
        return whole.frame(**settings)
    return Panel("Broken", draw, whole.controls)

"""


@pytest.fixture
def every_panel(monkeypatch):
    """The file of benchmarks/."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import every_panel

    return every_panel


@pytest.fixture(scope="module")
def notebook(open_cells):
    """A notebook whose last cell may be overwritten; its panels are changed by `BROKEN`."""
    opened = open_cells(BROKEN, "widget = None")
    assert opened.run_all() == []
    return opened


def test_each_move_is_painted_and_counted(every_panel, notebook) -> None:
    sliders, lists = every_panel.measure(notebook, ["soft_threshold", "gain_by_condition"], 8)
    assert (sliders["panel"], sliders["sliders"], sliders["moves"]) == ("soft_threshold", True, 9)
    assert (lists["panel"], lists["sliders"], lists["moves"]) == ("gain_by_condition", False, 8)
    for row, panel in ((sliders, panels.soft_threshold), (lists, panels.gain_by_condition)):
        assert 0 < row["median_ms"] <= row["p95_ms"] <= row["worst_ms"]
        assert row["slowest"] in {control.name for control in panel.controls}
    said = every_panel.text([sliders, lists])
    assert "`soft_threshold`" in said
    assert "buttons were moved: `gain_by_condition`" in said


def test_an_error_in_a_panel_ends_the_benchmark(every_panel, notebook) -> None:
    notebook.rerun("panels.soft_threshold = breaks(ValueError)")
    with pytest.raises(every_panel.PanelError, match="tau"):
        every_panel.measure(notebook, ["soft_threshold"], 24)
    assert notebook.panels()[0].error().startswith("ValueError: tau")


def test_moves_that_end_in_missing_data_are_not_counted(every_panel, notebook) -> None:
    notebook.rerun("panels.soft_threshold = breaks(DataMissingError)")
    (row,) = every_panel.measure(notebook, ["soft_threshold"], 24)
    assert row["moves"] == 2  # tau = 0.2 and 0.4; it stays above 0.5 while the others move


def test_a_panel_without_its_files_has_a_row_that_says_so(every_panel, notebook) -> None:
    notebook.rerun("def missing():\n    raise DataMissingError('x')")
    notebook.rerun("panels.soft_threshold = missing")
    (row,) = every_panel.measure(notebook, ["soft_threshold"])
    assert row == {"panel": "soft_threshold", "sliders": True, "moves": 0}
    assert "missing: `soft_threshold`" in every_panel.text([row])

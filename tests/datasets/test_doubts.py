"""What a survey warns of is there, and what is there it warns of."""

import numpy as np
import pytest

from drsn_lite.datasets import load
from drsn_lite.datasets.doubts import doubts
from drsn_lite.survey import survey

CLASSES = ("healthy", "worn", "broken")


def made(root, change=lambda kind, n, x: x, count=6):
    """Three classes of noise, and what `change` makes of each recording."""
    for label, kind in enumerate(CLASSES):
        (root / kind).mkdir(parents=True)
        for n in range(count):
            x = np.random.default_rng([label, n]).standard_normal(1200)
            np.save(root / kind / f"m{n % 3}_{'abcdefgh'[n]}.npy", change(label, n, x))
    return root


def get(root, **options):
    return load("folder", root, length=100, rate_hz=1000, **options)


def test_nothing_warns_where_nothing_is_wrong(tmp_path):
    assert doubts(get(made(tmp_path / "set"))) == ()


def test_loudness_that_names_the_class(tmp_path):
    data = get(made(tmp_path / "set", lambda label, n, x: x * 3.0**label))
    [said] = doubts(data)
    assert said.startswith("Loudness alone names the class: of 18 recordings 100%")
    assert doubts(get(tmp_path / "set", scale="recording")) == (said,)


def test_loudness_that_differs_within_the_classes_does_not_name_them(tmp_path):
    assert doubts(get(made(tmp_path / "set", lambda label, n, x: x * 1.5**n))) == ()


def test_one_scale_for_recordings_of_very_different_loudness(tmp_path):
    root = made(tmp_path / "set", lambda label, n, x: x * 3.0**n)
    [said] = doubts(get(root, scale="training"))
    times = int(said.split("has ")[1].split()[0])
    assert times == pytest.approx(3**5, rel=0.2)
    assert 'scale="recording"' in said
    assert doubts(get(root)) == doubts(get(root, scale="window")) == ()


@pytest.mark.parametrize("sides", ["both", "one"])
def test_a_ceiling_is_found_and_named(tmp_path, sides):
    def change(label, n, x):
        low = -1.5 if sides == "both" else None
        return np.clip(x, low, 1.5) if (label, n) == (1, 2) else x

    [said] = doubts(get(made(tmp_path / "set", change)))
    assert said.startswith("worn/m2_c.npy: ")
    assert "ceiling" in said
    share = float(said.split(": ")[1].split("%")[0])
    assert share == pytest.approx(13 if sides == "both" else 7, abs=3)


def test_coarse_numbers_are_not_a_ceiling(tmp_path):
    assert doubts(get(made(tmp_path / "set", lambda label, n, x: np.round(4 * x)))) == ()


def test_dropouts_are_found_also_where_they_are_45_percent(tmp_path):
    def change(label, n, x):
        if label == 2:
            for start in range(0, 1200, 100):
                x[start : start + 45] = 0.0
        return x

    [said] = doubts(get(made(tmp_path / "set", change)))
    assert "45% of its samples stand still; so it is in 6 recordings" in said


def test_one_machine_in_training(tmp_path):
    root = made(tmp_path / "set")
    assert doubts(get(root, group=r"(m[0-9])_", test="m0")) == ()
    [said] = doubts(get(root, group=r"(m[0-9])_", test="m[01]"))
    assert "comes from one group, 'm2'" in said


def test_a_class_that_one_machine_has_for_itself(tmp_path):
    root = made(tmp_path / "set")
    for path in (root / "worn").glob("*.npy"):  # all on m3, and one on m0 for the test
        path.rename(path.with_name(path.name.replace("m1", "m3").replace("m2", "m3")))
    [said] = doubts(get(root, group=r"(m[0-9])_", test="m0"))
    assert "'worn' is only in 'm3', and no other class is in it" in said
    assert "'healthy'" not in said


def test_the_picture_shows_every_recording_and_class(tmp_path):
    root = made(tmp_path / "set", lambda label, n, x: x * 3.0**label)
    found = survey(get(root))
    windows, spectra, loud, counts = found.frame.plots
    assert [mark.label for mark in windows.marks] == ["broken", "healthy", "worn"]
    assert len(spectra.marks) == 3
    decibels = {mark.label: mark.y.mean() for mark in loud.marks}
    assert decibels["worn"] - decibels["healthy"] == pytest.approx(9.5, abs=1)
    assert counts.marks[0].heights.tolist() == [6, 6, 6]
    assert "18 recordings" in found.frame.sentence
    assert "1 thing to look at" in found.frame.sentence
    assert "* Loudness alone" in repr(found)


def test_the_picture_shows_the_spectrum_of_each_class_in_hz_and_db(tmp_path):
    t = np.arange(1200)
    root = made(
        tmp_path / "set", lambda label, n, x: np.sin(0.2 * np.pi * (label + 1) * t) + 1e-4 * x
    )
    windows, spectra, _, _ = survey(get(root)).frame.plots
    sorts = {"broken": 300, "healthy": 100, "worn": 200}
    for window, mark in zip(windows.marks, spectra.marks, strict=True):
        peak = mark.y.argmax()
        assert mark.x[peak] == pytest.approx(sorts[mark.label]), mark.label
        # a sine of RMS 1 in a Hann window of 100: |X| = √2 · 99 / 4
        assert mark.y[peak] == pytest.approx(20 * np.log10(2**0.5 * 99 / 4), abs=0.1)
        assert np.abs(np.fft.rfft(window.y))[1:].argmax() == peak
    assert [mark.label for mark in spectra.marks] == sorted(sorts)


def test_with_groups_the_picture_counts_the_windows_of_each(tmp_path):
    data = get(made(tmp_path / "set"), group=r"(m[0-9])_", test="m0")
    [image] = survey(data).frame.plots[3].marks
    each = len(data.train_x) // 6
    assert image.values.tolist() == [[each, each]] * 3
    assert each > 2


def test_only_recordings_can_be_looked_over():
    with pytest.raises(TypeError, match="looks over recordings"):
        survey(load("digits"))

"""Formats of instruments: the samples that another library wrote, and the rate."""

import builtins

import numpy as np
import pytest
from recorded import WAVE, rate_of, refused, whole

from drsn_lite.datasets.recordings.files import open_recording

RATE = 12_000.0


def lvm(columns="One", mark="\t", point=".", step="8.3333333e-05", names="X_Value\tVib\tRef"):
    head = ["LabVIEW Measurement", "Writer_Version\t2", "Separator\tTab", "Multi_Headings\tYes"]
    head += [f"Decimal_Separator\t{point}", f"X_Columns\t{columns}", "***End_of_Header***", ""]
    head += ["Channels\t2", "Samples\t600\t600", "X_Dimension\tTime\tTime", "X0\t0\t0"]
    head += [f"Delta_X\t{step}\t{step}", "***End_of_Header***", f"{names}\tComment"]
    rows = [
        f"{n / 12_000:.6f}" * (columns == "One") + f"\t{x:.6f}\t{-x:.6f}"
        for n, x in enumerate(WAVE)
    ]
    rows = [row.replace(".", point) for row in rows]
    text = "\r\n".join([*head, *rows, ""])
    return (
        text.replace("Separator\tTab", "Separator,Comma").replace("\t", mark)
        if mark == ","
        else text
    )


@pytest.mark.parametrize("columns", ["One", "No"])
@pytest.mark.parametrize("point", [".", ","])
def test_lvm(tmp_path, columns, point):
    path = tmp_path / "a.lvm"
    path.write_text(lvm(columns, point=point))
    want = np.array([f"{x:.6f}" for x in WAVE], float)
    np.testing.assert_array_equal(whole(path, column="Vib"), want)
    np.testing.assert_array_equal(whole(path, column=1), -want)
    assert rate_of(path, column=0) == RATE
    refused(path, "2 channels (0: Vib, 1: Ref)")
    (tmp_path / "a.txt").write_text(lvm(columns, point=point))
    np.testing.assert_array_equal(whole(tmp_path / "a.txt", column="Ref"), -want)
    path.write_text(lvm() + lvm()[lvm().index("Channels") :])
    refused(path, "several segments", column=0)
    path.write_text(lvm().replace(f"{WAVE[7]:.6f}", "oops", 1))
    refused(path, "row 8", "'oops'", column=0)
    path.write_text(lvm()[:200])
    refused(path, "before its samples begin")


def test_each_channel_of_an_lvm_file_has_its_own_step(tmp_path):
    text = lvm("No").replace("Delta_X\t8.3333333e-05\t8.3333333e-05", "Delta_X\t0.001\t0.0005")
    (tmp_path / "a.lvm").write_text(text)
    assert [rate_of(tmp_path / "a.lvm", column=n) for n in (0, 1)] == [1000, 2000]
    (tmp_path / "a.lvm").write_text(text.replace("X_Dimension\tTime\t", "X_Dimension\tFrequency\t"))
    assert open_recording(tmp_path / "a.lvm", 0).rate_hz is None
    assert rate_of(tmp_path / "a.lvm", column=1) == 2000


def test_lvm_with_commas(tmp_path):
    (tmp_path / "a.lvm").write_text(lvm(mark=","))
    np.testing.assert_allclose(whole(tmp_path / "a.lvm", column="Vib"), WAVE, atol=6e-7)


def test_tdms(tmp_path):
    nptdms = pytest.importorskip("nptdms")
    path = tmp_path / "a.tdms"
    with nptdms.TdmsWriter(path) as file:
        for piece in (WAVE[:200], WAVE[200:]):  # in two segments
            both = [
                nptdms.ChannelObject("g", name, sign * piece, {"wf_increment": 1 / 12_000})
                for name, sign in (("Vib", 1), ("Ref", -1))
            ]
            file.write_segment(both)
    for options in ({"column": "Vib"}, {"column": 0}, {"key": "g.Vib"}, {"key": "Vib"}):
        np.testing.assert_array_equal(whole(path, **options), WAVE)
    np.testing.assert_array_equal(open_recording(path, 1).read(150, 250), -WAVE[150:250])
    assert rate_of(path, column=0) == RATE
    refused(path, "2 channels (0: g.Vib, 1: g.Ref)")
    path.write_bytes(path.read_bytes()[:20])
    refused(path, "a.tdms", column=0)


@pytest.mark.parametrize("binary", [0, 1])
def test_uff(tmp_path, binary):
    pyuff = pytest.importorskip("pyuff")
    path = tmp_path / "a.uff"
    record = pyuff.prepare_58(
        binary=binary,
        func_type=1,
        id1="Vib",
        rsp_node=1,
        rsp_dir=1,
        ref_node=1,
        ref_dir=1,
        abscissa_spec_data_type=17,
        ordinate_spec_data_type=12,
        orddenom_spec_data_type=0,
        z_axis_spec_data_type=0,
        ord_data_type=4,
        x=np.arange(600) / 12_000,
        data=WAVE,
        abscissa_spacing=1,
        abscissa_min=0.0,
        abscissa_inc=1 / 12_000,
    )
    pyuff.UFF(str(path)).write_sets([record], mode="add")  # overwrite cuts binary ones
    np.testing.assert_allclose(whole(path), WAVE, rtol=1e-4, atol=1e-6)
    assert rate_of(path) == pytest.approx(RATE, rel=1e-5)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"       600  ", b"       601  ", 1))
    refused(path, "should hold 601 samples, 600 are there")
    record["abscissa_spec_data_type"] = 18
    path.unlink()
    pyuff.UFF(str(path)).write_sets([record], mode="add")
    refused(path, "no real signal over time", "code 18")
    path.write_bytes(b"    -1\n    58\nbroken\n")
    refused(path, "a.uff")


@pytest.mark.parametrize(("name", "atol"), [("a.flac", 2**-15), ("a.ogg", 0.2), ("a.aiff", 2**-15)])
def test_sound(tmp_path, name, atol):
    soundfile = pytest.importorskip("soundfile")
    path = tmp_path / name
    both = np.stack([WAVE, -0.5 * WAVE], 1)
    soundfile.write(path, both, 8000)
    refused(path, "2 channels")
    np.testing.assert_allclose(whole(path, column=1), both[:, 1], atol=atol)
    assert open_recording(path, column=0).rate_hz == 8000
    assert ("losses" in open_recording(path, column=0).note) == (name == "a.ogg")
    path.write_bytes(path.read_bytes()[:-400])
    if name != "a.ogg":  # which says nowhere how long it should be
        refused(path, "a." + name[2:], column=0)


@pytest.mark.parametrize(
    ("name", "package", "content"),
    [
        ("a.h5", "h5py", b"\x89HDF\r\n\x1a\n"),
        ("a.tdms", "nptdms", b"TDSm"),
        ("a.uff", "pyuff", b"    -1\n"),
        ("a.flac", "soundfile", b"fLaC"),
        ("a.mat", "h5py", b"MATLAB 7.3 MAT-file".ljust(600)),
    ],
)
def test_a_package_that_is_not_there_is_named(tmp_path, monkeypatch, name, package, content):
    plain = builtins.__import__

    def without(wanted, *rest, **more):
        if wanted == package:
            raise ImportError(wanted)
        return plain(wanted, *rest, **more)

    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(builtins, "__import__", without)
    said = refused(tmp_path / name, 'pip install "drsn-lite[formats]"')
    assert f"pip install {package}" in said.replace("npTDMS", "nptdms")

"""What opens a file, what lies below a folder: pickles, links and pipes are refused."""

import os
import pickle
import shutil

import numpy as np
import pytest
from recorded import folder_refused, get, refused, signal

from drsn_lite.datasets.recordings import files
from drsn_lite.datasets.recordings.files import open_recording


class Bomb:
    """Writes a file if somebody unpickles it."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


def test_what_could_run_code_is_refused_and_does_not_run(tmp_path):
    mark = tmp_path / "it ran"
    for name in ("a.pkl", "a.pickle", "a.joblib", "a.pt", "a.npy", "a.csv", "a.mat", "a.wav"):
        path = tmp_path / name
        path.write_bytes(pickle.dumps(Bomb(mark)))
        message = refused(path)
        if name[2:] in ("pkl", "pickle", "joblib", "pt"):
            assert "pickle" in message
            assert "not opened" in message
        elif name == "a.npy":
            assert "may be a pickle, so it was not opened" in message
    np.save(tmp_path / "a.npy", np.array([Bomb(mark), 1], dtype=object), allow_pickle=True)
    refused(tmp_path / "a.npy", "Python objects", "numpy.save")
    assert not mark.exists()
    pickle.loads(pickle.dumps(Bomb(mark)))  # the bomb is real
    assert mark.exists()


def test_files_that_are_none(tmp_path):
    refused(tmp_path / "no.wav", "there is no file")
    (tmp_path / "folder.wav").mkdir()
    refused(tmp_path / "folder.wav", "is a folder: name the files in it")
    refused(tmp_path, "is a folder: name the files in it")  # rather than "no ending"
    refused(tmp_path / "no", "there is no file")
    (tmp_path / "a.png").write_bytes(b"x")
    refused(tmp_path / "a.png", "the ending '.png'", ".wav, .csv, .npy, .mat", "format=")


def test_a_read_error_of_the_disk_is_told(tmp_path, monkeypatch):
    def fails(path, column, key):
        raise OSError(5, "Input/output error")

    monkeypatch.setitem(files.READERS, ".wav", fails)
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    refused(tmp_path / "a.wav", "cannot be read", "Input/output error")


def test_folders_that_cannot_be_used(motor, tmp_path):
    folder_refused(tmp_path / "nowhere", "is not there")
    folder_refused(motor / "worn" / "one.npy", "is a file")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.png").write_bytes(b"x")
    folder_refused(tmp_path / "empty", "no recording", "1 of .png")
    for path in (motor / "worn").glob("t*"):
        path.unlink()
    (motor / "worn" / "four.WAV").unlink()
    folder_refused(motor, "class 'worn' has one recording", "worn/one.npy", "Record another")
    shutil.rmtree(motor / "worn")
    folder_refused(motor, "one class, 'healthy'", "nothing to tell apart")


def test_links_are_refused_wherever_they_lead(motor, tmp_path):
    np.save(tmp_path / "secret.npy", signal(5))
    link = motor / "worn" / "link.npy"
    for target in (tmp_path / "secret.npy", "one.npy", "nowhere.npy"):
        os.symlink(target, link)
        folder_refused(motor, link, "symbolic link to", target, "Put the file itself there")
        link.unlink()
    os.symlink(tmp_path, motor / "away", target_is_directory=True)
    folder_refused(motor, motor / "away", "symbolic link")
    (motor / "away").unlink()
    os.symlink(motor, tmp_path / "short")  # the folder itself may be reached by a link
    assert len(get(tmp_path / "short").train_x) == 66


def test_what_is_no_file_does_not_stop_everything(motor):
    os.mkfifo(motor / "worn" / "pipe.wav")  # reading it would wait for ever
    folder_refused(motor, "pipe.wav", "no file but")
    (motor / "worn" / "pipe.wav").unlink()
    (motor / ".git").mkdir()
    (motor / ".git" / "object.npy").write_bytes(b"no array")
    (motor / "worn" / "notes.txt").write_text("no array")
    assert "Other files, not read: 1 of .txt" in get(motor).note
    assert "no such class" not in get(motor).note
    (motor / "squeal" / "deep").mkdir(parents=True)
    assert "No recording lies in 'squeal', so there is no such class." in get(motor).note


def test_a_folder_that_may_not_be_read_is_named(motor, monkeypatch):
    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    for name in ("is_dir", "is_symlink"):  # of a folder above; of one that may be listed only
        with monkeypatch.context() as patch:
            patch.setattr(files.Path, name, refuse)
            folder_refused(motor, motor, "cannot be read: Permission denied", "permissions")
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "scandir", refuse)
        folder_refused(motor, motor, "cannot be read: Permission denied", "permissions")


def test_a_label_that_is_different_for_each_file(motor):
    for path in sorted(motor.glob("worn/*")):
        path.rename(path.with_name(f"worn_{path.name}"))
    folder_refused(motor, "each of the 8", "of its own", "label=", label=r"^(.*)$")


def test_a_folder_of_names_without_an_ending(tmp_path):
    """As bearings were recorded until they failed (IMS): tabs, no header, the date as a name."""
    for number, name in enumerate(("early", "late")):
        (tmp_path / name).mkdir()
        for day in range(3):
            rows = np.stack([signal(10 * number + day), signal(99)], 1)
            path = tmp_path / name / f"2004.02.1{day}.10.32.3{number}"
            np.savetxt(path, rows, fmt="%.3f", delimiter="\t", newline="\r\n")
        (tmp_path / name / "about.txt").write_text("Recorded in February.\nFour bearings.\n")
    data = get(tmp_path, column=0)
    assert data.classes == ("early", "late")
    assert "2 of .txt" in data.note
    np.testing.assert_array_equal(
        open_recording(tmp_path / "late" / "2004.02.11.10.32.31", 0).read(0, 400),
        signal(11).round(3),
    )


def test_the_content_decides_where_the_name_says_nothing(tmp_path):
    for name in ("a.txt", "a.dat", "a", "a.001"):
        (tmp_path / name).write_text("x\n0.5\n0.25\n")
        np.testing.assert_array_equal(open_recording(tmp_path / name).read(0, 2), [0.5, 0.25])
        np.save(tmp_path / "n.npy", signal(1))
        (tmp_path / name).write_bytes((tmp_path / "n.npy").read_bytes())
        np.testing.assert_array_equal(open_recording(tmp_path / name).read(0, 400), signal(1))
    (tmp_path / "a.vib").write_text("0.5\n0.25\n")
    refused(tmp_path / "a.vib", "format=")
    found = open_recording(tmp_path / "a.vib", format="csv")
    np.testing.assert_array_equal(found.read(0, 2), [0.5, 0.25])
    with pytest.raises(ValueError, match="format is one of wav, csv"):
        open_recording(tmp_path / "a.vib", format="pickle")
    (tmp_path / "a.dat").write_bytes(bytes(range(256)))
    refused(tmp_path / "a.dat", "holds no table of numbers")


def test_names_that_cannot_be_printed_or_look_the_same(motor, tmp_path):
    os.rename(motor / "worn" / "one.npy", os.fsencode(motor / "worn") + b"/\xff.npy")
    said = folder_refused(motor, "is no UTF-8", "rename it")
    said.encode("utf-8")
    os.rename(os.fsencode(motor / "worn") + b"/\xff.npy", motor / "worn" / "one.npy")
    for name in ("gro\u0308\u00dfe", "gr\u00f6\u00dfe"):
        (motor / name).mkdir()
        np.save(motor / name / f"{len(name)}.npy", signal(len(name)))
    folder_refused(motor, "look the same", "u0308", "rename one")


def test_a_file_whose_name_is_no_utf_8_is_read(tmp_path):
    path = files.Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    path.write_text("x\n1.5\noops\n")
    with pytest.raises(files.RecordingError, match=r"row 2 .*'oops'") as caught:
        open_recording(path)
    str(caught.value).encode("utf-8")
    path.write_text("x\n1.5\n2.5\n")
    np.testing.assert_array_equal(open_recording(path).read(0, 2), [1.5, 2.5])

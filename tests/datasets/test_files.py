"""What opens a file, what lies below a folder: pickles, links and pipes are refused."""

import os
import pickle
import shutil

import numpy as np
from recorded import folder_refused, get, refused, signal

from drsn_lite.datasets.recordings import files


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
    (tmp_path / "a.mp3").write_bytes(b"x")
    refused(tmp_path / "a.mp3", ".mp3", ".wav, .csv, .npy, .mat")


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
    (tmp_path / "empty" / "a.mp3").write_bytes(b"x")
    folder_refused(tmp_path / "empty", "no recording", "1 of .mp3")
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
    (motor / "worn" / "many.npz").write_bytes(b"no array")
    assert "Other files, not read: 1 of .npz" in get(motor).note
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

"""The traps of the CWRU files, each on the real files: reintroduce one and a test here fails."""

import needs
import numpy as np
import pytest
import scipy.io
import scipy.signal
from numpy.lib.stride_tricks import sliding_window_view

from drsn_lite import datasets
from drsn_lite.datasets import cwru
from drsn_lite.datasets.downloads import fetch
from drsn_lite.datasets.remote import DataRefusedError

pytestmark = pytest.mark.data

FAULTS = ("IR007", "B007", "OR007@6", "IR014", "B014", "OR014@6", "IR021", "B021", "OR021@6")


@pytest.fixture(scope="module")
def files():
    """The real files, by class; never downloads."""
    needs.skip_without("cwru")
    wanted = cwru.remotes()
    paths = fetch("cwru", wanted.values(), download=False)
    return dict(zip(wanted, paths, strict=True))


@pytest.fixture(scope="module")
def recordings(files):
    return cwru.recordings(download=False)


@pytest.fixture(scope="module")
def data(files):
    return datasets.load("cwru", download=False)


def level_db(signals, low, high, rate=cwru.RATE_HZ):
    """Mean power density between two frequencies, in dB; `signals` of shape (..., L)."""
    frequency, power = scipy.signal.periodogram(signals, rate, window="hann")
    inside = (frequency >= low) & (frequency < high)
    return 10 * np.log10(power[..., inside].mean())


def line_db(signal, frequency, rate):
    """How far a spectral line stands above its neighbourhood, in dB."""
    grid, power = scipy.signal.periodogram(signal, rate, window="hann")
    distance = np.abs(grid - frequency)
    near = power[(distance > 0.8) & (distance < 4)]
    return 10 * np.log10(power[distance < 0.2].max() / np.median(near))


def test_ten_classes_at_no_load():
    wanted = cwru.remotes()
    assert tuple(wanted) == ("normal", *FAULTS)
    numbers = [int(remote.name.removesuffix(".mat")) for remote in wanted.values()]
    assert numbers == [97, 105, 118, 130, 169, 185, 197, 209, 222, 234]
    for remote in wanted.values():
        assert len(remote.sha256) == 64
        assert remote.url.startswith("https://engineering.case.edu/sites/default/files/")


def test_files_without_a_hash_are_refused():
    with pytest.raises(DataRefusedError, match=r"98\.mat"):
        cwru.recordings(hp=1, download=False)


@pytest.mark.parametrize("frequency", [29.9, 59.9])
def test_read_at_48_khz_the_normal_files_show_the_shaft_where_the_others_do(files, frequency):
    signal = cwru.read_channel(files["normal"], 97)
    assert line_db(signal, frequency, 48_000) > 15
    assert line_db(signal, frequency / 4, 12_000) > 15  # the same line, misread
    assert line_db(cwru.read_channel(files["IR007"], 105), frequency, 12_000) > 15


def test_after_decimation_normal_and_faults_share_a_clock(recordings):
    duration = {name: len(signal) / cwru.RATE_HZ for name, signal in recordings.items()}
    assert duration["normal"] == pytest.approx(5.08, abs=0.01)
    assert all(10 < duration[name] < 10.3 for name in FAULTS)
    for name in ("normal", "IR007", "B007"):
        assert line_db(recordings[name], 29.9, cwru.RATE_HZ) > 15


def test_decimation_does_not_fold(files, recordings):
    """The line group of the motor at 8.3 kHz would appear around 3.7 kHz."""
    raw = cwru.read_channel(files["normal"], 97)
    frequency, power = scipy.signal.periodogram(raw, 48_000, window="hann")
    inside = (frequency > 8000) & (frequency < 9000)
    peak = frequency[inside][power[inside].argmax()]
    folded = 12_000 - peak
    naive, ours = line_db(raw[::4], folded, 12_000), line_db(recordings["normal"], folded, 12_000)
    assert naive > ours + 10


def test_normal_windows_fall_towards_6_khz_as_the_faults_do(data):
    """Else the decimating filter itself would tell the classes apart."""
    fall = [
        level_db(x, 5100, 5400) - level_db(x, 5700, 6000)
        for x in (data.train_x[data.train_y == label, 0, 0] for label in range(10))
    ]
    assert min(fall[1:]) > 20
    assert min(fall[1:]) < fall[0] < max(fall[1:])


def test_decimation_keeps_what_lies_below(files, recordings):
    raw = cwru.read_channel(files["normal"], 97)
    for low, high in ((20, 1000), (1000, 4000), (4000, 4800), (4800, 5200)):
        kept = level_db(recordings["normal"], low, high) - level_db(raw, low, high, 48_000)
        assert abs(kept) < 1


@pytest.mark.parametrize("filtered", ["naive", "usual"])
def test_that_test_sees_other_decimations(files, filtered):
    raw = cwru.read_channel(files["normal"], 97)
    signal = raw[::4] if filtered == "naive" else scipy.signal.resample_poly(raw, 1, 4)
    assert level_db(signal, 5100, 5400) - level_db(signal, 5700, 6000) < 12


def test_variables_are_picked_by_file_number(files, tmp_path):
    both = {"X098_DE_time": np.zeros((9, 1)), "X099_DE_time": np.ones((9, 1)), "X099RPM": 1750}
    scipy.io.savemat(tmp_path / "99.mat", both)
    assert (cwru.read_channel(tmp_path / "99.mat", 99) == 1).all()
    with pytest.raises(ValueError, match=r"no variable .X097_DE_time.; it has X098_DE_time"):
        cwru.read_channel(tmp_path / "99.mat", 97)
    drive, fan = (cwru.read_channel(files["IR007"], 105, channel) for channel in ("DE", "FE"))
    assert drive.shape == fan.shape == (121265,)
    assert drive.std() != fan.std()


def test_each_window_has_no_mean_though_the_recordings_do(recordings, data):
    offsets = np.array([signal.mean() for signal in recordings.values()])
    assert (offsets > 0.004).all()
    assert offsets.max() > 5 * offsets.min()  # so the offset tells the class
    for x in (data.train_x, data.test_x):
        assert np.abs(x.mean(axis=-1)).max() < 1e-5


def test_windows_are_cut_in_time_with_a_gap():
    for n, length, hop in ((121_265, 1024, 512), (60_985, 2048, 300), (1000, 100, 7)):
        train, test = cwru.windows(np.arange(n), length, hop)
        assert train.max() < int(0.7 * n)
        assert test.min() == int(0.7 * n) + length
        assert test.max() < n
        assert (np.diff(train[:, 0]) == hop).all()
        assert len(np.unique(test)) == test.size
        assert not np.isin(test, train).any()
    assert len(cwru.windows(np.arange(8192), 1024)[0]) == 10  # hop = length // 2


def positions(recording, windows, scale):
    """Where in the recording each window lies, by its steps (which its mean does not change)."""
    steps = sliding_window_view(np.diff(recording), 48)
    wanted = np.diff(windows, axis=-1)[:, :48] * scale
    distance = (steps**2).sum(1)[:, None] - 2 * steps @ wanted.T + (wanted**2).sum(1)
    assert distance.min(axis=0).max() < 1e-6
    return distance.argmin(axis=0)


@pytest.mark.parametrize("name", ["normal", "B014"])
def test_no_sample_is_in_both_training_and_test_windows(files, recordings, name):
    length = 2048
    data = datasets.load("cwru", length=length, download=False)
    label, signal = data.classes.index(name), recordings[name]
    train, test = data.train_x[data.train_y == label, 0, 0], data.test_x[data.test_y == label, 0, 0]
    scale = np.ptp(signal[:length]) / np.ptp(train[0])
    train_at, test_at = (positions(signal, x, scale) for x in (train, test))
    assert train_at[0] == 0
    assert train_at.max() + length <= int(0.7 * len(signal))
    assert test_at.min() >= train_at.max() + 2 * length
    assert (np.diff(test_at) >= length).all()


@pytest.mark.parametrize(
    "options", [{"length": 1}, {"hop": 0}, {"train_fraction": 1.0}, {"length": 300}]
)
def test_impossible_windows_are_refused(options):
    with pytest.raises(ValueError, match="length"):
        cwru.windows(np.zeros(1000), **({"length": 100} | options))


def test_the_set(data):
    assert data.classes == ("normal", *FAULTS)
    assert data.rate_hz == 12_000
    assert data.train_x.shape[1:] == data.test_x.shape[1:] == (1, 1, 1024)
    assert "one bearing" in data.note
    counts = np.bincount(data.test_y)
    assert counts[0] == 16
    assert set(counts[1:]) == {34}
    rms = [np.sqrt((data.train_x[data.train_y == label] ** 2).mean()) for label in range(10)]
    assert max(rms) > 5 * min(rms)  # amplitudes are kept: one scale for all


def test_too_easy_when_clean_and_harder_in_noise(files):
    """The numbers of the module's docstring, within a band."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def accuracy(snr_db):
        data = datasets.load("cwru", length=512, snr_db=snr_db, download=False)
        spectra = [
            np.log(np.abs(np.fft.rfft(x[:, 0, 0])) + 1e-3) for x in (data.train_x, data.test_x)
        ]
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, tol=0.01, max_iter=2000))
        return model.fit(spectra[0], data.train_y).score(spectra[1], data.test_y)

    clean, noisy = accuracy(None), accuracy(-5)
    assert clean > 0.99
    assert 0.84 < noisy < 0.94

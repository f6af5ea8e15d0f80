"""The digit lab: noise on one digit; inside the small networks of lesson 09 the gate answers.

The networks are those of data/one_unit, trained from seed 0; the digits are test digits that none
of them has seen. A digit keeps its own noise while the slider moves: only its level changes.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite import datasets
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import (
    Band,
    Bars,
    Choice,
    Frame,
    Image,
    Line,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    Steps,
    side_by_side,
)
from drsn_lite.evaluation import predict
from drsn_lite.lessons.lesson09 import one_unit
from drsn_lite.lessons.lesson09.pixel_noise import KINDS, add
from drsn_lite.microscope import Record, look_and_classify
from drsn_lite.networks import Network

SAMPLES = 20
LEVELS = np.linspace(0, 1, 11)

NETWORKS = {
    **{
        f"digits/{name}": one_unit.NAMES[name]
        for name in ("resnet", "resnet-pool", "senet", "drsn-cw", "drsn-cw-pool")
    },
    "digits/drsn-cw-3": "DRSN-CW, three units",
    **{f"mnist/{name}": f"{one_unit.NAMES[name]} on MNIST" for name in ("resnet", "drsn-cw")},
}
TRAININGS = {"clean": "clean digits", "uniform": "U(0, 0.5)", "mixed": "three kinds, 0 to 0.5"}


@cache
def network(data: str, training: str, name: str) -> Network:
    """A shipped network."""
    return one_unit.load(f"{data}-{training}-{name}")


@cache
def samples(data: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """20 test images (20, 1, H, W), pixels from 0 to 1, and their labels: 0 to 9, twice.

    Raises
    ------
    DataMissingError
        If the files of MNIST are not here.
    """
    if not datasets.available(data):
        raise DataMissingError(
            "MNIST is not here. `python -m drsn_lite data get mnist` brings it; section 9 of the "
            "lesson says where its files go if you get them by hand."
        )
    counts = {"train_count": 10, "test_count": 2_000} if data == "mnist" else {}
    loaded = one_unit.images(data, **counts)
    rows = [np.flatnonzero(loaded.test_y == k)[: SAMPLES // 10] for k in range(10)]
    order = np.stack(rows).T.ravel()
    return loaded.test_x[order], loaded.test_y[order]


@cache
def _truth_over_level(data: str, training: str, name: str, kind: str, sample: int) -> NDArray:
    """Probability of the true class (%) at each of `LEVELS`."""
    images, labels = samples(data)
    one = images[sample : sample + 1]
    noisy = np.concatenate([add(one, kind, level, rng=sample) for level in LEVELS])
    logits = predict(network(data, training, name), noisy)
    return 100 * logits.softmax(1)[:, labels[sample]].numpy()


def frame(level: float, kind: str, which: str, training: str, sample: int, channel: int) -> Frame:
    """One digit with noise, the features of the last unit, and what the network says.

    Parameters
    ----------
    level : float
        Of the noise, 0 to 1: see `pixel_noise`.
    kind : str
        One of `pixel_noise.KINDS`.
    which : str
        Data and network, one of `NETWORKS`.
    training : {"clean", "uniform", "mixed"}
        The noise that the network was trained with.
    sample : int
        0 to 19; classes take turns.
    channel : int
        1 to 8, of the last unit.

    Raises
    ------
    DataMissingError
        If the files of MNIST are wanted and not here.
    """
    data, name = which.split("/")
    images, labels = samples(data)
    c = channel - 1
    noisy = add(images[sample : sample + 1], kind, level, rng=sample)
    records, logits = look_and_classify(network(data, training, name), noisy)
    probability = 100 * logits[0].softmax(0).numpy()
    record, truth = records[-1], int(labels[sample])
    over = _truth_over_level(data, training, name, kind, sample)
    classes = Plot(
        "What the network says",
        (
            Bars(
                probability,
                role="muted",
                highlight=truth,
                highlight_role="clean",
                names=tuple("0123456789"),
            ),
        ),
        "class (the true one in bold)",
        "%",
        None,
        (0, 100),
    )
    return Frame(
        (
            Plot(f"Input: a {truth}", (Image(noisy[0, 0], 0.0, 1.0),)),
            _features(record, c),
            _sizes(record, c),
            _channels(record, c),
            classes,
            Plot(
                f"Probability of {truth}",
                (Line(over, LEVELS, role="clean"), Rule(level, label="now")),
                f"level of {kind} noise",
                "%",
                (0, 1),
                (0, 100),
            ),
        ),
        _sentence(level, kind, NETWORKS[which], record, c, probability, truth),
        "A digit with noise, the features of one channel before and after the gate of the last "
        "unit, their sizes with the threshold, thresholds by channel, class probabilities, and "
        "the probability of the true class over the noise.",
    )


def _tau(record: Record) -> NDArray[np.float32] | None:
    return None if record.tau is None else record.tau.flatten().numpy()


def _features(record: Record, c: int) -> Plot:
    before, after = record.before[0, c].numpy(), record.after[0, c].numpy()
    top = max(float(np.abs(before).max()), 1e-6)
    both = side_by_side(before, after)
    title = f"Channel {c + 1}: before, after (zeros in colour)"
    return Plot(title, (Image(both, -top, top, zero_role="threshold"),))


def _sizes(record: Record, c: int) -> Plot:
    size = record.before[0, c].abs().flatten().numpy()
    reach = float(2 ** np.ceil(np.log2(max(size.max(), 1e-6))))
    heights, edges = np.histogram(size, 12, range=(0.0, reach))
    mean, tau = float(record.mean_abs[0, c]), _tau(record)
    marks: list[Mark] = [
        Steps(edges, heights, role="before", label="features"),
        Rule(mean, role="muted", label="mean |x|"),
    ]
    if tau is not None:
        marks.insert(0, Band(0.0, float(tau[c]), label="set to zero"))
        marks.append(Rule(float(tau[c]), label="τ", dashed=False))
    return Plot("Sizes of these features", tuple(marks), "|x|", "features", (0, reach))


def _channels(record: Record, c: int) -> Plot:
    mean, tau = record.mean_abs[0, :8].numpy(), _tau(record)
    names = tuple(str(channel + 1) for channel in range(8))
    if tau is None:
        marks: tuple[Mark, ...] = (
            Bars(mean, role="muted", label="mean |x|", highlight=c, names=names),
        )
        return Plot("Size by channel", marks, "channel")
    marks = (
        Bars(tau[:8], label="τ", highlight=c, names=names),
        Points(np.arange(8), mean, role="muted", label="mean |x|: the cap", size=7),
    )
    return Plot("Threshold by channel", marks, "channel")


def _sentence(
    level: float,
    kind: str,
    name: str,
    record: Record,
    c: int,
    probability: NDArray[np.float32],
    truth: int,
) -> str:
    said = int(probability.argmax())
    answer = f"says {said} ({probability[said]:.0f} %)"
    if said != truth:
        answer += f", and it is a {truth} ({probability[truth]:.0f} %)"
    tau = _tau(record)
    if tau is None:
        gate = f"{'its gate' if name == 'SENet' else 'without a gate it'} sets nothing to zero"
    else:
        gate = f"τ = {tau[c]:.2f} sets {100 * record.zeroed[0, c]:.0f} % of channel {c + 1} to zero"
    return f"{kind.capitalize()} noise, level {level:.2f}: {gate}; {name} {answer}."


digit_lab = Panel(
    "Digit lab",
    frame,
    (
        Slider("level", "Noise level", 0.0, 1.0, 0.05, 0.3),
        Choice("kind", "Noise", tuple((kind, kind) for kind in KINDS), "uniform"),
        Choice("which", "Network", tuple(NETWORKS.items()), "digits/drsn-cw"),
        Choice("training", "Trained on", tuple(TRAININGS.items()), "mixed"),
        Slider("sample", "Digit", 0, SAMPLES - 1, 1, 3),
        Slider("channel", "Channel", 1, 8, 1, 1),
    ),
)

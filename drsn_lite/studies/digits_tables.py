"""Small networks on images: data/results/digits.csv, mnist.csv and the networks of data/one_unit.

digits     with noise:

scikit-learn's digits: networks of one unit, ten seeds; of three units, five seeds. A seed has a
split, initial weights and an order of its own. MNIST, if its files are there: four networks, five
seeds, each on 10,000 training and 2,000 test images that the seed draws. About 7 minutes on one
core for the digits, 15 for MNIST.

How long to train on MNIST was settled once, by a ResNet of one seed, on held-out training images
and before any comparison was looked at. After 5 epochs with batches of 50 it had 0.90 of them
right, with batches of 20 0.93; 8 epochs with batches of 20 took 60 % longer and reached 0.938 at
best. So: 5 epochs, batches of 20. The text this layout is from has 55,000 images, 200 epochs.

mnist      MNIST without noise, nearer to that text: all 60,000 training images, of which 55,000 are
           trained on, batches of 100, and 12 epochs in place of 200; tested on all 10,000. A seed
           has initial weights and an order. An hour on one core.
"""

from collections.abc import Iterator
from functools import cache

from drsn_lite import datasets
from drsn_lite.checkpoints import cards
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson09 import one_unit, pixel_noise
from drsn_lite.networks import Network, count_parameters
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import Study, fit_to_end
from drsn_lite.training import History

EPOCHS = {"digits": 30, "mnist": 5}
BATCH = {"digits": 100, "mnist": 20}
LEVELS = {"digits": (0.1, 0.2, 0.3, 0.5, 0.7, 1.0), "mnist": (0.3, 0.5, 1.0)}
WHOLE_EPOCHS = 12
ON_MNIST = ("resnet", "resnet-pool", "resnet-wide", "drsn-cw")


def runs() -> Iterator[tuple[str, str, str, int]]:
    """Data, training, network and seed of every run."""
    for data in EPOCHS:
        for seed in range(10 if data == "digits" else 5):
            for training in pixel_noise.TRAINING:
                for network in one_unit.NAMES if data == "digits" else ON_MNIST:
                    if wanted(data, training, network, seed):
                        yield data, training, network, seed


def wanted(data: str, training: str, network: str, seed: int) -> bool:
    """Whether a run is in the plan; MNIST with mixed noise is there for a panel alone."""
    if data == "mnist" and training == "mixed":
        return seed == 0 and network in ("resnet", "drsn-cw")
    return seed < 5 or "-3" not in network


@cache
def images(data: str, seed: int) -> datasets.Dataset:
    """The training and test images of a seed."""
    counts = {"train_count": 10_000, "test_count": 2_000} if data == "mnist" else {}
    return one_unit.images(data, seed, **counts)


def train(data: str, training: str, name: str, seed: int) -> tuple[Network, History]:
    """A trained network, and how its training went."""
    network = one_unit.build(name, seed)
    history = fit_to_end(
        network,
        images(data, seed),
        EPOCHS[data],
        batch_size=BATCH[data],
        noise=pixel_noise.TRAINING[training],
        seed=seed,
    )
    return network, history


def accuracy(network: Network, data: str, seed: int) -> list[Row]:
    """Test accuracy without noise and at every level of each kind."""
    x, y = images(data, seed).test_x, images(data, seed).test_y
    cases = [("none", 0.0, x)] + [
        (kind, level, pixel_noise.add(x, kind, level, rng=seed))
        for kind in pixel_noise.KINDS
        for level in LEVELS[data]
    ]
    return [
        {"noise": kind, "level": level, "accuracy": round(evaluate(network, noisy, y).accuracy, 5)}
        for kind, level, noisy in cases
    ]


def run(data: str, training: str, network: str, seed: int) -> list[Row]:
    """Train and test one network; that of seed 0 is kept."""
    trained, history = train(data, training, network, seed)
    rows = accuracy(trained, data, seed)
    if seed == 0:
        card = cards.card(
            images(data, seed),
            trained,
            history,
            training={"batch_size": BATCH[data], "noise": training},
            seed=seed,
            accuracy_clean=rows[0]["accuracy"],
        )
        one_unit.save(trained, f"{data}-{training}-{network}", card | {"network": network})
    about = {"parameters": count_parameters(trained), "best_epoch": history.best_epoch}
    return [about | row for row in rows]


def mnist(network: str, seed: int) -> list[Row]:
    """Train and test one network on the whole of MNIST."""
    data = whole_mnist()
    trained = one_unit.build(network, seed)
    history = fit_to_end(
        trained, data, WHOLE_EPOCHS, batch_size=100, valid=5_000 / 60_000, seed=seed
    )
    tested = evaluate(trained, data.test_x, data.test_y)
    about = {"parameters": count_parameters(trained), "best_epoch": history.best_epoch}
    return [about | {"accuracy": round(tested.accuracy, 5), "valid_loss": history.valid_loss[-1]}]


@cache
def whole_mnist() -> datasets.Dataset:
    """All of MNIST."""
    return one_unit.images("mnist", 0, train_count=60_000, test_count=10_000)


STUDIES = (
    Study("digits", run, tuple(runs()), ("data", "training", "network", "seed", "noise", "level")),
    Study(
        "mnist",
        mnist,
        tuple((network, seed) for seed in range(5) for network in ON_MNIST),
        ("network", "seed"),
    ),
)

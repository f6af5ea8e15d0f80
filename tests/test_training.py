"""Training: what is learned, what is kept, and what is refused."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite import training
from drsn_lite.networks import LITE, build
from drsn_lite.noise import mixed

rng = np.random.default_rng(0)


def tones(per_class: int = 24, classes: int = 3) -> SimpleNamespace:
    """Tones of three frequencies with random phase: easy, but not linear in the samples."""
    t = np.arange(128)
    y = np.tile(np.arange(classes), per_class)
    phase = rng.uniform(0, 2 * np.pi, (len(y), 1))
    x = np.sin(2 * np.pi * (0.03 + 0.05 * y[:, None]) * t + phase).astype(np.float32)
    return SimpleNamespace(train_x=x[:, None, None, :], train_y=y)


DATA = tones()
TEST = tones(8)


def fit(network: nn.Module, **options: object) -> training.History:
    return training.fit(
        network, DATA, **{"epochs": 6, "progress": False, "batch_size": 16} | options
    )


def test_a_network_learns_tones_and_is_left_in_evaluation_mode() -> None:
    network = build("drsn-cw", LITE, 3, seed=0)
    before = training.evaluate(network, TEST.train_x, TEST.train_y).accuracy
    history = fit(network)
    after = training.evaluate(network, TEST.train_x, TEST.train_y)
    assert after.accuracy > max(0.8, before)
    assert history.train_loss[-1] < history.train_loss[0] / 2
    assert len(history.train_loss) == len(history.valid_loss) == len(history.valid_accuracy) == 6
    assert not network.training
    assert history.stopped == ""


def test_the_same_seed_gives_the_same_weights_and_another_one_does_not() -> None:
    def weights(seed: int) -> torch.Tensor:
        network = build("drsn-cs", LITE, 3, seed=0)
        fit(network, epochs=1, seed=seed, noise=mixed(low_db=0, high_db=10))
        return network.stem.weight.detach().clone()

    torch.testing.assert_close(weights(1), weights(1), rtol=0, atol=0)
    assert not torch.equal(weights(1), weights(2))


def test_the_best_epoch_is_kept_not_the_last() -> None:
    network = build("resnet", LITE, 3, seed=0)
    seen: list[torch.Tensor] = []

    def spoil(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        """From the fourth epoch on, ruin the weights: later epochs must be worse."""
        if len(x) == 7:  # the held-out part: 10 % of 72
            return x
        if network.stem.weight.isfinite().all():
            seen.append(network.stem.weight.detach().clone())
        if len(seen) > 12:
            with torch.no_grad():
                network.classifier.weight.normal_(std=100)
        return x

    history = fit(network, noise=spoil, batch_size=16)
    assert history.best_epoch is not None
    assert history.best_epoch < 5
    assert (
        history.valid_loss[history.best_epoch] == min(history.valid_loss) < history.valid_loss[-1]
    )
    assert network.classifier.weight.abs().max() < 10


def test_an_interrupt_keeps_what_was_reached() -> None:
    network = build("resnet", LITE, 3, seed=0)
    calls = 0

    def interrupt(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        nonlocal calls
        calls += 1
        if calls == 13:
            raise KeyboardInterrupt
        return x

    history = fit(network, noise=interrupt, epochs=50)
    assert history.stopped == "interrupted"
    assert 1 <= len(history.train_loss) < 50
    assert history.best_epoch is not None
    assert training.evaluate(network, DATA.train_x, DATA.train_y).accuracy > 0.3


def test_a_loss_that_is_not_finite_stops_with_the_weights_of_before() -> None:
    network = build("resnet", LITE, 3, seed=0)
    before = network.stem.weight.detach().clone()

    def explode(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        return x if len(x) == 7 else x * float("nan")

    with pytest.warns(RuntimeWarning, match=r"the loss became nan in epoch 1.*learning_rate"):
        history = fit(network, noise=explode)
    assert "nan" in history.stopped
    assert history.best_epoch is None
    torch.testing.assert_close(network.stem.weight.detach(), before, rtol=0, atol=0)
    assert all(value.isfinite().all() for value in network.state_dict().values())


def test_the_held_out_part_never_trains() -> None:
    trained: list[torch.Tensor] = []
    network = build("resnet", LITE, 3, seed=0)
    data = SimpleNamespace(train_x=DATA.train_x.copy(), train_y=DATA.train_y)
    data.train_x[:, 0, 0, 0] = np.arange(len(data.train_x))  # a name for each sample

    def note(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        trained.append(x[:, 0, 0, 0])
        return x

    training.fit(network, data, 2, noise=note, progress=False, batch_size=16, valid=0.25)
    held_out, *batches = trained
    assert len(held_out) == 18
    assert set(held_out.tolist()).isdisjoint(torch.cat(batches).tolist())
    assert len(set(torch.cat(batches).tolist())) == 54


@pytest.mark.parametrize(("count", "size"), [(65, 16), (64, 16), (66, 16), (2, 16), (17, 16)])
def test_no_batch_has_one_sample(count: int, size: int) -> None:
    batches = training._batches(np.arange(count), size)
    assert min(map(len, batches)) >= 2
    np.testing.assert_array_equal(np.concatenate(batches), np.arange(count))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"batch_size": 1}, "batch_size at least 2"),
        ({"valid": 0.0}, "valid between 0 and 1"),
    ],
)
def test_impossible_options_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit(build("resnet", LITE, 3), **options)


def test_impossible_data_are_refused() -> None:
    network = build("resnet", LITE, 3)
    bad = DATA.train_x.copy()
    bad[5, 0, 0, 7] = np.nan
    for x, y, message in [
        (bad, DATA.train_y, "sample 5 of train_x holds NaN"),
        (DATA.train_x, DATA.train_y[:-1], "72 samples but train_y has 71 labels"),
        (DATA.train_x[:2], DATA.train_y[:2], "too few"),
    ]:
        with pytest.raises(ValueError, match=message):
            training.fit(network, SimpleNamespace(train_x=x, train_y=y), 1, progress=False)


def test_confusion_counts_true_rows_and_predicted_columns() -> None:
    class Always(nn.Module):
        """Says class 2 whatever it sees."""

        def __init__(self) -> None:
            super().__init__()
            self.logits = nn.Parameter(torch.tensor([0.0, 0.0, 1.0]))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.logits.expand(len(x), 3)

    accuracy, confusion = training.evaluate(Always(), np.zeros((4, 1, 1, 8)), [0, 2, 2, 1])
    assert accuracy == 0.5
    np.testing.assert_array_equal(confusion, [[0, 0, 1], [0, 0, 1], [0, 0, 2]])
    with pytest.raises(ValueError, match="as many labels as samples"):
        training.evaluate(Always(), np.zeros((4, 1, 1, 8)), [0, 1])


def test_evaluation_leaves_the_modes_as_they_were() -> None:
    network = build("drsn-cw", LITE, 3, seed=0).train()
    network.stem.eval()
    training.evaluate(network, TEST.train_x, TEST.train_y)
    assert network.training
    assert network.units.training
    assert not network.stem.training


def test_accuracy_falls_with_the_snr_and_clean_means_no_noise() -> None:
    network = build("resnet", LITE, 3, seed=0)
    fit(network)
    x, y = TEST.train_x, TEST.train_y
    buried, clean = training.accuracy_over_snr(network, x, y, (-30, np.inf))
    assert clean == training.evaluate(network, x, y).accuracy
    assert buried < clean - 0.2

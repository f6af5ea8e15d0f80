"""Training: what is learned, what is kept, and what is refused."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite import training
from drsn_lite.evaluation import accuracy_over_snr, evaluate
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
    before = evaluate(network, TEST.train_x, TEST.train_y).accuracy
    history = fit(network)
    after = evaluate(network, TEST.train_x, TEST.train_y)
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
    assert evaluate(network, DATA.train_x, DATA.train_y).accuracy > 0.3


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


def test_weights_that_overflow_in_the_last_step_are_noticed() -> None:
    """The loss of the batch was finite; only the held-out part shows what the step did."""
    network = build("resnet", LITE, 3, seed=0)
    with pytest.warns(RuntimeWarning, match="in epoch 1"):
        history = fit(network, epochs=1, batch_size=72, learning_rate=1e30)
    assert history.stopped
    assert history.best_epoch is None
    assert history.valid_loss == []
    assert evaluate(network, TEST.train_x, TEST.train_y).accuracy >= 0


def test_the_rate_falls_as_in_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """To 1/10 after 40 % of the epochs and again after 80 %."""
    rates: list[float] = []
    monkeypatch.setattr(training, "_descend", lambda velocity, rate: rates.append(rate))
    fit(build("resnet", LITE, 3), epochs=10, batch_size=72, learning_rate=0.1)
    np.testing.assert_allclose(rates, [0.1] * 4 + [0.01] * 4 + [0.001] * 2)


def test_a_step_is_that_of_torch() -> None:
    """To the last bit, momentum and weight decay of the paper; without a gradient none is taken."""
    torch.manual_seed(0)
    mine, theirs, idle = (nn.Parameter(torch.full((3, 5), 0.3)) for _ in range(3))
    optimizer = torch.optim.SGD([theirs], 0.1, momentum=0.9, weight_decay=1e-4)
    velocity = {weight: torch.zeros_like(weight) for weight in (mine, idle)}
    for rate in (0.1, 0.1, 0.01):
        mine.grad = torch.randn(3, 5)
        theirs.grad = mine.grad.clone()
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
        training._descend(velocity, rate)
        assert torch.equal(mine, theirs)
    assert torch.equal(idle, torch.full((3, 5), 0.3))


class Scripted(nn.Module):
    """Right about every sample, in evaluation by a margin that is given for each epoch."""

    def __init__(self, margins: tuple[float, ...]) -> None:
        super().__init__()
        self.margins, self.epoch = margins, 0
        self.size = nn.Parameter(torch.ones(()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.epoch += self.training  # one batch an epoch
        margin = self.size if self.training else self.margins[max(0, self.epoch - 1)]
        return margin * nn.functional.one_hot(x[:, 0, 0, 0].long(), 3).float()


def test_the_loss_decides_which_epoch_was_best_not_the_accuracy() -> None:
    x = DATA.train_y[:, None, None, None].astype(np.float32)
    data = SimpleNamespace(train_x=x, train_y=DATA.train_y)
    history = training.fit(Scripted((1, 5, 3)), data, 3, batch_size=72, progress=False)
    assert history.valid_accuracy == [1, 1, 1]
    assert history.best_epoch == 1


def test_fit_is_the_plain_loop() -> None:
    """One batch an epoch against a loop written out here, from the same weights."""
    network, other = (build("drsn-cw", LITE, 3, seed=0) for _ in range(2))
    batches: list[torch.Tensor] = []

    def note(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        batches.append(x)
        return x

    history = fit(network, noise=note, epochs=4, batch_size=72, learning_rate=0.01)
    assert history.best_epoch is not None
    assert history.best_epoch >= 2
    labels = {x.tobytes(): y for x, y in zip(DATA.train_x, DATA.train_y, strict=True)}
    optimizer = torch.optim.SGD(other.parameters(), 0.01, 0.9, weight_decay=1e-4)
    for epoch, x in enumerate(batches[1 : history.best_epoch + 2]):  # the first is held out
        optimizer.param_groups[0]["lr"] = (0.01, 0.01, 0.001, 0.0001)[epoch]
        y = torch.tensor([labels[sample.numpy().tobytes()] for sample in x])
        optimizer.zero_grad()
        nn.functional.cross_entropy(other(x), y).backward()
        optimizer.step()
    for mine, theirs in zip(network.parameters(), other.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs)
    assert not torch.equal(batches[1], batches[2])  # another order in each epoch
    assert sorted(s.numpy().tobytes() for s in batches[1]) == sorted(
        s.numpy().tobytes() for s in batches[2]
    )


def test_a_network_that_comes_in_evaluation_mode_trains_as_any_other() -> None:
    """In that mode a BatchNorm would take its running statistics, and leave them as they are."""
    left = []
    for training_mode in (True, False):
        network = build("drsn-cw", LITE, 3, seed=0).train(training_mode)
        fit(network, epochs=2)
        left.append(network.state_dict())
    for key, value in left[0].items():
        assert torch.equal(value, left[1][key]), key


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


def test_accuracy_falls_with_the_snr_and_clean_means_no_noise() -> None:
    network = build("resnet", LITE, 3, seed=0)
    fit(network)
    x, y = TEST.train_x, TEST.train_y
    buried, clean = accuracy_over_snr(network, x, y, (-30, np.inf))
    assert clean == evaluate(network, x, y).accuracy
    assert buried < clean - 0.2


def test_a_network_is_given_back_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a second device: all moves are written down, and go nowhere."""
    network, moved = build("resnet", LITE, 3, seed=0), []
    monkeypatch.setattr(network, "to", lambda where: moved.append(torch.device(where)))
    fit(network, epochs=1, device="cpu:0")
    assert moved == [torch.device("cpu:0"), torch.device("cpu")]

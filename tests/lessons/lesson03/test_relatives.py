"""Dense block and U-Net: worked shapes, counts, and what is joined to what."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from drsn_lite.blocks import ResidualUnit
from drsn_lite.lessons.lesson03 import unet
from drsn_lite.lessons.lesson03.relatives import DenseBlock, DenseNetwork, connections
from drsn_lite.noise import add_noise, snr_db


def randn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def test_worked_shape_of_the_residual_example() -> None:
    first_layers = nn.Sequential(
        nn.Conv2d(3, 64, 7, 2, padding=3, bias=False),
        nn.MaxPool2d(2, 2),
        ResidualUnit(64, 64, kernel=(3, 3)),
        ResidualUnit(64, 64, kernel=(3, 3)),
        ResidualUnit(64, 128, stride=2, kernel=(3, 3)),
    ).eval()
    assert first_layers(randn(1, 3, 100, 100)).shape == (1, 128, 13, 13)


def test_worked_shape_of_the_dense_example() -> None:
    first_layers = nn.Sequential(
        nn.Conv2d(3, 64, 7, 2, padding=3, bias=False),
        nn.BatchNorm2d(64),
        nn.MaxPool2d(3, 2),
        DenseBlock(64, layers=6, growth=32, bottleneck=4),
    ).eval()
    assert first_layers(randn(1, 3, 100, 100)).shape == (1, 256, 24, 24)


def test_a_dense_block_is_the_sum_over_joined_features() -> None:
    """The oracle: a convolution over joined maps is the sum of one convolution for each map."""
    block = DenseBlock(3, layers=3, growth=2, bottleneck=2, kernel=(1, 3)).double().eval()
    x = randn(2, 3, 1, 11).double()
    maps = [x]
    for layer in block.layers:
        norm, _, narrow, inner, _, wide = layer
        at, summed = 0, narrow.bias[:, None, None]
        for part in maps:
            cut = slice(at, at := at + part.shape[1])
            scaled = (part - norm.running_mean[cut, None, None]) / (
                norm.running_var[cut, None, None] + norm.eps
            ).sqrt()
            summed = summed + F.conv2d(F.relu(scaled), narrow.weight[:, cut])
        maps.append(wide(F.relu(inner(summed))))
    torch.testing.assert_close(block(x), torch.cat(maps, dim=1), rtol=0, atol=1e-12)


@pytest.mark.parametrize("layers", [1, 2, 5, 12])
def test_connections_as_gradients_find_them(layers: int) -> None:
    """Count the pairs (source, later layer) with a direct path: the layer's weights see it."""
    block = DenseBlock(4, layers=layers, growth=3)
    inputs = [layer[2].in_channels for layer in block.layers]
    assert inputs == [4 + 3 * i for i in range(layers)]
    sources = sum(1 + (channels - 4) // 3 for channels in inputs)
    assert sources == connections(layers) == sum(range(1, layers + 1))
    assert block.out_channels == 4 + 3 * layers


def test_a_dense_block_leaves_the_callers_tensor_and_passes_it_on() -> None:
    block, x = DenseBlock(4, layers=2, growth=3).eval(), randn(2, 4, 5, 5)
    kept = x.clone()
    y = block(x)
    assert torch.equal(x, kept)
    assert torch.equal(y[:, :4], x)
    assert torch.equal(block(x), y)  # a second call starts from the same pile


@pytest.mark.parametrize("numbers", [(0, 2, 3), (4, 0, 3), (4, 2, 0), (4, 2, 3, 0)])
def test_a_dense_block_refuses_numbers_below_one(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        DenseBlock(*numbers)


def test_a_dense_network_for_images_and_signals() -> None:
    assert DenseNetwork(10, layers=3, growth=4)(randn(2, 1, 8, 8)).shape == (2, 10)
    signal = DenseNetwork(8, layers=2, growth=3, stem=(15, 4), dims=1)
    assert signal(randn(2, 1, 1, 1025)).shape == (2, 8)
    kernels = {m.kernel_size for m in signal.modules() if isinstance(m, nn.Conv2d)}
    assert kernels == {(1, 15), (1, 1), (1, 3)}


def test_the_transition_halves_channels_and_averages_positions() -> None:
    body = DenseNetwork(10, layers=3, growth=4).body.eval()
    first, norm, relu, narrow, pool, second = body[1:]
    piled = first(body[0](randn(2, 1, 8, 8)))
    assert piled.shape[1] == 2 * 4 + 3 * 4
    wide = narrow(relu(norm(piled)))
    assert wide.shape[1] == piled.shape[1] // 2
    torch.testing.assert_close(pool(wide), F.avg_pool2d(wide, 2))
    assert second(pool(wide)).shape[1] == 10 + 3 * 4


@pytest.mark.parametrize("skips", [True, False])
@pytest.mark.parametrize("length", [8, 256, 255, 100, 1025])
def test_unet_any_length(length: int, skips: bool) -> None:
    assert unet.UNet(2, skips=skips).eval()(randn(2, 1, 1, length)).shape == (2, 1, 1, length)


def test_long_skips_carry_the_fine_detail() -> None:
    """Cut the way through the bottom: with skips the input still arrives, without it does not."""
    for skips in (True, False):
        torch.manual_seed(0)  # one start in 25 has a last layer whose ReLUs let nothing pass
        network = unet.UNet(4, skips=skips).eval()
        with torch.no_grad():
            for p in network.bottom.parameters():
                p.zero_()
        one, other = network(randn(1, 1, 1, 64, seed=1)), network(randn(1, 1, 1, 64, seed=2))
        assert torch.equal(one, other) is not skips


def test_unet_refuses_other_shapes() -> None:
    for shape in [(2, 64), (2, 1, 8, 64), (2, 2, 1, 64), (2, 1, 1, 7)]:
        with pytest.raises(ValueError, match=r"\(N, 1, 1, L\)"):
            unet.UNet(2)(torch.zeros(shape))
    with pytest.raises(ValueError, match="at least 1"):
        unet.UNet(0)


def test_signals_are_the_same_twice_with_an_rms_of_one() -> None:
    x = unet.signals(40, seed=3)
    assert x.shape == (40, 1, 1, 256)
    assert x.dtype == np.float32
    np.testing.assert_allclose((x**2).mean(-1), 1, rtol=1e-5)
    np.testing.assert_array_equal(x, unet.signals(40, seed=3))
    assert not np.array_equal(x, unet.signals(40, seed=4))


def test_a_few_steps_of_training_remove_noise() -> None:
    torch.manual_seed(0)
    network = unet.UNet(4, levels=2)
    losses = unet.train(network, steps=60, seed=0)
    clean = unet.signals(50, seed=99)
    noisy = add_noise(clean, 0, rng=0)
    assert np.mean(losses[-10:]) < 0.5 * losses[0]
    before, after = np.mean(snr_db(clean, noisy)), unet.snr_out(network, clean, noisy)
    assert before == pytest.approx(0, abs=1e-5)
    assert after > 1


def test_the_rate_falls_to_nothing_along_a_half_cosine(monkeypatch) -> None:
    rates: list[float] = []

    class Noting(torch.optim.Adam):
        def step(self, closure: None = None) -> None:
            rates.append(self.param_groups[0]["lr"])
            super().step(closure)

    monkeypatch.setattr(torch.optim, "Adam", Noting)
    unet.train(unet.UNet(1, levels=1), steps=8, batch_size=2)
    np.testing.assert_allclose(rates, 0.005 * (1 + np.cos(np.pi * np.arange(8) / 8)))


def test_a_denoiser_is_saved_and_loaded(tmp_path) -> None:
    network = unet.UNet(3, levels=2, skips=False).eval()
    unet.save(network, "mine", {"seed": 7}, tmp_path)
    again = unet.load("mine", tmp_path)
    x = randn(2, 1, 1, 64)
    assert not again.training
    assert torch.equal(again(x), network(x))
    with pytest.raises(FileNotFoundError, match=r"no checkpoint .*other; in .* are: mine"):
        unet.load("other", tmp_path)

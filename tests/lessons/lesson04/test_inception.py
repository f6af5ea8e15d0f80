"""The Inception module: what is joined, in which order, and the gate behind it."""

import torch
import torch.nn.functional as F
from torch import Tensor

from drsn_lite.gates import Identity, SqueezeExcite
from drsn_lite.lessons.lesson04.inception import Inception
from drsn_lite.networks import count_parameters


def randn(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def test_inception_joins_four_branches_in_order() -> None:
    module, x = Inception(6, widths=(2, 5, 3, 4)).eval(), randn(2, 6, 7, 9)
    y = module(x)
    assert module.out_channels == 14
    assert y.shape == (2, 14, 7, 9)
    parts = y.split([2, 5, 3, 4], dim=1)
    conv, norm, _ = module.branches[0]
    expected = F.relu(
        F.conv2d(x, conv.weight, conv.bias) / (norm.running_var + norm.eps).sqrt()[:, None, None]
    )
    torch.testing.assert_close(parts[0], expected)
    pooled = F.max_pool2d(F.pad(x, (1, 1, 1, 1), value=-torch.inf), 3, 1)
    torch.testing.assert_close(parts[3], module.branches[3][1](pooled))
    with torch.no_grad():  # all positive, so that no ReLU hides how far a branch sees
        for weights in module.parameters():
            weights.abs_()
    x = x.abs()
    reach = torch.autograd.functional.jacobian(lambda x: module(x)[0, :, 3, 4], x[:1])[:, 0]
    seen = [part.abs().sum((0, 1)).nonzero() for part in reach.split([2, 5, 3, 4], dim=0)[:3]]
    assert [(s.amax(0) - s.amin(0) + 1).tolist() for s in seen] == [[1, 1], [3, 3], [5, 5]]


def test_se_inception_scales_the_joined_channels() -> None:
    torch.manual_seed(0)
    plain, gated = Inception(6).eval(), Inception(6, gate=SqueezeExcite).eval()
    assert isinstance(plain.gate, Identity)
    x = randn(2, 6, 7, 9)
    gated.branches.load_state_dict(plain.branches.state_dict())
    alpha = gated.gate.weights(plain(x))
    torch.testing.assert_close(gated(x), plain(x) * alpha)
    extra = count_parameters(gated) - count_parameters(plain)
    assert extra == 2 * gated.out_channels * (gated.out_channels + 1)


def test_inception_for_signals_has_no_height() -> None:
    module = Inception(3, dims=1).eval()
    assert module(randn(2, 3, 1, 50)).shape == (2, 20, 1, 50)

"""What a gate of one's own does, property by property: the first that it lacks is told."""

from collections.abc import Callable, Iterator
from functools import cache

import torch
from torch import Tensor, nn

from drsn_lite.answers.modules import made, passed_through

LENGTH = 2000
READINGS = (
    "keeps the shape",
    "gives finite numbers",
    "changes something",
    "keeps something",
    "keeps the sign of large features",
    "stops at zero",
    "makes nothing larger",
    "is each sample's own",
    "is each sample's own in training too",
    "takes no more from large features than from small ones",
    "shrinks small features more",
    "does so on both sides of zero",
    "does not jump",
    "lets the gradient through to x",
    "has finite gradients",
    "has something to learn",
    "works for one sample alone",
    "works for images too",
)


def examine(gate_class: Callable[[int], nn.Module], channels: int) -> dict[str, float]:
    """Readings of a gate, 1 for yes, up to the first that is a no: the rest count as yes."""
    if getattr(gate_class, "__module__", "").startswith("drsn_lite."):
        return dict(_known(gate_class, channels))  # ours do not change, and each check tries many
    return _examine(gate_class, channels)


@cache
def _known(gate_class: Callable[[int], nn.Module], channels: int) -> dict[str, float]:
    return _examine(gate_class, channels)


def _examine(gate_class: Callable[[int], nn.Module], channels: int) -> dict[str, float]:
    found = dict.fromkeys(READINGS, 1.0)
    with torch.random.fork_rng(devices=[]):  # a check leaves the learner's random state alone
        torch.manual_seed(channels)
        gate = made(gate_class, channels, seed=channels).train()
        x = torch.randn(6, channels, 1, LENGTH)
        x[0, 0, 0, :50] = 0.0  # exact zeros occur behind a ReLU
        y = passed_through(gate, x)
        for name, good in zip(READINGS, _readings(gate, x, y), strict=True):
            if not good:
                return found | {name: 0.0}
    return found


def _readings(gate: nn.Module, x: Tensor, y: Tensor) -> Iterator[bool]:
    """The readings in their order, each made only when those before it are good."""
    yield y.shape == x.shape
    yield bool(y.isfinite().all())
    y = _awake(gate, x)
    yield bool(y.isfinite().all()) and not torch.allclose(y, x, atol=1e-4)
    large = x.abs() > 2
    yield bool((y[large] != 0).float().mean() > 0.05)
    yield bool(((y * x)[large] >= -1e-6).all())
    yield bool((y * x >= -1e-6).all())
    yield bool((y.abs() <= x.abs() + 1e-5).all())
    yield _own(gate, x)
    gate.train()
    for part in gate.modules():  # batch norm and dropout as in evaluation, what is theirs as in
        if type(part).__module__.startswith("torch."):  # training
            part.eval()
    yield _own(gate, x)
    gate.eval()
    both = [_shares(x, y, x > 0), _shares(x, y, x < 0)]
    yield all(small <= large + 0.05 for small, large in both)
    yield any(small < large - 0.05 for small, large in both)
    yield all(small < large - 0.05 for small, large in both)
    with torch.no_grad():
        yield bool(_path(gate, x).diff().abs().max() < 0.1)
    yield from _gradients(gate, x)
    yield _alone(gate, x)
    yield _image(gate, x)


def _awake(gate: nn.Module, x: Tensor) -> Tensor:
    """Output in evaluation mode; a gate whose parameters start at zero is pushed a little."""
    gate.eval()
    with torch.no_grad():
        y: Tensor = gate(x.clone())
        if torch.allclose(y, x, atol=1e-4):
            for parameter in gate.parameters():
                parameter.add_(0.5)
            y = gate(x.clone())
    return y


def _own(gate: nn.Module, x: Tensor) -> bool:
    """Whether a sample comes out the same beside loud neighbours."""
    with torch.no_grad():
        alone, beside = gate(x.clone())[:1], gate(torch.cat([x[:1], 5 * x[1:]]))[:1]
    return torch.allclose(alone, beside, atol=1e-5)


def _shares(x: Tensor, y: Tensor, side: Tensor) -> tuple[float, float]:
    """What is left of small and of large features, as a share, on one side of zero."""
    left = (y / torch.where(x == 0, 1.0, x)).abs()
    return left[side & (x.abs() < 0.3)].mean().item(), left[side & (x.abs() > 2)].mean().item()


def _path(gate: nn.Module, x: Tensor) -> Tensor:
    """Output at one position while its input goes from −3 to 3: τ hardly moves with it."""
    steps = torch.linspace(-3, 3, 301)
    many = x[1:2].repeat(len(steps), 1, 1, 1)
    many[:, 0, 0, 0] = steps
    return gate(many)[:, 0, 0, 0]


def _gradients(gate: nn.Module, x: Tensor) -> Iterator[bool]:
    """Through to x; finite; something to learn."""
    gate.train()
    gate.zero_grad()
    inputs = x.clone().requires_grad_()
    y = gate(inputs * 1)
    if y.requires_grad:
        y.square().sum().backward()
    gate.eval()
    yield inputs.grad is not None and bool(inputs.grad.any())
    learned = [p.grad for p in gate.parameters() if p.grad is not None]
    assert inputs.grad is not None
    yield all(bool(grad.isfinite().all()) for grad in (inputs.grad, *learned))
    yield any(bool(grad.any()) for grad in learned)


def _alone(gate: nn.Module, x: Tensor) -> bool:
    try:
        with torch.no_grad():
            one, many = gate(x[:1].clone()), gate(x.clone())
    except Exception:  # squeeze() has taken the batch away, and something else misses it
        return False
    return bool(one.shape == x[:1].shape) and torch.allclose(one, many[:1], atol=1e-5)


def _image(gate: nn.Module, x: Tensor) -> bool:
    image = x[:, :, 0, :16].reshape(len(x), -1, 4, 4)
    try:
        with torch.no_grad():
            return bool(gate(image).shape == image.shape)
    except Exception:  # a size was fixed somewhere
        return False

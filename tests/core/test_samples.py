"""`fit`, `evaluate`, `predict` and `look` take the same samples, and refuse the same in one way."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite import evaluation, microscope, training
from drsn_lite.networks import LITE, LITE_2D, Plan, build

COUNT, LENGTH, CLASSES = 12, 64, 3
Y = np.arange(COUNT) % CLASSES
TINY = Plan((3, 2), ((4, 1, 2),))


def signals(*shape: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.standard_normal(shape or (COUNT, 1, 1, LENGTH)).astype(np.float32)


def fit(network: nn.Module, x: object) -> training.History:
    data = SimpleNamespace(train_x=x, train_y=Y)
    return training.fit(network, data, 1, progress=False, valid=0.25, learning_rate=1e-3)


DOORS: dict[str, Callable] = {
    "fit": fit,
    "evaluate": lambda network, x: evaluation.evaluate(network, x, Y),
    "predict": evaluation.predict,
    "look": microscope.look,
}


def refusal(door: str, network: nn.Module, x: object) -> str:
    """What is said, with "x" for the name of the samples."""
    with pytest.raises(ValueError, match=r"x|network") as refused:
        DOORS[door](network, x)
    return str(refused.value).replace("train_x", "x")


def spoilt(value: float, sample: int = 7) -> np.ndarray:
    x = signals()
    x[sample, 0, 0, 5] = value
    return x


def masked() -> np.ma.MaskedArray:
    return np.ma.masked_greater(signals(), 2.0)


REFUSED = {
    "nan": (spoilt(np.nan), "sample 7 of x holds NaN or infinity"),
    "infinity": (spoilt(-np.inf, 11), "sample 11 of x holds NaN or infinity"),
    "nan in a tensor": (torch.from_numpy(spoilt(np.nan, 0)), "sample 0 of x holds NaN"),
    "large": (spoilt(1).astype(np.float64) * 1e300, "sample 0 .* too large for float32"),
    "None": (None, "real numbers, shape .*; got None"),
    "complex": (signals() * 1j, r"got complex64 .* x\.real"),
    "complex tensor": (torch.from_numpy(signals() * 1j), r"got torch.complex64 .* x\.real"),
    "words": (np.full((COUNT, 1, 1, LENGTH), "a"), "real numbers"),
    "objects": (np.full((COUNT, 1, 1, LENGTH), None), "real numbers"),
    "masked": (masked(), r"x has masked values.*x\.filled"),
    "no samples": (signals(0, 1, 1, LENGTH), r"x is empty .*\(0, 1, 1, 64\)"),
    "no length": (signals(COUNT, 1, 1, 0), r"x is empty .*\(12, 1, 1, 0\)"),
    "an empty list": ([], r"x is empty .*\(0,\)"),
    "a number": (3.0, r"no batch of samples: its shape is \(\)"),
    "(N, L)": (signals(COUNT, LENGTH), r"shape \(N, 1, height, width\).*None"),
    "(N, 1, L)": (signals(COUNT, 1, LENGTH), r"shape \(N, 1, height, width\)"),
    "five axes": (signals(COUNT, 1, 1, 1, LENGTH), r"shape \(N, 1, height, width\)"),
    "channels": (signals(COUNT, 3, 1, LENGTH), r"shape \(N, 1, height, width\)"),
    "on end": (signals(COUNT, 1, LENGTH, 1), r"axis 2, the height, is 64.*swapaxes\(2, 3\)"),
    "image": (signals(COUNT, 1, 8, 8), "for signals .* axis 2, the height, is 8.*dims=2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_same_samples_are_refused_in_the_same_words(case: str) -> None:
    x, message = REFUSED[case]
    said = {refusal(door, build("drsn-cw", TINY, CLASSES, seed=0), x) for door in DOORS}
    assert len(said) == 1
    with pytest.raises(ValueError, match=message):
        raise ValueError(said.pop())


@pytest.mark.parametrize(
    ("shape", "message"),
    [((COUNT, 1, 1, 64), "axis 2, the height, is 1"), ((COUNT, 1, 64, 1), "axis 3, the width")],
)
def test_a_signal_is_no_image(shape: tuple[int, ...], message: str) -> None:
    network = build("drsn-cw", LITE_2D, CLASSES, seed=0)
    said = {refusal(door, network, signals(*shape)) for door in DOORS}
    assert len(said) == 1
    assert message in said.pop()
    with pytest.raises(ValueError, match=r"dims=1, such as 'lite'"):
        network(torch.zeros(shape))


def test_a_network_called_by_itself_knows_its_axes_too() -> None:
    network = build("resnet", LITE, CLASSES, seed=0)
    with pytest.raises(ValueError, match="axis 2, the height"):
        network(torch.zeros(4, 1, 256, 1))


def arrays() -> dict[str, object]:
    """The same numbers, kept in other ways."""
    x = signals()
    frozen = x.copy()
    frozen.flags.writeable = False
    return {
        "reversed": x[::-1, :, :, ::-1].copy()[::-1, :, :, ::-1],
        "big-endian": x.astype(">f4"),
        "little-endian": x.astype("<f8"),
        "columns first": np.asfortranarray(x),
        "frozen": frozen,
        "long double": x.astype(np.longdouble),
        "list": x.tolist(),
        "tensor": torch.from_numpy(x),
        "learning": torch.from_numpy(x).requires_grad_(),
        "no mask": np.ma.asarray(x),
    }


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", arrays())
@pytest.mark.parametrize("door", DOORS)
def test_what_holds_the_same_numbers_gives_the_same(door: str, kind: str) -> None:
    def outcome(x: object) -> object:
        network = build("drsn-cw", TINY, CLASSES, seed=0)
        found = DOORS[door](network, x)
        if door == "look":
            return [record.after.tolist() for record in found]
        if door == "evaluate":
            return found.accuracy, found.confusion.tolist()
        return found.tolist() if door == "predict" else (found, network.stem.weight.tolist())

    assert outcome(arrays()[kind]) == outcome(signals())


@pytest.mark.parametrize("kind", ["u1", "i2", ">i8", "?"])
def test_whole_numbers_are_numbers(kind: str) -> None:
    x = (50 * np.abs(signals())).astype(kind)
    network = build("drsn-cw", TINY, CLASSES, seed=0)
    expected = evaluation.predict(network, x.astype(np.float32))
    assert torch.equal(evaluation.predict(network, x), expected)
    fit(network, x)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("door", DOORS)
def test_networks_of_half_and_double_precision(door: str, dtype: torch.dtype) -> None:
    network = build("drsn-cw", TINY, CLASSES, seed=0).to(dtype)
    for x in (signals(), torch.from_numpy(signals()), signals().astype(">f8")):
        DOORS[door](network, x)
    assert {value.dtype for value in network.parameters()} == {dtype}
    assert evaluation.predict(network, signals()).dtype == dtype


def test_what_half_precision_cannot_hold_is_named() -> None:
    network = build("drsn-cw", TINY, CLASSES, seed=0).half()
    said = {refusal(door, network, spoilt(7e4)) for door in DOORS}
    assert len(said) == 1
    assert "sample 7 of x holds NaN or infinity, or a number too large for float16" in said.pop()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(
    "name",
    ["classifier.weight", "units.0.gate.attention.3.bias", "units.0.branch.0.running_var"],
)
def test_a_spoilt_weight_is_named(name: str, value: float) -> None:
    """Also where the answer would be finite: the sigmoid of infinity is 1."""
    network = build("drsn-cw", TINY, CLASSES, seed=0)
    network.state_dict()[name].flatten()[0] = value
    said = {refusal(door, network, signals()) for door in DOORS}
    assert len(said) == 1
    assert said.pop().startswith(f"{name} of the network holds NaN or infinity")


def test_an_answer_that_overflows_is_no_answer() -> None:
    network = build("resnet", TINY, CLASSES, seed=0)
    with torch.no_grad():
        network.classifier.weight.fill_(3e38)
        network.units[0].branch[5].bias.fill_(100.0)
    for door in ("evaluate", "predict", "look"):
        assert "answer for sample 0 of x is not finite" in refusal(door, network, signals())


def test_a_module_without_weights_is_asked_too() -> None:
    x = signals()
    assert torch.equal(evaluation.predict(nn.Flatten(), x), torch.from_numpy(x[:, 0, 0]))


def test_masked_labels_are_refused() -> None:
    network = build("drsn-cw", TINY, CLASSES, seed=0)
    y = np.ma.masked_equal(Y, 1)
    with pytest.raises(ValueError, match="y has masked values"):
        evaluation.evaluate(network, signals(), y)
    with pytest.raises(ValueError, match="train_y has masked values"):
        training.fit(network, SimpleNamespace(train_x=signals(), train_y=y), 1, progress=False)


def test_energy_of_large_features_is_finite() -> None:
    """Their squares are too large for float32, and those of the double network for float64."""

    class Halve(nn.Module):
        def __init__(self, channels: int) -> None:
            super().__init__()

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x / 2

    for dtype, size in ((torch.float32, 1e30), (torch.float64, 1e200), (torch.float16, 1e3)):
        network = build("convnet", TINY, CLASSES, gate=Halve, seed=0).to(dtype)
        with torch.no_grad():
            network.units[0].branch[5].bias.fill_(size)
        (record,) = microscope.look(network, signals())
        assert record.before.abs().min() > size / 2
        assert record.energy_removed.dtype == dtype
        torch.testing.assert_close(
            record.energy_removed, torch.full((COUNT, 4), 0.75, dtype=dtype), rtol=1e-2, atol=0
        )

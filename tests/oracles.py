"""Second opinions for the tests: the paper's formulas in plain loops, and other people's code."""

import importlib
import importlib.util
import math
import sys
from types import ModuleType
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

Array = NDArray[np.float64]


def soft_by_cases(x: float, tau: float) -> float:
    """Eq. 9, case by case, for one number."""
    if x > tau:
        return x - tau
    if x < -tau:
        return x + tau
    return 0.0


def thresholds_by_loops(gate: nn.Module, x: Array) -> Array:
    """Eqs. 11-14 for a gate in eval mode: τ of shape (N, K), K = 1 (CS) or C (CW).

    Only the weights are taken from the gate; every step is a loop over plain numbers.
    """
    weights = {name: value.double().numpy() for name, value in gate.attention.state_dict().items()}
    result = []
    for sample in x:
        channels = [[abs(float(v)) for v in channel.ravel()] for channel in sample]
        a = [sum(values) / len(values) for values in channels]
        z = _dense(a, weights["0.weight"], weights["0.bias"])
        z = [
            (v - mean) / math.sqrt(var + 1e-5) * gamma + beta
            for v, mean, var, gamma, beta in zip(
                z,
                weights["1.running_mean"],
                weights["1.running_var"],
                weights["1.weight"],
                weights["1.bias"],
                strict=True,
            )
        ]
        z = _dense([max(v, 0.0) for v in z], weights["3.weight"], weights["3.bias"])
        alpha = [1 / (1 + math.exp(-v)) for v in z]
        if len(alpha) == 1:  # eq. 12: the average is over positions and channels
            everything = [v for values in channels for v in values]
            result.append([alpha[0] * sum(everything) / len(everything)])
        else:  # eq. 14
            result.append([alpha_c * a_c for alpha_c, a_c in zip(alpha, a, strict=True)])
    return np.array(result)


def _dense(inputs: list[float], weight: Array, bias: Array) -> list[float]:
    return [
        float(b) + sum(float(w) * v for w, v in zip(row, inputs, strict=True))
        for row, b in zip(weight, bias, strict=True)
    ]


def unsettle(network: nn.Module, seed: int = 0) -> nn.Module:
    """Give every BatchNorm statistics and weights of its own, so that leaving one out shows."""
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            size = module.num_features
            module.running_mean = 0.3 * torch.randn(size, generator=generator)
            module.running_var = 0.5 + torch.rand(size, generator=generator)
            module.weight.data = 0.5 + torch.rand(size, generator=generator)
            module.bias.data = 0.3 * torch.randn(size, generator=generator)
    return network


def timm_squeeze_excite() -> ModuleType:
    """timm's `layers/squeeze_excite.py` alone: the rest of timm wants torchvision."""
    root = importlib.util.find_spec("timm")
    assert root is not None, "the oracle needs timm: pip install --no-deps timm"
    assert root.submodule_search_locations is not None
    top, layers = ModuleType("timm"), ModuleType("timm.layers")
    top.__path__ = list(root.submodule_search_locations)
    layers.__path__ = [f"{folder}/layers" for folder in top.__path__]
    with patch.dict(sys.modules, {"timm": top, "timm.layers": layers}):
        return importlib.import_module("timm.layers.squeeze_excite")

"""Plain and residual networks of any depth, and the size of the gradient in them.

K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016.
"""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from drsn_lite.networks import Network, Plan


def deep_plan(units: int) -> Plan:
    """`units` units of 8 channels on 4 × 4 positions: 2 · units + 2 layers with weights."""
    return Plan(stem=(3, 2), stages=((8, units, 1),), dims=2)


def without_batchnorm(network: Network, he_seed: int | None = None) -> Network:
    """Take every BatchNorm out, in place; with a seed, draw weights as He et al. (ICCV 2015)."""
    for module in list(network.modules()):
        for name, part in list(module.named_children()):
            if isinstance(part, nn.BatchNorm2d):
                setattr(module, name, nn.Identity())
    if he_seed is not None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(he_seed)
            for module in network.modules():
                if isinstance(module, nn.Conv2d):
                    nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                    nn.init.zeros_(module.bias)  # type: ignore[arg-type]  # all have one
    return network


def gradient_norms(network: Network, x: Tensor, y: Tensor) -> NDArray[np.float64]:
    """Norm of ∂loss/∂features behind the stem and behind each unit: (units + 1,).

    In training mode, as in the first step of a training; the weights get no gradient. A copy in
    float64 does the work: behind many layers the rounding of float32 shows in the second digit.
    """
    network = copy.deepcopy(network).double().train()
    features = [network.stem(x.double())]
    for unit in network.units:
        features.append(unit(features[-1]))
    loss = F.cross_entropy(network.classifier(network.head(features[-1])), y)
    return np.array([grad.norm().item() for grad in torch.autograd.grad(loss, features)])

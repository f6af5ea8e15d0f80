"""Time of a training step of each Table II network over that of its ResNet: step_time.csv.

Batch 128 of 2048 samples, one thread. In each of 15 rounds each network makes three steps, in turn;
a round's ratio is the median step over the ResNet's median step in the same round, so a slow
moment of the machine falls on all of them. What is counted is time on the CPU, not on the wall, so
other work on the machine disturbs it less. About 3 minutes.
"""

import time

import numpy as np
import torch
import torch.nn.functional as F

from drsn_lite.networks import build, count_parameters
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import TORCH, Study

NETWORKS = ("convnet", "resnet", "resnet-wide", "senet", "drsn-cs", "drsn-cw")
ROUNDS, STEPS, BATCH = 15, 3, 128


def rounds(count: int = ROUNDS, length: int = 2048) -> list[Row]:
    """Rows: round, network, parameters, and the ratio to the ResNet's step."""
    x = torch.randn(BATCH, 1, 1, length, generator=torch.Generator().manual_seed(0))
    y = torch.arange(BATCH) % 8
    networks = {name: build(name, "paper", 8, seed=0).train() for name in NETWORKS}
    optimizers = {
        name: torch.optim.SGD(network.parameters(), 0.1, 0.9, weight_decay=1e-4)
        for name, network in networks.items()
    }

    def step(name: str) -> float:
        start = time.process_time()
        loss = F.cross_entropy(networks[name](x), y)
        optimizers[name].zero_grad()
        loss.backward()
        optimizers[name].step()
        return time.process_time() - start

    for name in NETWORKS:
        step(name)  # the first step sets up buffers
    rows: list[Row] = []
    for number in range(count):
        took = {name: float(np.median([step(name) for _ in range(STEPS)])) for name in NETWORKS}
        rows += [
            {
                "round": number,
                "network": name,
                "parameters": count_parameters(networks[name]),
                "ratio": round(took[name] / took["resnet"], 4),
                "torch": TORCH,
            }
            for name in NETWORKS
        ]
    return rows


STUDY = Study("step_time", rounds, ((),), ("network", "round"))

"""Testing a network: accuracy, confusion counts, and labels that cannot be."""

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite.evaluation import evaluate, predict
from drsn_lite.networks import build

X = np.zeros((4, 1, 1, 8))


class Always(nn.Module):
    """Says class 2 of 3 whatever it sees."""

    def __init__(self) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.tensor([0.0, 0.0, 1.0]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(x), 3)


def test_confusion_counts_true_rows_and_predicted_columns() -> None:
    accuracy, confusion = evaluate(Always(), X, [0, 2, 2, 1])
    assert accuracy == 0.5
    np.testing.assert_array_equal(confusion, [[0, 0, 1], [0, 0, 1], [0, 0, 2]])


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1], "as many labels as samples.*got 2 labels for 4 samples"),
        ([0, 1, 2, 3], "sample 3 in y is 3: .* classes 0 to 2"),
        ([0, -1, 2, 2], "sample 1 in y is -1"),
        ([0, 1.5, 2, 2], "sample 1 in y is 1.5"),
        ([[0], [1], [2], [2]], "whole numbers from 0"),
        (list("abca"), "whole numbers from 0"),
    ],
)
def test_labels_that_cannot_be_are_refused(labels: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate(Always(), X, labels)


def test_tensors_lists_and_whole_floats_are_labels() -> None:
    for labels in (torch.tensor([0, 2, 2, 1]), [0.0, 2.0, 2.0, 1.0], np.uint8([0, 2, 2, 1])):
        assert evaluate(Always(), torch.from_numpy(X), labels).accuracy == 0.5


def test_a_network_in_double_precision_is_asked_in_double_precision() -> None:
    assert (
        predict(build("resnet").double(), np.zeros((2, 1, 1, 64), np.float32)).dtype
        == torch.float64
    )


def test_evaluation_leaves_the_modes_as_they_were() -> None:
    network = build("drsn-cw", classes=3, seed=0).train()
    network.stem.eval()
    evaluate(network, np.zeros((4, 1, 1, 128)), [0, 1, 2, 0])
    assert network.training
    assert network.units.training
    assert not network.stem.training

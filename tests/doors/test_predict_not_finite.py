"""`predict` gives no class where numbers are not finite."""

import pytest
import torch
from test_predict_cli import files, trained

from drsn_lite import checkpoints
from drsn_lite.__main__ import main

__all__ = ["files", "trained"]  # fixtures


@pytest.mark.filterwarnings("error")
def test_numbers_that_are_not_finite_give_no_class(trained, files, tmp_path, capsys):
    path = trained[2]
    network, card = checkpoints.load_checkpoint(path), checkpoints.card(path)
    tiny = card | {"input": card["input"] | {"scale": 1e-320}}
    small = checkpoints.save(network, tmp_path / "small", tiny)
    assert main(["predict", str(small), files[0], "--json"]) == 2
    out, err = capsys.readouterr()
    assert "scale is a positive number from 1e-24" in err
    assert out == ""
    with torch.no_grad():
        network.classifier.bias[1] = torch.nan
    spoilt = checkpoints.save(network, tmp_path / "spoilt", card)
    assert main(["predict", str(spoilt), files[0], "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "classifier.bias" in err

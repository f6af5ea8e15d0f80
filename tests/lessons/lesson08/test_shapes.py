"""What lesson 08 says of networks that grew up with another curve is what shapes.csv says."""

import pandas as pd
import pytest
from test_claims import words

from drsn_lite.lessons.lesson08 import looks, verdicts
from drsn_lite.lessons.lesson08.gallery import CURVES
from drsn_lite.networks import build, count_parameters
from drsn_lite.results import tables

LESSON = "08-is-it-worth-it"


@pytest.fixture(scope="module")
def found():
    """Verdicts on the four curves over each rival, by its name."""
    base = tables.read("heart").query("condition == 'base'")
    shapes = tables.read("shapes").rename(columns={"shape": "network"}).assign(condition="base")
    grown = pd.concat([base, shapes])
    return {
        rival: verdicts({name: looks(grown, name, rival)["base"] for name in CURVES}).set_index(
            "look"
        )
        for rival in ("drsn-cw", "senet-abs", "resnet-wide")
    }


def test_no_curve_gains_over_the_soft_threshold(found):
    after = found["drsn-cw"]["after Holm"].to_dict()
    assert after == dict.fromkeys(CURVES, "not clear") | {"semi-soft": "worse"}
    assert (found["drsn-cw"]["gain"] < 0).all()


def test_the_network_without_zeros_lies_between(found):
    numbers = []
    for rival in ("drsn-cw", "resnet-wide"):
        row = found[rival].loc["smooth"]
        assert row["alone"] == "not clear"
        numbers.append(f"{row['gain']:+.1f} ± {row['half']:.1f}".replace("-", "−"))
    assert " and ".join(numbers) == "−1.5 ± 1.8 and +0.8 ± 2.2"
    assert f"({numbers[0]} and {numbers[1]} points)" in words(LESSON, "shapes-after")


def test_multiplying_by_alpha_is_better_than_three_of_the_four(found):
    after = found["senet-abs"]["after Holm"]
    assert (after == "worse").sum() == 3
    assert "better than three of the four curves" in words(LESSON, "shapes-after")


def test_the_rows_are_of_networks_with_these_gates():
    sizes = tables.read("shapes").groupby("shape")["parameters"].first()
    for name, gate in CURVES.items():
        assert count_parameters(build("drsn-cw", "lite", 8, gate=gate)) == sizes[name]

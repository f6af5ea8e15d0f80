"""What lessons 09 and 10 say in words of numbers that their own cells compute."""

import re

import pytest
from runs import stubs

pytestmark = pytest.mark.data


def printed(lesson: str, cell: str) -> str:
    """What a cell prints in the run with stubs."""
    outputs = stubs(lesson)[cell].outputs
    return "".join(o.text for o in outputs if o.get("name") == "stdout")


def shown(lesson: str, cell: str) -> str:
    """The words of the pictures of a cell, in the run with stubs."""
    outputs = stubs(lesson)[cell].outputs
    return "".join(o.get("data", {}).get("text/plain", "") for o in outputs)


def test_taking_the_mean_off_makes_no_clear_difference() -> None:
    assert printed("09-digits-and-mnist", "prep-without").endswith("not clear\n")


def test_without_noise_alpha_is_about_what_it_is_with_noise() -> None:
    text = "".join(printed("09-digits-and-mnist", f"zero-{end}") for end in ("check", "noise"))
    assert text.endswith("not clear\n")
    shares = [int(share) for share in re.findall(r"(\d+)%", text)]
    assert len(shares) == 4
    assert all(19 <= share <= 31 for share in shares), "about a quarter"


def test_salt_and_pepper_is_nearly_always_the_worse_one_at_equal_power() -> None:
    text = shown("09-digits-and-mnist", "power-picture")
    worse, of = map(int, re.search(r"in (\d+) of (\d+) cases", text).groups())
    assert of == 20
    assert worse >= 17


def test_the_other_recording_in_the_file_gives_everything_by_memory() -> None:
    text = printed("10-real-bearings", "variable-train")
    careless, careful = (float(mean) for mean in re.findall(r"([\d.]+) ± ", text))
    assert careless == 100
    assert careful < 40

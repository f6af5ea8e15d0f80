"""What a view says to the kernel and when, and what it shows meanwhile; time passes when told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from demo import demo
from page import PlainPage
from playwright.sync_api import Browser

from drsn_lite.drawing import Choice, Frame, Panel, Plot, Slider

WATCH = Path(__file__).with_name("watch.js").read_text("utf-8")
WAITS = "Waiting for Python"


class Asked(PlainPage):
    """A page whose panel is moved by hand, and answered or not."""

    def move(self, name: str, value: Any) -> None:
        """Let a slider go to a value, or a list to an option."""
        self.page.evaluate(
            """([name, value]) => {
                const input = document.querySelector(`[name=${name}]`);
                input.value = value;
                for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind));
            }""",
            [name, value],
        )

    def drag(self, name: str, value: float) -> None:
        """The same of a slider, without letting it go."""
        self.page.evaluate(
            """([name, value]) => {
                const input = document.querySelector(`[name=${name}]`);
                input.value = value;
                input.dispatchEvent(new Event("input"));
            }""",
            [name, value],
        )

    def passes(self, seconds: float) -> None:
        self.page.evaluate("pass", 1000 * seconds)

    def sent(self) -> list[dict[str, Any]]:
        """What was asked: number, settings, and since when."""
        said = self.page.evaluate("models.at(-1).sent")
        assert {one["kind"] for one in said} <= {"ask"}
        assert len({one["view"] for one in said}) <= 1
        return [{key: one[key] for key in ("seq", "settings", "moved")} for one in said]

    def hears(self, seq: int, panel: Panel = demo, **settings: Any) -> None:
        """The kernel answers with these settings: it has heard this request of the view."""
        view = self.page.evaluate("models.at(-1).sent[0]?.view ?? 'none'")
        self.answer(panel, {"heard": {view: seq}}, **settings)

    def waits(self) -> bool:
        return self.page.get_by_text(WAITS).is_visible()

    def stand(self) -> dict[str, Any]:
        """Where the controls stand, as they are in the page."""
        return self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(".drsn [name]")].map((node) =>
                [node.name, { value: node.value, disabled: node.disabled,
                    words: node.getAttribute("aria-valuetext") ?? node.textContent }]))"""
        )


@pytest.fixture
def page(browser: Browser) -> Iterator[Asked]:
    plain = Asked(browser)
    plain.page.evaluate(WATCH)
    plain.show(demo, 700)
    yield plain
    plain.close()


def test_one_request_is_under_way_and_the_newest_follows(page):
    page.move("level", 0.5)
    page.move("level", 0.75)
    page.move("kind", "broken")
    first = {"seq": 1, "settings": {"level": 0.5}, "moved": {"level": 1}}
    assert page.sent() == [first]
    page.hears(1, level=0.5)
    second = {"seq": 3, "settings": {"level": 0.75, "kind": "broken"}}
    assert page.sent() == [first, second | {"moved": {"level": 2, "kind": 3}}]
    assert page.stand()["level"]["value"] == "0.75", "not back to where the picture is"
    page.hears(3, level=0.75)
    page.page.locator("[name=done]").click()
    third = {"seq": 4, "settings": {"done": True}, "moved": {"done": 4}}
    assert page.sent()[2:] == [third], "what was heard is not said again"


def test_what_does_not_change_a_setting_is_not_asked(page):
    page.move("level", 1.0)
    page.move("kind", "fine")
    assert page.sent() == []
    page.move("level", 1.5)
    page.move("level", 1.5)
    assert len(page.sent()) == 1
    assert page.page.locator("canvas").get_attribute("data-asked") == "1"


def test_a_request_without_an_answer_comes_again_after_longer_and_longer_pauses(page):
    page.move("level", 0.5)
    counts = []
    for seconds in (1.9, 0.2, 3.8, 0.3, 7.7, 0.2, 15.8, 0.3, 29.7, 0.4, 29.6, 0.4):
        page.passes(seconds)
        counts.append(len(page.sent()))
    assert counts == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]
    assert page.sent() == 7 * [page.sent()[0]]
    page.move("kind", "broken")
    page.passes(2.1)
    assert page.sent()[-1]["settings"] == {"level": 0.5, "kind": "broken"}, "not after a long pause"
    page.hears(2, level=0.5)
    page.passes(100)
    assert len(page.sent()) == 8, "heard: no need to ask again"
    page.move("level", 0.75)
    page.passes(2.1)
    assert len(page.sent()) == 10, "and what comes next is not asked after a long pause"


def test_it_says_that_it_waits_after_a_second_and_no_longer_than_it_must(page):
    page.move("level", 0.5)
    page.passes(0.9)
    assert not page.waits()
    page.passes(0.2)
    assert page.waits()
    page.answer(demo, level=1.5)  # of another view
    assert page.waits()
    assert page.stand()["level"]["value"] == "0.5"
    page.hears(1, level=0.5)
    assert not page.waits()
    page.move("level", 0.25)
    page.move("level", 0.3)
    page.hears(2, level=0.25)
    page.passes(1.1)
    assert page.waits(), "the third was not answered"


def test_an_old_answer_does_not_count_twice(page):
    page.move("level", 0.5)
    page.hears(1, level=0.5)
    page.move("level", 0.75)
    page.hears(1, level=0.5)
    page.passes(2.1)
    assert [one["seq"] for one in page.sent()] == [1, 2, 2]
    assert page.stand()["level"]["value"] == "0.75"


def test_a_kernel_that_is_gone_is_no_error_in_the_page(page):
    page.page.evaluate("() => { models.at(-1).send = () => { throw new Error('gone') } }")
    page.move("level", 0.5)
    page.passes(1.1)
    assert page.waits()


def test_controls_follow_whoever_moved_them_and_a_commit_locks(page):
    page.answer(demo, level=0.25, kind="fine", done=True)
    stand = page.stand()
    assert (stand["level"]["value"], stand["level"]["words"]) == ("0.25", "0.25\u00a0g")
    assert [stand[name]["disabled"] for name in ("level", "kind", "done")] == [True, False, False]
    assert stand["done"]["words"] == "Guess again"
    assert page.page.locator("button.drsn-pressed").count() == 1
    page.page.locator("[name=done]").click()
    assert page.sent()[0]["settings"] == {"done": False}
    assert page.stand()["level"]["disabled"] is False, "at once"
    assert page.stand()["done"]["words"] == "Commit my guess"
    assert page.page.locator("button.drsn-pressed").count() == 0


WORDED = Slider("worded", "Worded", -5, 5, 5, 0, words=("-5 dB", "0 dB", "clean"))
FINE = Slider("fine", "Fine", -2.0, 2.0, 0.125, 0.0)
WHOLE = Slider("whole", "Whole", -20, 20, 2, 0, unit="dB")
PICK = Choice("pick", "Pick", (("a", "the first"), ("b", "the second, longer")), "a")
WORDY = Panel("Wordy", lambda **_: Frame((), "", ""), (WORDED, FINE, WHOLE))
PICKY = Panel("Picky", lambda pick: Frame((Plot("", ()),), f"It is {pick}.", ""), (PICK,))


def test_a_slider_says_its_value_with_as_many_digits_as_a_step_has(page):
    page.show(WORDY, 700)
    for settings, words in (
        ({}, ["0 dB", "0.000", "0\u00a0dB"]),
        ({"worded": -5, "fine": -1.125, "whole": -4}, ["−5 dB", "−1.125", "−4\u00a0dB"]),
        ({"worded": 5, "fine": 0.25, "whole": 20}, ["clean", "0.250", "20\u00a0dB"]),
    ):
        for name, value in settings.items():
            page.move(name, value)
        assert [one["words"] for one in page.stand().values()] == words
        assert page.page.locator(".drsn-value").all_text_contents() == words
    longest = [one.get_attribute("data-longest") for one in page.page.locator(".drsn-value").all()]
    assert longest == ["−5 dB", "−2.000", "−20\u00a0dB"]


def test_the_sentence_is_said_aloud_when_a_control_is_let_go_and_once(page):
    aloud = page.page.locator("[aria-live=polite]")
    page.drag("level", 0.5)
    page.hears(1, level=0.5)
    assert page.page.locator("output").inner_text() == "The level is 0.50, open."
    assert aloud.inner_text() == ""
    page.drag("level", 0.6)
    page.move("level", 0.6)
    assert aloud.inner_text() == ""
    page.hears(2, level=0.6)
    assert aloud.inner_text() == "The level is 0.60, open."
    page.answer(demo, level=1.5)  # of another view: none of this reader's business
    assert aloud.inner_text() == "The level is 0.60, open."


def test_an_error_is_shown_over_the_pale_last_picture_and_goes(page):
    canvas, error = page.page.locator("canvas"), page.page.locator(".drsn-error")
    page.answer(demo, {"error": "ValueError: no", "trace": "line 7"}, level=0.5)
    assert error.is_visible()
    assert error.locator("p").inner_text() == "ValueError: no"
    assert error.locator("pre").text_content() == "line 7"
    assert "drsn-stale" in canvas.get_attribute("class")
    assert "1.00" in canvas.get_attribute("aria-label"), "the last that could be drawn"
    page.answer(demo, level=0.5)
    assert not error.is_visible()
    assert "drsn-stale" not in canvas.get_attribute("class")
    assert canvas.get_attribute("aria-label") == "A wave and other marks. The level is 0.50, open."
    assert page.page.locator("output").inner_text() == "The level is 0.50, open."


def test_a_list_follows_whoever_moved_it_and_what_is_picked_is_said_aloud(page):
    page.show(PICKY, 700)
    page.answer(PICKY, pick="b")
    assert page.stand()["pick"]["value"] == "b"
    pick = page.page.locator(".drsn-pick")
    assert pick.locator("option").all_text_contents() == ["the first", "the second, longer"]
    assert pick.get_attribute("data-longest") == "the second, longer"
    page.move("pick", "a")
    page.hears(1, PICKY, pick="a")
    assert page.page.locator("[aria-live=polite]").inner_text() == "It is a."

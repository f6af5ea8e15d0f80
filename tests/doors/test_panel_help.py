"""What `help`, IPython's `?` and completion say of a panel: its own settings."""

import inspect
import pydoc

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from drsn_lite import panels
from drsn_lite.drawing import Choice, Commit, Frame, Panel, Slider

ALL = {name: getattr(panels, name) for name in panels.__all__}
SMALL = Panel(
    "Small",
    lambda **_: Frame((), "", ""),
    (
        Slider("level", "Level", 0.0, 2, 0.5, 1, "dB"),
        Slider("count", "Count", 0, 2, 1, 1, words=("few", "some", "many")),
        Choice("kind", "Kind", (("a", "an A"), ("b", "b")), "a"),
        Commit("done"),
    ),
)


@pytest.fixture(scope="module")
def shell():
    """An IPython shell with the panels in it, as in a kernel."""
    made = InteractiveShell()
    made.user_ns |= {"panels": panels, "small": SMALL}
    return made


@pytest.mark.parametrize("name", ALL)
def test_the_signature_is_the_settings(name):
    signature = inspect.signature(ALL[name])
    assert {key: one.default for key, one in signature.parameters.items()} == ALL[name].settings()
    for one in signature.parameters.values():
        assert one.kind is one.KEYWORD_ONLY
        assert type(one.default) is one.annotation


def test_the_words_of_each_kind_of_control():
    parameters = "(*, level: float = 1.0, count: int = 1, kind: str = 'a', done: bool = False)"
    assert str(inspect.signature(SMALL)).startswith(parameters)
    assert "level : float, default 1.0\n    Level: 0 to 2 dB in steps of 0.5.\n" in SMALL.__doc__
    assert "Count: 0 to 2 in steps of 1, which stand for few, some, many.\n" in SMALL.__doc__
    assert "kind : str, default 'a'\n    Kind: 'a' (an A), 'b'.\n" in SMALL.__doc__
    assert "The button 'Commit my guess': True draws the truth.\n" in SMALL.__doc__
    assert repr(SMALL) == "<Panel 'Small': level, count, kind, done>"


@pytest.mark.parametrize("name", ALL)
def test_help_and_question_mark_tell_each_setting(name, shell):
    told = pydoc.render_doc(ALL[name], renderer=pydoc.plaintext)
    asked = shell.inspector._get_info(
        ALL[name], f"panels.{name}", info=shell._ofind(f"panels.{name}")
    )["text/plain"]
    for text in (told, asked):
        assert ALL[name].title in text
        for control in ALL[name].controls:
            assert f"{control.name} : " in text
            assert control.describe() in text


@pytest.mark.parametrize("jedi", [False, True])
@pytest.mark.parametrize("name", ["noise_lab", "guess_threshold"])
def test_completion_inside_the_call_offers_each_setting(name, jedi, shell):
    shell.Completer.use_jedi = jedi
    code = f"panels.{name}("
    with provisionalcompleter():
        offered = {one.text for one in shell.Completer.completions(code, len(code))}
    assert {f"{control.name}=" for control in ALL[name].controls} <= offered

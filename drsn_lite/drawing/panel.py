"""A panel: a pure `frame(**settings)` with its controls. Call it to get the live widget."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from inspect import Parameter, Signature
from numbers import Real
from typing import TYPE_CHECKING, Any, ClassVar

from drsn_lite.drawing.frames import Frame
from drsn_lite.drawing.marks import PALETTE, minus

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from drsn_lite.drawing.live import LivePanel


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high` in steps of `step`; `unit` is shown after it.

    With `low` and `step` both ints the setting is an int, otherwise a float. With `words`, one for
    each value, these are shown in place of the numbers: for levels that are not evenly spaced.

    Raises
    ------
    ValueError
        If there are not as many words as values.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str = ""
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        values = round((self.high - self.low) / self.step) + 1
        if self.words and len(self.words) != values:
            raise ValueError(f"{self.name} has {values} values, but {len(self.words)} words")

    @property
    def kind(self) -> type:
        """The type of the setting."""
        return int if isinstance(self.low, int) and isinstance(self.step, int) else float

    def describe(self) -> str:
        """What the setting may be, in words."""
        unit = f" {self.unit}" if self.unit else ""
        span = f"{self.label}: {self.low:g} to {self.high:g}{unit} in steps of {self.step:g}"
        return f"{span}, which stand for {', '.join(self.words)}." if self.words else f"{span}."

    def check(self, value: Any) -> int | float:
        """The value as the setting takes it; a ValueError says what it may be."""
        number = isinstance(value, Real) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high:
            raise ValueError(f"{self.name} goes from {self.low:g} to {self.high:g}, got {value!r}")
        if self.kind is int and value != int(value):
            raise ValueError(f"{self.name} is a whole number, got {value!r}")
        return self.kind(value)


@dataclass(frozen=True)
class Choice:
    """One of `options`, pairs of a value and the words shown for it."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str
    kind: ClassVar[type] = str

    def describe(self) -> str:
        """What the setting may be, in words."""
        options = [repr(v) if v == words else f"{v!r} ({words})" for v, words in self.options]
        return f"{self.label}: {', '.join(options)}."

    def check(self, value: Any) -> str:
        """As that of a `Slider`."""
        values = [option for option, _ in self.options]
        if value not in values:
            raise ValueError(f"{self.name} is one of {', '.join(values)}, got {value!r}")
        return value


@dataclass(frozen=True)
class Commit:
    """A button that turns its setting from False to True and locks the sliders in `locks`.

    For *predict, commit, reveal*: the frame draws the guess until then, and the truth after.
    Pressed again ("Guess again") it turns back.
    """

    name: str
    label: str = "Commit my guess"
    locks: tuple[str, ...] = ()
    value: bool = False
    kind: ClassVar[type] = bool

    def describe(self) -> str:
        """What the setting may be, in words."""
        return f"The button {self.label!r}: True draws the truth."

    def check(self, value: Any) -> bool:
        """As that of a `Slider`."""
        if not isinstance(value, bool):
            raise ValueError(f"{self.name} is True or False, got {value!r}")
        return value


Control = Slider | Choice | Commit


@dataclass(frozen=True, repr=False)
class Panel:
    """A title, a pure function from settings to a Frame, and the controls that make settings.

    Calling the panel gives the live widget, `figure` the same picture by matplotlib, `frame`
    the Frame itself. All three take settings by name and refuse unknown or impossible ones.
    `help` and completion show the settings of each panel.
    """

    title: str
    draw: Callable[..., Frame]
    controls: tuple[Control, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "__signature__", _signature(self.controls))
        object.__setattr__(self, "__doc__", _doc(self.title, self.controls))

    def __repr__(self) -> str:
        return f"<Panel {self.title!r}: {', '.join(one.name for one in self.controls)}>"

    def settings(self, **given: Any) -> dict[str, Any]:
        """The settings in full: those given, checked, and the default of each other control.

        Raises
        ------
        ValueError
            If a name is unknown, a number outside its slider, or a word not among the options.
        """
        known = {control.name: control for control in self.controls}
        for name in given:
            if name not in known:
                raise ValueError(f"{self.title} has no setting {name!r}: it has {', '.join(known)}")
        return {
            name: control.check(given.get(name, control.value)) for name, control in known.items()
        }

    def in_page(self) -> dict[str, Any]:
        """Title, controls and colours for the page, as what JSON can say."""
        controls = [_in_page(control) for control in self.controls]
        return {"title": self.title, "controls": controls, "palette": PALETTE}

    def frame(self, **settings: Any) -> Frame:
        """The Frame for these settings."""
        return self.draw(**self.settings(**settings))

    def figure(self, **settings: Any) -> "Figure":
        """The same picture as a matplotlib figure, for print and pages without widgets."""
        from drsn_lite.drawing.figures import paint

        return paint(self.frame(**settings))

    def __call__(self, **settings: Any) -> "LivePanel":
        """The live widget, its controls set to these settings."""
        from drsn_lite.drawing.live import LivePanel

        return LivePanel(self, **settings)


def _signature(controls: tuple[Control, ...]) -> Signature:
    """The settings as keyword-only parameters with their defaults."""
    parameters = [
        Parameter(
            one.name, Parameter.KEYWORD_ONLY, default=one.kind(one.value), annotation=one.kind
        )
        for one in controls
    ]
    return Signature(parameters, return_annotation="LivePanel")


def _doc(title: str, controls: tuple[Control, ...]) -> str:
    """The docstring of a panel: what each of its settings may be."""
    parameters = "\n".join(
        f"{one.name} : {one.kind.__name__}, default {one.kind(one.value)!r}\n    {one.describe()}"
        for one in controls
    )
    return (
        f"{title}: a live panel.\n\nParameters\n----------\n{parameters}\n\n"
        "Returns\n-------\nLivePanel\n    The widget. With the same settings `.frame(...)` gives "
        "its picture as arrays,\n    `.figure(...)` a still drawn by matplotlib.\n"
    )


def _in_page(control: Control) -> dict[str, Any]:
    kind = {"kind": type(control).__name__.lower()}
    shown = kind | asdict(control) | {"label": minus(control.label)}
    if isinstance(control, Slider):
        shown["words"] = [minus(word) for word in control.words]
    if isinstance(control, Choice):
        shown["options"] = [(value, minus(words)) for value, words in control.options]
    return shown

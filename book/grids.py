"""Which controls of each panel are live on the web page, and on which values.

A page without Python can only show Frames that were computed when the book was built. So each panel
has a grid: the values that each live control takes there. A control that is not in it stands fixed
at its default, and the page says so. A grid holds every setting that a lesson shows its panel with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from drsn_lite import panels
from drsn_lite.drawing import Choice, Control, Panel, Slider

Value = float | str | bool
ALL = "every value that the control has in JupyterLab"


def steps(low: float, high: float, step: float, *more: float) -> tuple[float, ...]:
    """From `low` to `high`, both ends included, with `more` values between."""
    count = round((high - low) / step)
    return tuple(sorted({*(round(low + k * step, 9) for k in range(count + 1)), *more}))


def every(control: Control) -> tuple[Value, ...]:
    """All values of a control."""
    if isinstance(control, Slider):
        return tuple(control.kind(v) for v in steps(control.low, control.high, control.step))
    if isinstance(control, Choice):
        return tuple(value for value, _ in control.options)
    return False, True


@dataclass(frozen=True)
class Grid:
    """The settings of a panel that a page without Python can show.

    Attributes
    ----------
    name : str
        The panel, as in `drsn_lite.panels`.
    values : dict
        For each live control its values, in their order on the page.
    chunk : tuple of str
        The controls that move within one chunk of the table; all others choose the chunk. A chunk
        is what the page fetches at a time.

    Raises
    ------
    ValueError
        If a value is none that the control can have, or is there twice.
    """

    name: str
    values: dict[str, tuple[Value, ...]]
    chunk: tuple[str, ...]

    def __post_init__(self) -> None:
        for name, values in self.values.items():
            if [self.panel.settings(**{name: value})[name] for value in values] != list(values):
                raise ValueError(f"{self.name}: {name} cannot be {values}")
            if len(set(values)) < len(values):
                raise ValueError(f"{self.name}: {name} has a value twice in {values}")
        if unknown := set(self.chunk) - set(self.values):
            raise ValueError(f"{self.name}: {unknown} cannot move within a chunk: not live")

    @property
    def panel(self) -> Panel:
        """The panel itself."""
        return getattr(panels, self.name)

    @property
    def outside(self) -> tuple[str, ...]:
        """The controls that choose the chunk."""
        return tuple(name for name in self.values if name not in self.chunk)

    @property
    def chunks(self) -> int:
        """How many chunks the table has."""
        return prod(len(self.values[name]) for name in self.outside)

    @property
    def size(self) -> int:
        """How many Frames the table has."""
        return prod(map(len, self.values.values()))

    def settings(self, chunk: int) -> Iterator[dict[str, Any]]:
        """The settings of a chunk, in their order in it: the last of `chunk` moves fastest."""
        places = list(product(*(self.values[name] for name in self.outside)))
        outside = dict(zip(self.outside, places[chunk], strict=True))
        for inside in product(*(self.values[name] for name in self.chunk)):
            yield self.panel.settings(**outside, **dict(zip(self.chunk, inside, strict=True)))

    def holds(self, settings: dict[str, Any]) -> bool:
        """Whether the page can show these settings, given in full."""
        fixed = self.panel.settings()
        return all(
            value in self.values.get(name, (fixed[name],)) for name, value in settings.items()
        )

    def where(self, settings: dict[str, Any]) -> tuple[int, int]:
        """The chunk that has the Frame of these settings, and its place in it."""
        index, at = self.place(settings), {True: 0, False: 0}
        for name in (*self.outside, *self.chunk):
            inside = name in self.chunk
            at[inside] = at[inside] * len(self.values[name]) + index[name]
        return at[False], at[True]

    def place(self, settings: dict[str, Any]) -> dict[str, int]:
        """Where the live controls stand on the page: the index of each one's value."""
        return {name: values.index(settings[name]) for name, values in self.values.items()}


def _grid(name: str, chunk: str = "", **values: Any) -> Grid:
    """A grid with the controls in the panel's order; without `chunk` the whole is one chunk."""
    controls = {control.name: control for control in getattr(panels, name).controls}
    if unknown := set(values) - set(controls):
        raise ValueError(f"{name} has no {unknown}")
    live = {
        key: every(control) if values[key] is ALL else tuple(map(control.kind, values[key]))
        for key, control in controls.items()
        if key in values
    }
    return Grid(name, live, tuple(chunk.split()) or tuple(live))


def _whole(name: str, chunk: str = "") -> Grid:
    """A grid with everything that the panel can show."""
    return _grid(name, chunk, **{control.name: ALL for control in getattr(panels, name).controls})


_EVERY_2_DB = steps(-10, 20, 2, 5)
_ONE_OF_EACH = range(10)  # classes take turns: one of each digit, one of each state of the gearbox

GRIDS: dict[str, Grid] = {
    grid.name: grid
    for grid in (
        _whole("guess_zeroed"),
        _grid(
            "noise_lab",
            "snr_db unit",
            snr_db=_EVERY_2_DB,
            data=("gearbox", "digits"),
            network=ALL,
            sample=_ONE_OF_EACH,
            unit=ALL,
        ),
        _whole("detectors", "ear_db"),
        _grid("drowning_lab", "snr_db", snr_db=steps(-20, 20, 2), kind=ALL, state=ALL),
        _whole("guess_drown"),
        _grid(
            "signal_lab", "shaft_hz", state=ALL, shaft_hz=steps(15, 40, 5), torque=(1, 6, 12, 18)
        ),
        _whole("guess_tau", "tau committed"),
        _grid(
            "soft_threshold",
            "tau",
            tau=steps(0, 2, 0.05),
            sigma=(0.1, 0.3, 0.5),
            signal=ALL,
            kind=ALL,
        ),
        _whole("gradient_depth", "units"),
        _whole("guess_depth"),
        _grid(
            "loss_surface",
            "azimuth",
            azimuth=steps(-180, 180, 6),
            elevation=steps(10, 90, 20),
            units=ALL,
        ),
        _whole("shortcut_switch", "step shortcuts"),
        _whole("unet_denoiser", "snr_in"),
        _whole("guess_weight_change"),
        _grid(
            "se_over_snr", "snr_db channel", snr_db=ALL, data=ALL, unit=ALL, channel=ALL, kind=ALL
        ),
        _grid(
            "se_steps",
            "snr_db unit",
            data=ALL,
            sample=_ONE_OF_EACH,
            other=range(0, 10, 2),
            snr_db=steps(-10, 20, 5),
            unit=ALL,
        ),
        _grid(
            "channel_thresholds",
            "alpha channel",
            gate=ALL,
            alpha=steps(0, 1, 0.05),
            snr_db=steps(-5, 20, 5),
            noise=ALL,
            channel=ALL,
        ),
        _whole("guess_threshold"),
        _whole("confusion_over_snr"),
        _whole("guess_gain"),
        _whole("networks_over_snr"),
        _grid(
            "guess_removed",
            "noise signal",
            noise=steps(0, 100, 5),
            signal=steps(0, 100, 5),
            unit=ALL,
            committed=ALL,
        ),
        _whole("noise_or_signal"),
        _whole("tau_over_snr"),
        _whole("threshold_surgery"),
        _grid(
            "zeroed_truth",
            "snr_db unit",
            snr_db=steps(-10, 20, 2),
            network=ALL,
            sample=range(8),
            unit=ALL,
        ),
        _whole("gain_by_condition", "condition noise"),
        _whole("guess_rival"),
        _grid(
            "digit_lab",
            "level kind",
            level=steps(0, 1, 0.1),
            kind=ALL,
            which=[w for w in every(panels.digit_lab.controls[2]) if str(w).startswith("digits/")],
            training=ALL,
            sample=_ONE_OF_EACH,
        ),
        _whole("digits_over_noise"),
        _whole("guess_shift"),
        _grid("bearing_lab", "snr_db", bearing=ALL, snr_db=steps(-10, 20, 2), load=ALL),
        _whole("bearings_over_snr"),
        _whole("guess_split"),
        _whole("guess_speaker"),
        _grid(
            "sound_lab",
            "snr_db unit",
            snr_db=(-10, -5, 0, 5, 10, 20),
            data=("tones",),
            label=ALL,
            unit=ALL,
        ),
    )
}
"""The grid of every panel, by its name."""

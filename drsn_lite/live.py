"""Live panels: controls and a canvas in the browser, the frame function in the kernel.

One anywidget for every panel. The browser asks with the synced trait `request`, {seq, settings};
ipywidgets keeps one update under way and merges later ones, so the newest settings win. The
kernel answers with the trait `answer`: the words of the Frame, and its numbers as one float32
buffer. If the frame function raises, the answer is the error, and the panel shows it.
`static/paint.js` paints a Frame, with `marks.js`, and knows no kernel; `static/panel.js` has
controls and transport.
"""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from html import escape
from importlib.resources import files
from threading import RLock
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from drsn_lite import figures
from drsn_lite.frames import PALETTE, Frame
from drsn_lite.marks import minus
from drsn_lite.panels.panel import Choice, Commit, Control, Panel, Slider

_STATIC = files("drsn_lite") / "static"
_SCRIPTS = ("marks.js", "paint.js", "panel.js")  # one module for the browser
_LOCK = RLock()  # one for all panels: they share networks, and callbacks may come on any thread


# Where the widget can't run, JupyterLab says "model not found", and the HTML that nbconvert makes
# waits for a widget manager from the network. So the output before the widget holds the still, and
# shows it while there is no live panel in the output after it. Its style is needed for that: where
# styles are taken out (GitHub), the image/png beside the widget is the picture.
_STILL = """<style>
#{id} {{ display: none; }}
.jp-OutputArea-child #{id} {{
  display: block; width: min(100%, {width}px); aspect-ratio: {width} / {height};
  background: url(data:image/png;base64,{png}) 0 0 / contain no-repeat;
  print-color-adjust: exact;
}}
.jp-OutputArea-child:has(#{id}):has(+ * .drsn), .jp-OutputArea-child:has(#{id}):not(:has(+ *)) {{
  display: none;
}}
.jp-OutputArea-child:has(#{id}):not(:has(+ * .drsn)) + * > .jp-OutputArea-output {{
  height: 0; padding: 0; overflow: hidden; visibility: hidden;
}}
</style><div id="{id}" role="img" aria-label="{words}"></div>"""


class LivePanel(anywidget.AnyWidget):
    """The live widget of a panel.

    Parameters
    ----------
    panel : Panel
        What to draw, and the controls.
    **settings
        Where the controls stand at first; the others have their defaults.

    Attributes
    ----------
    settings : dict
        Where the controls stand now: a cell below the panel can read a learner's guess.
    frame : Frame
        The newest Frame that could be drawn.
    error : str
        Why the newest Frame could not be drawn; empty when it could.

    Raises
    ------
    ValueError
        If a setting is unknown or impossible. Whatever the first Frame raises is raised too.
    """

    _esm = "\n".join((_STATIC / name).read_text("utf-8") for name in _SCRIPTS)
    _css = (_STATIC / "panel.css").read_text("utf-8")

    panel = traitlets.Dict().tag(sync=True)
    request = traitlets.Dict().tag(sync=True, echo_update=False)
    answer = traitlets.Dict().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)

    def __init__(self, panel: Panel, **settings: Any) -> None:
        self._panel = panel
        full = panel.settings(**settings)
        self.frame = self._draw(full)
        super().__init__(
            panel={
                "title": panel.title,
                "controls": [_describe(control) for control in panel.controls],
                "palette": PALETTE,
            },
            request={"seq": 0, "settings": full},
            answer=_packed(0, full, self.frame),
        )
        self.observe(self._answer_newest, "request")

    @property
    def settings(self) -> dict[str, Any]:
        return self._panel.settings(**self.request["settings"])

    def set(self, **settings: Any) -> None:
        """Move controls from Python, as if by hand."""
        full = self._panel.settings(**self.settings | settings)
        self.request = {"seq": self.request["seq"] + 1, "settings": full}

    def _draw(self, settings: dict[str, Any]) -> Frame:
        with _LOCK, _one_torch_thread():
            return self._panel.frame(**settings)

    def _answer_newest(self, _change: Any) -> None:
        with _LOCK:
            seq, settings = self.request["seq"], self.request["settings"]
            if self.answer["seq"] == seq:
                return  # another thread was here first
            try:
                self.frame = self._draw(settings)
                answer, error = _packed(seq, settings, self.frame), ""
            except Exception as raised:  # whatever it is, the learner must see it
                error = f"{type(raised).__name__}: {raised}"
                trace = "".join(traceback.format_tb(raised.__traceback__)[-3:])
                answer = {"seq": seq, "settings": settings, "error": error, "trace": trace}
            with self.hold_sync():
                self.answer, self.error = answer, error

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and a still picture for where no widget can run."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        still, size = figures.paint(self.frame)._repr_mimebundle_()
        del still["text/html"]  # the picture would be stored once more
        return (data or {}) | still, metadata | size

    def _ipython_display_(self) -> None:
        """Show the widget; before it the still for where no widget can run, see `_STILL`."""
        data, metadata = self._repr_mimebundle_()
        box = {"id": f"drsn-{self.model_id}", "png": data["image/png"]} | metadata["image/png"]
        box["words"] = escape(data["text/plain"])
        display({"text/html": _STILL.format_map(box), "text/plain": ""}, raw=True)
        display(data, metadata=metadata, raw=True)


def _packed(seq: int, settings: dict[str, Any], frame: Frame) -> dict[str, Any]:
    words, numbers = frame.pack()
    return {"seq": seq, "settings": settings, "frame": words, "numbers": numbers}


def _describe(control: Control) -> dict[str, Any]:
    kinds = {Slider: "slider", Choice: "choice", Commit: "commit"}
    described = {"kind": kinds[type(control)]} | asdict(control) | {"label": minus(control.label)}
    match control:
        case Slider(words=words):
            described["words"] = [minus(word) for word in words]
        case Choice(options=options):
            described["options"] = [(value, minus(words)) for value, words in options]
    return described


@contextmanager
def _one_torch_thread() -> Iterator[None]:
    """Keep torch to one thread: on a busy machine two threads wait for each other.

    Does not import torch.
    """
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)

"""Live panels: controls and a canvas in the browser, the frame function in the kernel.

One anywidget for every panel. A view in the browser asks with a message, {kind: "ask", view, seq,
settings, moved}: its own name, the number of the request, what was moved in it, and in which of its
requests first, since one that was not answered yet comes again. The kernel puts that into the trait
`request`, in full, and answers with the trait `answer`, which all views get: the settings, the
words of the Frame, its numbers as one float32 buffer, and `heard`, the last request of each view.
So the newest settings win, whoever counted, and each view knows whether it was heard.
If the frame function raises, the answer is the error, and the panel shows it.
In `static/`, `paint.js` paints a Frame, with `text.js`, `marks.js` and `axes.js`, and knows no
kernel; `talk.js` asks and hears, and knows no page; `panel.js` puts them together, with
`controls.js` and `look.js`, the colours of the page.
"""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib.resources import files
from threading import RLock
from typing import Any, Protocol

import anywidget
import traitlets
from IPython.display import display

from drsn_lite.drawing import figures
from drsn_lite.drawing.frames import Frame

_STATIC = files("drsn_lite.drawing") / "static"
_PAINTER = ("text.js", "marks.js", "axes.js", "paint.js")
_SCRIPTS = (*_PAINTER, "look.js", "controls.js", "talk.js", "panel.js")  # one module in the page
_VIEWS = 64  # of which the last request is remembered: each reload of a page makes new ones
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


class Source(Protocol):
    """What a live panel shows: a `Panel`, or what has the same methods."""

    @property
    def title(self) -> str: ...

    def in_page(self) -> dict[str, Any]:
        """Title, controls and colours for the page."""

    def settings(self, **given: Any) -> dict[str, Any]:
        """The settings in full, checked."""

    def frame(self, **settings: Any) -> Frame:
        """The Frame for these settings."""


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

    def __init__(self, panel: Source, **settings: Any) -> None:
        self._panel = panel
        self._settings = panel.settings(**settings)
        self._heard: dict[str, int] = {}
        self.frame = self._draw(self._settings)
        super().__init__(
            panel=panel.in_page(),
            request={"seq": 0, "settings": self._settings},
            answer={"seq": 0, "heard": {}} | _packed(self._settings, self.frame),
        )
        self.observe(self._answer_newest, "request")
        self.on_msg(self._hear)

    @property
    def settings(self) -> dict[str, Any]:
        return dict(self._settings)

    def set(self, **settings: Any) -> None:
        """Move controls from Python, as if by hand."""
        with _LOCK:
            full = self._panel.settings(**self._settings | settings)
            last = self.request.get("seq")
            self.request = {"seq": last + 1 if isinstance(last, int) else 0, "settings": full}

    def _draw(self, settings: dict[str, Any]) -> Frame:
        with _LOCK, _one_torch_thread():
            return self._panel.frame(**settings)

    def _hear(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        """Take a request of a view. One that comes again is only answered again."""
        if message.get("kind") != "ask":
            return  # of anywidget itself
        with _LOCK:
            view, seq = message["view"], message["seq"]
            before = self.answer["heard"].get(view, 0)
            if seq <= before:
                self.send_state("answer")
                return
            others = [(other, last) for other, last in self._heard.items() if other != view]
            self._heard = dict([*others[1 - _VIEWS :], (view, seq)])
            with self.hold_sync():  # one message for request, answer and error
                asked, moved = message["settings"], message.get("moved", {})
                # what was heard before may have been moved by others since
                new = {name: asked[name] for name in asked if moved.get(name, seq) > before}
                settings = self._settings | new
                self.request = {"view": view, "seq": seq, "settings": settings}

    def _answer_newest(self, _change: Any) -> None:
        with _LOCK:
            request, stopped = self.request, None
            try:
                self._settings = self._panel.settings(**request["settings"])
                frame = self._draw(self._settings)
                answer, error = _packed(self._settings, frame), ""
            except BaseException as raised:  # whatever it is, the learner must see it
                error = f"{type(raised).__name__}: {raised}".removesuffix(": ")
                trace = "".join(traceback.format_tb(raised.__traceback__)[-3:])
                asked = request.get("settings") or self._settings
                answer = _packed(asked, self.frame) | {"error": error, "trace": trace}
                stopped = None if isinstance(raised, Exception) else raised  # Ctrl-C
            if self.request is request:  # or else the frame function called `set`: that is answered
                if not error:
                    self.frame = frame
                answer |= {"seq": request.get("seq"), "heard": self._heard}
                # both are there before anyone who observes one of them calls `set`
                with self.hold_sync(), self.hold_trait_notifications():
                    self.answer, self.error = answer, error
            if stopped:
                raise stopped

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and a still picture for where no widget can run."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        still, size = figures.paint(self.frame)._repr_mimebundle_()
        del still["text/html"]  # the picture would be stored once more
        return (data or {}) | still, metadata | size

    def _ipython_display_(self) -> None:
        """Show the widget; before it the still for where no widget can run, see `_STILL`."""
        if self.comm is None:  # closed: ipywidgets takes its pictures away too
            print(f"{self._panel.title}: this panel was closed. Run its cell again.")
            return
        data, metadata = self._repr_mimebundle_()
        box = {"id": f"drsn-{self.model_id}", "png": data["image/png"]} | metadata["image/png"]
        box["words"] = escape(data["text/plain"])
        display({"text/html": _STILL.format_map(box), "text/plain": ""}, raw=True)
        display(data, metadata=metadata, raw=True)


def _packed(settings: dict[str, Any], frame: Frame) -> dict[str, Any]:
    words, numbers = frame.pack()
    return {"settings": settings, "frame": words, "numbers": numbers}


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

"""Frames and panels: what is drawn, as arrays; the two painters, matplotlib and the browser's.

A `Frame` holds `Plot`s, a `Plot` holds marks; a `Panel` makes Frames from settings. `paint` draws a
Frame with matplotlib, `LivePanel` in the browser.
"""

from drsn_lite.lazy import face

__getattr__, __dir__, __all__ = face(__file__)

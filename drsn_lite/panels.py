"""The panels. `panels.soft_threshold()` is a live widget, `.frame(...)` its picture as arrays.

Each lies in the room of its lesson, as `panels.pyi` says, and is imported when it is asked for.
"""

from drsn_lite.lazy import face

__getattr__, __dir__, __all__ = face(__file__)

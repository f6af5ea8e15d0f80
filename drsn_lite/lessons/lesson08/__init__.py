"""Lesson 08: is it worth it?"""

from drsn_lite.lazy import face

__getattr__, __dir__, __all__ = face(__file__)

"""Which tests look for the files of data sets: a spy, so that none of them lacks the mark `data`.

CI runs what has the mark twice: with the files, and as a newcomer without. A test in another
process is not seen here: give it the mark by hand.
"""

import functools
import gc
import os
import sys
from pathlib import Path
from types import CodeType

from drsn_lite import paths

_CACHED = functools._lru_cache_wrapper
_PLACES = ("DRSN_LITE_DATA", "XDG_CACHE_HOME", "HOME")


class Spy:
    """Notes for which test, or while which file was collected, data sets were looked for.

    Attributes
    ----------
    now : str
        The name of what is going on.
    seen : set of str
        The names of what looked. A look into folders that a test made for itself does not count.
    """

    def __init__(self) -> None:
        self.now, self.seen = "", set[str]()
        self._codes: set[CodeType] = set()
        self._look, self._usual = paths.own_folder, self._places()
        paths.own_folder = self._spied

    def end(self) -> None:
        """Take the spy away."""
        paths.own_folder = self._look

    def forget(self) -> None:
        """Clear what functions remember that looked: the next file of tests has to look itself."""
        for one in gc.get_objects() if self._codes else ():
            if type(one) is _CACHED and getattr(one.__wrapped__, "__code__", None) in self._codes:
                one.cache_clear()  # asked for its type, since isinstance makes parts of torch warn
        self._codes.clear()

    def _spied(self) -> Path | None:
        if self._places() == self._usual:
            self.seen.add(self.now)
            frame = sys._getframe(1)
            while frame:
                self._codes.add(frame.f_code)
                frame = frame.f_back
        return self._look()

    @staticmethod
    def _places() -> list[str | None]:
        return [os.environ.get(name) for name in _PLACES]

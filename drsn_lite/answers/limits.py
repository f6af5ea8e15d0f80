"""Ends an answer that does not end by itself, and tells a learner's Ctrl-C from an answer's own.

Both go by SIGINT, which Python hears between two steps of the main thread, in a notebook too, on
every system. While an answer is tried the signal is heard here. A thread watches the time; when it
is up it sets the signal off, as a notebook's stop button does, and `TimeUp` is raised where the
answer is. An answer that catches that meets it again. In another thread than the main one there
are no signals: no limit then, and no Ctrl-C either. What runs in C, as sorting does, is not ended.
"""

import _thread
import signal
import threading
import time
from types import FrameType

LIMIT_S = 10.0
"""Seconds of computing that an answer may take: a right one takes less than one."""

PATIENCE = 6
"""So many times longer it may take by the clock: other programs want the processor as well."""

EACH_S = 0.05
"""Seconds from one look at the time to the next."""


class TimeUp(BaseException):
    """Raised in an answer that takes too long. No Exception: those an answer may well catch."""


class CtrlC(KeyboardInterrupt):
    """The learner's own Ctrl-C; a plain KeyboardInterrupt comes from the answer."""


STOPS = (TimeUp, CtrlC)
"""What is not the answer's own doing, and no part of what it says."""


class Guard:
    """While this context lasts, `TimeUp` and `CtrlC` come as said above.

    Attributes
    ----------
    pressed : bool
        Whether the learner pressed Ctrl-C, even if the answer caught that.
    """

    def __init__(self) -> None:
        self.pressed = False
        self._late = False
        self._over = threading.Event()
        self._lock = threading.Lock()
        in_main = threading.current_thread() is threading.main_thread()
        self._before = signal.getsignal(signal.SIGINT) if in_main else None

    def __enter__(self) -> "Guard":
        if self._before is not None:  # None: this thread hears no signals, or C code does
            signal.signal(signal.SIGINT, self._heard)
            # `threading` would wait until it runs: much, on a busy machine, for each of many checks
            _thread.start_new_thread(self._look_at_the_time, ())
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            with self._lock:  # from here on the watch sets nothing off
                self._over.set()
            signal.signal(signal.SIGINT, self._before)  # what is pending is heard before that

    def _look_at_the_time(self) -> None:
        began, computed = time.monotonic(), time.process_time()
        while not self._over.wait(EACH_S):
            up = time.process_time() - computed > LIMIT_S
            if up or time.monotonic() - began > PATIENCE * LIMIT_S:
                with self._lock:
                    if not self._over.is_set():
                        self._late = True
                        _thread.interrupt_main()

    def _heard(self, number: int, frame: FrameType | None) -> None:
        at_the_door = _at_the_door(frame)
        if self._late:
            if not at_the_door:
                raise TimeUp
            return
        try:
            if callable(self._before):
                self._before(number, frame)
            elif self._before is signal.SIG_DFL:
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            self.pressed = True
            if not at_the_door:
                raise CtrlC from None


def _at_the_door(frame: FrameType | None) -> bool:
    """Whether a guard is just entered or left: to raise there would leave it half open."""
    doors = (Guard.__enter__.__code__, Guard.__exit__.__code__)
    while frame is not None and frame.f_code not in doors:
        frame = frame.f_back
    return frame is not None

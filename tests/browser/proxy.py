"""A small TCP proxy before a server: a connection that can be cut, or that swallows words."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_CHUNK = 1 << 16


class Proxy:
    """Passes on what a browser and the server at `url` say to each other, until it is told not to.

    Attributes
    ----------
    url : str
        Where the browser finds it.
    to_server, to_browser : bool
        Whether what is said in this direction arrives. If not, it is lost: nobody is told.
    """

    def __init__(self, url: str) -> None:
        self._behind = (urlsplit(url).hostname, urlsplit(url).port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.to_server = self.to_browser = True
        self._open, self._lock = True, threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End every connection; new ones are ended too, until `mend`."""
        with self._lock:
            self._open = False
        self._end_all()

    def mend(self) -> None:
        """From now on everything arrives again; connections that lost something are ended."""
        self._end_all()
        self.to_server = self.to_browser = self._open = True

    def close(self) -> None:
        """End the proxy."""
        self._listener.close()
        self.cut()

    def _end_all(self) -> None:
        with self._lock:
            ended, self._pairs = self._pairs, []
        for pair in ended:
            for end in pair:
                _shut(end)

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:  # closed
                return
            server = socket.create_connection(self._behind)
            with self._lock:
                if not self._open:
                    _shut(browser)
                    _shut(server)
                    continue
                self._pairs.append((browser, server))
            for pair in ((browser, server, "to_server"), (server, browser, "to_browser")):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, direction: str) -> None:
        with suppress(OSError):  # one of the two has ended
            while data := one.recv(_CHUNK):
                if getattr(self, direction):
                    other.sendall(data)
        _shut(one)
        _shut(other)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):  # it has ended already
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def proxied(url: str) -> Iterator[Proxy]:
    """A proxy before the server at `url`."""
    proxy = Proxy(url)
    try:
        yield proxy
    finally:
        proxy.close()

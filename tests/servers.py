"""A web server on 127.0.0.1 that fails in the ways that servers do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What is sent for a path: `body`, of which at first only `cut` bytes come.

    `ranges`: whether the server knows them. `gate`: the rest after `cut` is sent when it is set,
    instead of never. `sized`: whether it says how many bytes there are. `early`: so many bytes
    before those asked for are sent too, and it says so.
    """

    body: bytes
    cut: int | None = None
    ranges: bool = True
    sized: bool = True
    gate: threading.Event | None = None
    early: int = 0


@dataclass
class Server:
    """Its address, its pages, and what was asked: (path, first byte wanted)."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    """Set when a page has sent its first `cut` bytes."""


@contextmanager
def serving() -> Iterator[Server]:
    """A running server without pages."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            server.asked.append((self.path, start))
            page = server.pages.get(self.path)
            if page is None:
                self.send_error(404)
                return
            if not page.ranges:
                start = 0
            if start >= len(page.body) > 0:
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = max(0, start - page.early)
            self.send_response(206 if wanted and page.ranges else 200)
            if wanted and page.ranges:
                end = len(page.body)
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{end}")
            if page.sized:
                self.send_header("Content-Length", str(len(page.body) - start))
            self.end_headers()
            cut, page.cut = page.cut, None  # it breaks off once
            self.wfile.write(page.body[start : None if cut is None else start + cut])
            if cut is not None:
                self.wfile.flush()
                server.came.set()
                if page.gate and page.gate.wait(60):
                    self.wfile.write(page.body[start + cut :])

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # the other side was killed, as a test wants it

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    for page in server.pages.values():
        if page.gate:
            page.gate.set()
    http.shutdown()
    http.server_close()

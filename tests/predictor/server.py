"""A model server on loopback that behaves as badly as a test wants it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext

Behaviour = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Behaves by path; remembers what it was asked, and on how many connections."""

    daemon_threads = False  # joined at the end, so that none is left behind
    request_queue_size = 128

    def __init__(self, behaviours: dict[str, Behaviour], tls: SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.scheme = "https" if tls else "http"
        self.behaviours = behaviours
        self.asked: list[tuple[str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self.over = threading.Event()

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no fault of the server's."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else what is written in two parts takes 40 ms
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1
        self.number = 0  # of the request on this connection

    def do_POST(self) -> None:
        self.number += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, body))
        self.server.headers.append(dict(self.headers))
        self.server.behaviours[self.path](self)

    def say(self, body: bytes, status: int = 200, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests say what went wrong."""


def saying(body: bytes, status: int = 200, **more: str) -> Behaviour:
    return lambda handler: handler.say(body, status, **more)


def silent(handler: Handler) -> None:
    handler.server.over.wait(10)
    handler.close_connection = True


def dripping(begin: bytes) -> Behaviour:
    """A byte every few milliseconds, for as long as anybody listens."""

    def drip(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(begin)
        while not handler.server.over.wait(0.005):
            handler.wfile.write(b" ")

    return drip


def raw(said: bytes) -> Behaviour:
    """Exactly these bytes, and the end of the connection."""

    def write(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(said)

    return write


@contextmanager
def serving(behaviours: dict[str, Behaviour], tls: SSLContext | None = None) -> Iterator[Server]:
    with Server(behaviours, tls) as server:
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.005))
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()

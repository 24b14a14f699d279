"""Connections to model servers whose every step ends by one deadline, and the idle ones among them.

The time limit of a socket begins anew with each byte, so that a server that drips would never reach
it; here what is left of the whole call is the limit of each step.
"""

import selectors
import socket
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from ssl import SSLContext, SSLSocket
from time import monotonic
from typing import Any, NamedTuple

from langroute.predictor.addresses import Addresses
from langroute.predictor.deadline import Deadline

PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """What a connection leads to."""

    secure: bool
    host: str
    port: int
    ca: str | None = None  # file of the authorities it is held against; None for the system's


class Connection(HTTPConnection):
    """One kept-alive connection, used by one thread at a time."""

    auto_open = 0

    def __init__(
        self,
        origin: Origin,
        context: SSLContext | None,
        deadline: Deadline,
        addresses: Addresses,
    ) -> None:
        super().__init__(origin.host, origin.port)
        self.made = self.used = monotonic()
        self.origin = origin
        # Left out of the header Host where it is the usual one.
        self.default_port = PORTS["https" if origin.secure else "http"]
        self._context = context
        self._wire = Wire(self._reached(addresses, deadline), deadline)
        self.sock = self._wire
        self.reusable = False  # whether it is still open after an answer, and nothing of it left

    def _reached(self, addresses: Addresses, deadline: Deadline) -> socket.socket:
        plain = addresses.connect(self.host, self.port, deadline)
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is None:
                return plain
            plain.settimeout(deadline.left())
            return self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def post(
        self, path: str, body: bytes, headers: Mapping[str, str], most: int, deadline: Deadline
    ) -> tuple[int, bytes]:
        """The status and the body of the answer, whole and at most so many bytes."""
        self._wire.begin(deadline)
        self.request("POST", path, body, headers)
        with self.getresponse() as response:
            answer = response.read(most + 1)
        fault = _fault(response, len(answer), most)
        self.reusable = not (response.will_close or fault)
        self.used = monotonic()
        if fault and response.status == HTTPStatus.OK:
            raise HTTPException(fault)
        return response.status, answer

    @property
    def answered(self) -> bool:
        """Whether so much as a byte has come since the last request began."""
        return self._wire.received > 0

    @property
    def raw(self) -> socket.socket:
        return self._wire.sock

    def hang_up(self) -> None:
        self.close()
        self.raw.close()


def _fault(response: HTTPResponse, got: int, most: int) -> str:
    """Why the body may not be the whole answer; nothing when it is."""
    if got > most:
        return f"an answer of more than {most:,} bytes"
    if response.length:
        return f"an answer cut off {response.length:,} bytes before its end"
    if response.length is None and not response.chunked:
        # It ends where the connection does, wherever that is: 0.9 might have been 0.95.
        return "an answer without its length"
    return ""


class Wire:
    """A socket, as far as http.client uses one, of which every step ends by the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock = sock
        self.begin(deadline)

    def begin(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.received = 0

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self.sock.settimeout(self.deadline.left())
            rest = rest[self.sock.send(rest) :]

    def receive(self, buffer: Any) -> int:
        self.sock.settimeout(self.deadline.left())
        count = self.sock.recv_into(buffer)
        self.received += count
        return count

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(_Reader(self))

    def close(self) -> None:
        """Nothing: http.client closes before it reads a body that ends with the connection."""


class _Reader(RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._wire.receive(buffer)


class Keeping(NamedTuple):
    """How long a connection is kept between calls."""

    most: int = 64  # of all origins
    # Proxies and balancers drop what is idle without a word, which then costs a call its limit;
    # common servers hang up after 5 seconds (uvicorn, Node).
    idle: float = 4.0  # seconds since its last answer
    # A name may lead elsewhere by now: balancers give their addresses for a minute.
    age: float = 60.0  # seconds since it was made


class Idle:
    """Connections between two calls: any thread may take one, the longest idle are given up."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._most = keeping.most
        self._lock = threading.Lock()
        self._held: list[Connection] = []  # the longest idle first

    def take(self, origin: Origin) -> Connection | None:
        """The last one used of those that lead there, are young enough and still quiet."""
        while connection := self._pop(origin):
            if self._is_young(connection) and _quiet(connection):
                return connection
            connection.hang_up()
        return None

    def give(self, connection: Connection) -> None:
        given_up = []
        with self._lock:
            self._held.append(connection)
            while len(self._held) > self._most or (
                self._held and not self._is_young(self._held[0])
            ):
                given_up.append(self._held.pop(0))
        for one in given_up:
            one.hang_up()

    def close(self) -> None:
        with self._lock:
            held, self._held, self._most = self._held, [], 0
        for connection in held:
            connection.hang_up()

    def _is_young(self, one: Connection) -> bool:
        now = monotonic()
        return now - one.used <= self._keeping.idle and now - one.made <= self._keeping.age

    def _pop(self, origin: Origin) -> Connection | None:
        with self._lock:
            for index in reversed(range(len(self._held))):
                if self._held[index].origin == origin:
                    return self._held.pop(index)
        return None


def _quiet(connection: Connection) -> bool:
    """Whether nothing came since the last answer.

    What comes then is the end of the connection, or bytes that would be read as the next answer.
    """
    sock = connection.raw
    if isinstance(sock, SSLSocket) and sock.pending():
        return False
    with selectors.DefaultSelector() as watched:
        watched.register(sock, selectors.EVENT_READ)
        return not watched.select(0)

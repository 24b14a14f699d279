"""The addresses of a host, tried one after the other until one takes the connection."""

import socket
from time import monotonic
from typing import Any

from langroute.predictor.deadline import Deadline

# What an address may take where another one follows: the delay that RFC 8305 recommends between
# two attempts (chapter 5), and enough for a handshake once around the world.
PART = 0.25  # seconds
# So long one that took no connection is tried after all others. The others keep their order, by
# which a resolver spreads the load.
SHUN = 30.0  # seconds

Address = tuple[int, int, int, str, Any]  # as of getaddrinfo


class Addresses:
    """Reaches hosts, and remembers which of their addresses did not answer; of one process."""

    def __init__(self) -> None:
        self._shunned: dict[Any, float] = {}  # address: until when

    def connect(self, host: str, port: int, deadline: Deadline) -> socket.socket:
        """A socket to the first address that takes one; each but the last has a part of the time.

        The system's look-up of the name goes by its own limits.
        """
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
        failed: OSError = OSError(f"{host} has no address")
        ordered = self._ordered(found)
        for at, address in enumerate(ordered):
            others = len(ordered) - at - 1
            left = deadline.left()
            try:
                return _connected(address, min(PART, left / (others + 1)) if others else left)
            except OSError as error:
                self._shun(address)
                failed = error
        raise failed

    def _ordered(self, found: list[Any]) -> list[Address]:
        """As the system orders them, but those last that lately took no connection."""
        if not self._shunned:
            return found
        now = monotonic()
        return sorted(found, key=lambda address: self._shunned.get(address[4], 0.0) > now)

    def _shun(self, address: Address) -> None:
        now = monotonic()
        # Put together anew, so that threads need no lock; what one of them loses is tried again.
        still = {known: until for known, until in list(self._shunned.items()) if until > now}
        self._shunned = {**still, address[4]: now + SHUN}


def _connected(address: Address, seconds: float) -> socket.socket:
    family, kind, protocol, _, where = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.settimeout(seconds)
        sock.connect(where)
    except BaseException:
        sock.close()
        raise
    return sock

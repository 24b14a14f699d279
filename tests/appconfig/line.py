"""A line of TCP to a server on this machine that a test can cut and mend."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

HOST = "127.0.0.1"


class Line:
    """Listens on a port of its own and passes on what comes, both ways."""

    def __init__(self, server: int) -> None:
        self._server = server
        self.port = 0
        self.mend()

    def mend(self) -> None:
        """Listen, on the same port as before."""
        self._ends: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._door = socket.create_server((HOST, self.port))
        self.port = self._door.getsockname()[1]
        self._run(self._accept)

    def cut(self) -> None:
        """Refuse connections, and break those that there are."""
        for end in (self._door, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join()
        for end in (self._door, *self._ends):
            end.close()

    def _run(self, target: Callable[..., None], *ends: socket.socket) -> None:
        thread = Thread(target=target, args=ends)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                callee = socket.create_connection((HOST, self._server))
                self._ends += caller, callee
                self._run(_pass_on, caller, callee)
                self._run(_pass_on, callee, caller)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while some := source.recv(65_536):
            target.sendall(some)
        target.shutdown(socket.SHUT_WR)

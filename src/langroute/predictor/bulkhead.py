"""Keeps endpoints apart: one that hangs takes its own share of a process and nobody else's."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from langroute.predictor.breaker import Breaker, Limits, NotAsked
from langroute.predictor.counts import Counter
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import Endpoint, address
from langroute.predictor.failure import CallFailed

# A call that timed out with less of the usual time than so tells of the line it stood in.
FAIR = 0.25


class Gate:
    """What all calls to one endpoint pass: so many at once, and none while it does not answer."""

    def __init__(self, name: str, most: int, breaker: Breaker) -> None:
        self.breaker = breaker
        self._name = name
        self._most = most
        self._lock = threading.Lock()
        self._inside = 0

    def ask(self, call: Callable[[], bytes], *, fair: bool) -> bytes:
        """What the call returns; ``NotAsked`` without making it.

        ``fair`` is whether it has time enough to tell of the endpoint when that is up.
        """
        self._enter()
        trial, error = False, None
        try:
            trial = self.breaker.enter()
            return call()
        except BaseException as raised:
            error = raised
            raise
        finally:
            self.breaker.leave(trial, error, fair=fair)
            self._leave_after(error)
            error = None  # it holds this frame

    def _enter(self) -> None:
        with self._lock:
            if self._inside >= self._most:
                reason = f"not asked: {self._most} calls to {self._name} are in flight"
                raise NotAsked("crowded", f"{reason}, and no more may be")
            self._inside += 1

    def _leave_after(self, error: BaseException | None) -> None:
        """Once nothing of the call goes on, also where the caller has left it."""
        if isinstance(error, CallFailed) and error.running is not None:
            error.running.add_done_callback(self._leave)
            error.running = None  # whoever keeps the error needs not keep that
        else:
            self._leave()

    def _leave(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1


class Gates:
    """One for each endpoint, made when it is first asked; of one process."""

    def __init__(self, most: int, limits: Limits, timeout: float, counter: Counter) -> None:
        self.counter = counter
        self._most = most
        self._limits = limits
        self._timeout = timeout
        self._gates: dict[str, Gate] = {}

    def of(self, where: Mapping[str, Any]) -> Gate:
        name = address(where)
        if known := self._gates.get(name):
            return known
        # Of threads that race here, all get the one that was put in first.
        gate = Gate(name, self._most, Breaker(name, self._limits))
        return self._gates.setdefault(name, gate)

    def fair(self, where: Mapping[str, Any], left: float) -> bool:
        """Whether so many seconds are not the rest that a line has left of the usual time."""
        own = where.get("timeout")  # of the document, in milliseconds
        usual = min(self._timeout, own / 1000) if own else self._timeout
        return left >= usual * FAIR

    def open(self) -> set[str]:
        """The addresses that are not asked at present."""
        return {name for name, gate in list(self._gates.items()) if gate.breaker.is_open}


class Bulkhead:
    """An endpoint of a kind behind its gates."""

    def __init__(self, endpoint: Endpoint, gates: Callable[[], Gates]) -> None:
        self._endpoint = endpoint
        self._gates = gates

    def ask(
        self, where: Mapping[str, Any], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        gates = self._gates()
        call = partial(self._endpoint.ask, where, body, content_type, deadline)
        try:
            return gates.of(where).ask(call, fair=gates.fair(where, deadline.left()))
        except NotAsked as error:
            gates.counter.add(error.why)
            raise

    def close(self) -> None:
        self._endpoint.close()

"""What a process spends on models: threads and places in line, of which endpoints get shares."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from langroute.predictor.breaker import Limits
from langroute.predictor.bulkhead import Bulkhead, Gates
from langroute.predictor.counts import Counter
from langroute.predictor.endpoint import Endpoint
from langroute.predictor.pool import Pool

Endpoints = Mapping[str, Endpoint]  # by the kind that the document names


class Shadows(NamedTuple):
    """How much may be spent on shadows; what exceeds it is dropped and counted.

    One endpoint gets half of the threads and half of the places in line.
    """

    workers: int = 8
    waiting: int = 128
    timeout: float = 5.0  # seconds, from when a thread takes one up
    endpoints: Endpoints | None = None  # of their own, so that a shadow never uses up an answer's


class Answers(NamedTuple):
    """The same for answers; ``workers`` and ``waiting`` are for coroutines alone."""

    workers: int
    waiting: int
    timeout: float  # seconds, of the whole answer


class Resources:
    """All of this in one process."""

    def __init__(self, answers: Answers, shadows: Shadows, limits: Limits) -> None:
        self.counter = Counter()
        self.answers = Pool("langroute-answer", answers.workers, answers.waiting)
        self.shadows = Pool("langroute-shadow", shadows.workers, shadows.waiting)
        # Apart, for a shadow's failures must not keep an answer from its endpoint.
        self.gates = Gates(limits.calls, limits, answers.timeout, self.counter)
        self.shadow_gates = Gates(limits.shadows, limits, shadows.timeout, self.counter)

    def open_breakers(self) -> tuple[str, ...]:
        """The addresses that are not asked at present."""
        return tuple(sorted(self.gates.open() | self.shadow_gates.open()))


def apart(endpoints: Endpoints, gates: Callable[[], Gates]) -> Endpoints:
    """The same endpoints, each behind gates of its own."""
    return {kind: Bulkhead(endpoint, gates) for kind, endpoint in endpoints.items()}

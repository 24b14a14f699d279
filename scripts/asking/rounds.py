"""Asks golden events of endpoints: in two rounds, the second the other way round."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Protocol

from langroute.decision import Decision
from langroute.predictor.attempt import Asker, Event, Outcome
from langroute.predictor.deadline import Deadline
from langroute.predictor.failure import TimedOut, said
from langroute.recording.record import UNUSABLE_ANSWER
from langroute_repo.golden.answer import Answer, Asked
from langroute_repo.golden.event import plain
from langroute_repo.golden.target import Target
from langroute_repo.tree.files.golden import GoldenEvent
from scripts.terminal.failure import Failure

ROUNDS = 2
BUSY = (503, 504)  # as a server says it that is starting, or has no instance free
PAUSES = (0.5, 2.0, 8.0)  # seconds before each further try, of all requests of a target
GIVEN_UP_AFTER = 2  # calls in a row that nobody answered
NO_PROTOCOL = "its file says no protocol, and what a backend's code has is not known here"


class Asks(Protocol):
    """What asks a model about an event, as ``langroute.predictor.attempt.Asker`` does."""

    def ask(self, decision: Decision, event: Event, deadline: Deadline) -> Outcome: ...


@contextmanager
def asker(seconds: float) -> Iterator[Asker]:
    """The backend's own way to endpoints, with room for ``seconds`` a call; hangs up at the end."""
    from langroute.predictor.rest import Http
    from langroute.predictor.sagemaker import SageMaker

    with closing(Http()) as http, closing(SageMaker(workers=1, longest=seconds)) as sagemaker:
        yield Asker({"http": http, "sagemaker": sagemaker}, {})


class Rounds:
    """Asks within a limit of requests, of ``seconds`` each.

    The model's own time limit is left out, for the first request of all may wait for the server to
    load; whether it is too slow is judged by the last round.
    """

    def __init__(
        self,
        asker: Asks,
        seconds: float,
        most: int,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._asker, self._seconds, self._most, self._pause = asker, seconds, most, pause
        self.requests = 0

    def ask(self, target: Target, events: Sequence[tuple[int, GoldenEvent]]) -> list[Asked]:
        """The answers to these events, each with its place in the file."""
        unhurried = {key: one for key, one in target.decision.endpoint.items() if key != "timeout"}
        call = _Calls(self, target.decision._replace(endpoint=unhurried))
        answers: dict[int, list[Answer]] = {at: [] for at, _ in events}
        for turn in range(ROUNDS):
            for at, one in events if turn % 2 == 0 else reversed(events):
                answers[at].append(call(plain(one.event)))
        return [Asked(at, one, tuple(answers[at])) for at, one in events]

    def once(self, decision: Decision, event: Mapping[str, Any]) -> Outcome:
        """One request."""
        self.requests += 1
        if self.requests > self._most:
            raise Failure(
                f"more than {self._most:,} requests would be sent",
                "choose with --model or --language, or allow more with --requests",
            )
        return self._asker.ask(decision, Event(None, event, None), Deadline(self._seconds))

    def wait(self, seconds: float) -> None:
        self._pause(seconds)


class _Calls:
    """The calls of one target: what does not answer at all is not waited for again and again."""

    def __init__(self, rounds: Rounds, decision: Decision) -> None:
        self._rounds, self._decision = rounds, decision
        self._pauses: Sequence[float] = PAUSES
        self._unheard: list[Answer] = []

    def __call__(self, event: Mapping[str, Any]) -> Answer:
        if len(self._unheard) >= GIVEN_UP_AFTER:
            return self._unheard[-1]
        came = self._rounds.once(self._decision, event)
        while self._pauses and came.status in BUSY and not isinstance(came.cause, TimedOut):
            self._rounds.wait(self._pauses[0])
            self._pauses = self._pauses[1:]
            came = self._rounds.once(self._decision, event)
        answer = Answer(came.score, came.status, came.latency_ms, self._reason(came))
        heard = answer.score is not None or answer.refused
        self._unheard = [] if heard else [*self._unheard, answer]
        return answer

    def _reason(self, came: Outcome) -> str:
        reason = said(came.cause) if came.cause else ""
        if came.status == UNUSABLE_ANSWER and "protocol" not in self._decision.endpoint:
            return f"{reason}; {NO_PROTOCOL}"
        return reason

"""The company's own code around a call, which ends by the deadline like the call itself.

Such code may wait for a store of vectors, and Python stops no function from outside. So it runs on
threads that the caller leaves when the time is up. They are the model's own: a store that hangs
takes them from no other model.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from langroute.predictor.codec import Codec, Payload
from langroute.predictor.deadline import Deadline
from langroute.predictor.failure import CallFailed, said
from langroute.predictor.pool import Full, Pool
from langroute.predictor.process import PerProcess
from langroute.recording.record import PREPARED_LATE, TIMED_OUT, UNPREPARED, UNUSABLE_ANSWER

# From the fields that are sent to what is encoded in their place, such as text to vector.
Prepare = Callable[[Payload], Any]
Result = TypeVar("Result")
WORKERS, WAITING = 32, 1024  # of one model: threads, and events in line for them
LEFT_BEHIND = 0.05  # seconds that one still at work may take to end


class Steps:
    """Runs what the company wrote for one model; ``CallFailed`` says which step it was."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._pool = PerProcess(lambda: Pool(f"langroute-steps-{model}", WORKERS, WAITING))

    def prepared(self, prepare: Prepare, payload: Payload, deadline: Deadline) -> Any:
        """What ``prepare`` makes of the fields; nothing at all is a failure too."""
        work = partial(_guarded, partial(_prepared, prepare, payload), UNPREPARED, "not prepared")
        return self._by(deadline, work, PREPARED_LATE, "prepared")

    def encoded(self, codec: Codec, payload: Any, deadline: Deadline) -> bytes:
        work = partial(_guarded, partial(_encoded, codec, payload), UNPREPARED, "not encoded")
        return self._by(deadline, work, PREPARED_LATE, "encoded")

    def decoded(self, codec: Codec, answer: bytes, deadline: Deadline) -> float:
        decode = partial(codec.decode, answer)
        work = partial(_guarded, decode, UNUSABLE_ANSWER, "the answer has no score")
        return self._by(deadline, work, TIMED_OUT, "decoded")

    def close(self) -> None:
        """Let the threads end, without waiting for those that were left behind."""
        self._pool.get().close(longest=LEFT_BEHIND)

    def _by(self, deadline: Deadline, work: Callable[[], Result], late: int, what: str) -> Result:
        left = deadline.left()
        try:
            call = self._pool.get().submit(work)
        except Full as full:
            reason = f"not {what}: {full.most} events of {self._model} are before it"
            raise CallFailed(late, reason) from None
        try:
            return call.result(left)
        except TimeoutError as error:  # of the waiting: the work's own is a CallFailed
            reason = f"not {what} within {deadline.seconds * 1000:.0f} ms"
            raise CallFailed(late, reason) from error
        finally:
            call.cancel()


def _guarded(work: Callable[[], Result], status: int, what: str) -> Result:
    try:
        return work()
    except CallFailed:
        raise
    except BaseException as error:  # sys.exit too: on this thread it would end nothing else
        raise CallFailed(status, f"{what}: {said(error)}") from error


def _prepared(prepare: Prepare, payload: Payload) -> Any:
    made = prepare(payload)
    inside = made.values() if isinstance(made, Mapping) else ()
    if _is_nothing(made) or any(map(_is_nothing, inside)):
        raise CallFailed(UNPREPARED, f"not prepared: it came up empty, {made!r:.80}")
    return made


def _encoded(codec: Codec, payload: Any) -> bytes:
    body = codec.encode(payload)
    if not isinstance(body, bytes):
        raise TypeError(f"expected bytes, got {type(body).__name__}")
    return body


def _is_nothing(value: Any) -> bool:
    """A null, or something that holds nothing but nulls; an empty text is one, for events do."""
    if value is None or isinstance(value, str):
        return value is None
    if isinstance(value, (list, tuple)):
        return all(map(_is_nothing, value))
    try:
        return len(value) == 0
    except TypeError:
        return False

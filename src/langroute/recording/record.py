"""One answer of one model, as it is kept."""

from datetime import datetime
from typing import Literal, NamedTuple

from langroute.decision import Role

ANSWERED = 200
NO_RIGHT = 403
NO_ENDPOINT = 404
THROTTLED = 429
UNUSABLE_ANSWER = 502  # no score, NaN or off the scale
UNREACHABLE = 503
TIMED_OUT = 504
# What no server said has a number that none sends: none of these is registered with IANA.
INVALID_EVENT = 480  # it holds what cannot be sent; no model was asked, nor by the next three
MISSING_FIELD = 481  # it lacks one that the route needs
UNPREPARED = 580  # the step before the call raised, or came up empty
PREPARED_LATE = 584  # the step before the call took all the time there was
OURS = 590  # no room in this process, no way to reach such a model, or a bug

LONGEST_REQUESTED = 100  # characters; a language tag has 35 at most (RFC 5646, section 4.4.1)

Fault = Literal["event", "preparation", "model", "throttled", "right", "endpoint", "ours"]
_FAULTS: dict[int, Fault] = {
    INVALID_EVENT: "event",
    MISSING_FIELD: "event",
    UNPREPARED: "preparation",
    PREPARED_LATE: "preparation",
    THROTTLED: "throttled",
    401: "right",
    NO_RIGHT: "right",
    NO_ENDPOINT: "endpoint",
    410: "endpoint",
    OURS: "ours",
}


def fault(status: int) -> Fault | None:
    """Whose fault a status tells of; None of an answer. What nothing else is for is the model's.

    400 is the server's own. In records from before there was ``INVALID_EVENT`` it is also an event
    that lacks a field or cannot be sent.
    """
    return None if status == ANSWERED else _FAULTS.get(status, "model")


class Record(NamedTuple):
    """What one model made of one event: an answer, a failed attempt or what a shadow said.

    The first columns are those that evidence is counted from. There is no ``relevant`` among them:
    in a log that word is what a person said of the event, and this is what a model decided, which
    is ``passed``. Confusing the two would make every model look perfect.
    """

    event_id: str | None  # the key that was routed by
    time: datetime  # UTC; when the answer came or was given up
    language: str  # tag of the entry that was found
    model: str
    role: Role
    status: int  # of HTTP, or the nearest to it: 200 comes with a score, and only 200 does
    score: float | None
    latency_ms: float
    requested: str  # tag that the event came with, of a longer one the beginning
    bucket: int | None  # 0 to 9999; None when nothing was drawn
    cell: int | None  # 0 to 1000; None without a score
    passed: bool | None  # score at or above the threshold; None without a score
    final: bool  # whether this is what the caller got: not of a shadow, nor of a canary that failed
    # and was stood in for by the primary
    plan_hash: str  # of the document that decided
    version: str | None  # its label
    error: str | None  # why there is no score, in one line
    # The share of the audit that the event was drawn for, in basis points; None when it was not.
    # The analysts get it whatever ``passed`` says.
    audited: int | None = None
    # Of a shadow's copy. How likely it was, in basis points: 10000 of an audited event, else the
    # shadow's share; whoever estimates weighs by it. And whether the audit alone brought it:
    # whoever counts shares leaves it out.
    copied: int | None = None
    extra: bool = False
    # The first 16 hexadecimal digits of the sha256 of the request's body; None when there was none.
    # It tells the same content again, whatever the event is called.
    sent: str | None = None
    prepare_ms: float | None = None  # of latency_ms; None where nothing is prepared
    # Of an event that primary and canary were both asked about: the share of such events, in basis
    # points, on the row of each; None on all others. The one that did not answer has the role of a
    # shadow, with ``copied`` and ``extra`` as a shadow's.
    compared: int | None = None

"""One answer of one model, as it is kept."""

from datetime import datetime
from typing import NamedTuple

from langroute.decision import Role

ANSWERED = 200
INVALID_EVENT = 400  # the event lacks a field: no model was asked
UNUSABLE_ANSWER = 502  # no score, NaN or off the scale
UNREACHABLE = 503
TIMED_OUT = 504


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
    requested: str  # tag that the event came with
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

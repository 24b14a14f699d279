"""An event that has to be refused is refused by whoever looked at it, and by nobody else."""

import pytest

from langroute.recording.record import (
    ANSWERED,
    INVALID_EVENT,
    MISSING_FIELD,
    NO_ENDPOINT,
    NO_RIGHT,
    OURS,
    PREPARED_LATE,
    THROTTLED,
    TIMED_OUT,
    UNPREPARED,
    UNREACHABLE,
    UNUSABLE_ANSWER,
)
from langroute_repo.golden.answer import Answer


def answer(status: int, reason: str = "") -> Answer:
    return Answer(0.5 if status == ANSWERED else None, status, 1.0, reason)


@pytest.mark.parametrize("status", [INVALID_EVENT, MISSING_FIELD, UNUSABLE_ANSWER, 400, 422, 500])
def test_whoever_looked_at_the_event_refused_it(status: int) -> None:
    assert answer(status).refused
    assert not answer(status).no_right


@pytest.mark.parametrize(
    "status",
    [ANSWERED, NO_ENDPOINT, THROTTLED, UNREACHABLE, TIMED_OUT, UNPREPARED, PREPARED_LATE, OURS],
)
def test_where_nobody_looked_at_it_that_is_no_refusal(status: int) -> None:
    assert not answer(status).refused
    assert not answer(status).no_right


@pytest.mark.parametrize(
    "refusal", [answer(401), answer(NO_RIGHT), answer(400, "ExpiredTokenException: it is over")]
)
def test_a_missing_right_is_told_as_that(refusal: Answer) -> None:
    assert refusal.no_right
    assert not refusal.refused

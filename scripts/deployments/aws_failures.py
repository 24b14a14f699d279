"""The exit code of each way in which AWS does not do what a verb asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from langroute_repo.aws.errors import (
    Apart,
    AwsError,
    Conflict,
    Refused,
    TakenBack,
    TimedOut,
)
from scripts.terminal.exit_codes import APART, CONFLICT, FAILED, REFUSED, ROLLED_BACK, TIMED_OUT
from scripts.terminal.failure import Failure

EXIT_CODES: dict[type[AwsError], int] = {
    Refused: REFUSED,
    TakenBack: ROLLED_BACK,
    Conflict: CONFLICT,
    TimedOut: TIMED_OUT,
    Apart: APART,
}


def exit_code(error: AwsError) -> int:
    """The exit code of an error, 2 for all that is only a failure."""
    return EXIT_CODES.get(type(error), FAILED)


@contextmanager
def told_as_failure() -> Iterator[None]:
    """Let what AppConfig does not do end the verb, with its sentence, its cure and its code."""
    try:
        yield
    except AwsError as error:
        raise Failure(error.message, error.hint, exit_code(error)) from error

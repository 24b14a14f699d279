"""How the verbs on AppConfig may end, each with its exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

from langroute.appconfig.errors import (
    Apart,
    AppConfigError,
    Conflict,
    Refused,
    TakenBack,
    TimedOut,
)
from scripts.failure import Failure

DONE, REFUSED, FAILED, ROLLED_BACK, CONFLICT, TIMED_OUT, APART = 0, 1, 2, 4, 5, 6, 7
OUTCOMES = {
    DONE: "done",
    REFUSED: "refused",
    FAILED: "failed",
    ROLLED_BACK: "rolled-back",
    CONFLICT: "conflict",
    TIMED_OUT: "timed-out",
    APART: "differs",
}
EXIT_CODES: dict[type[AppConfigError], int] = {
    Refused: REFUSED,
    TakenBack: ROLLED_BACK,
    Conflict: CONFLICT,
    TimedOut: TIMED_OUT,
    Apart: APART,
}


def exit_code(error: AppConfigError) -> int:
    """The exit code of an error, 2 for all that is only a failure."""
    return EXIT_CODES.get(type(error), FAILED)


@contextmanager
def told_as_failure() -> Iterator[None]:
    """Let what AppConfig does not do end the verb, with its sentence, its cure and its code."""
    try:
        yield
    except AppConfigError as error:
        raise Failure(error.message, error.hint, exit_code(error)) from error

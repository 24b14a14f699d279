"""How the verbs on AppConfig may end, each with its exit code."""

from langroute.appconfig.errors import (
    Apart,
    AppConfigError,
    Conflict,
    Refused,
    TakenBack,
    TimedOut,
)

DONE, REFUSED, FAILED, ROLLED_BACK, CONFLICT, TIMED_OUT, APART = 0, 1, 2, 4, 5, 6, 7
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

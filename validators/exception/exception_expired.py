from collections.abc import Iterator

from langroute_repo.tree.files.exceptions import StandingException
from validators.file.odd_date import day
from validators.finding import Fault, Given


def exception_expired(given: Given) -> Iterator[Fault]:
    """A standing exception's last day is over.

    What it accepted blocks again. It is removed or prolonged by somebody who looks at it anew.
    """
    file = given.tree.exceptions
    if file is None or file.model is None:
        return
    for index, exception in enumerate(file.model.exceptions):
        if is_over(exception, given):
            yield Fault(
                file.place("exceptions", index, "until"),
                f"the exception ended on {exception.until}; today is {given.today}",
                f"remove it, or agree with {exception.owner} on a later day",
                depends={"until": exception.until},
            )


def is_over(exception: StandingException, given: Given) -> bool:
    """Whether its last day lies before today."""
    last = day(exception.until)
    return last is not None and last < given.today

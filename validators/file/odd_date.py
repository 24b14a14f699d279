from collections.abc import Iterator
from datetime import date

from validators.finding import Fault, Given


def odd_date(given: Given) -> Iterator[Fault]:
    """An exception holds until a day that no calendar has.

    It looks like a date and has the form of one; when it ends is anybody's guess.
    """
    file = given.tree.exceptions
    if file is None or file.model is None:
        return
    for index, exception in enumerate(file.model.exceptions):
        if day(exception.until) is None:
            yield Fault(
                file.place("exceptions", index, "until"),
                f'"{exception.until}" is not a day of the calendar',
                "write the last day it holds, such as the last day of that month",
            )


def day(text: str) -> date | None:
    """The day that a text such as 2027-02-28 names; None for one that no calendar has."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

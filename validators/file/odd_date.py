from collections.abc import Iterator
from datetime import date

from langroute_repo.tree.tree import Place, Tree, valid
from validators.finding import Fault, Given


def odd_date(given: Given) -> Iterator[Fault]:
    """An acceptance or a freeze holds until a day that no calendar has.

    It looks like a date and has the form of one; when it ends is anybody's guess.
    """
    for place, until in _last_days(given.tree):
        if day(until) is None:
            yield Fault(
                place,
                f'"{until}" is not a day of the calendar',
                "write the last day it holds, such as the last day of that month",
                depends={"until": until},
            )


def _last_days(tree: Tree) -> Iterator[tuple[Place, str]]:
    """Every day until which something holds, and where it is written."""
    for _, file, acceptance in valid(tree.accepted):
        if acceptance.until:
            yield file.place("until"), acceptance.until
    if tree.freeze and tree.freeze.model:
        yield tree.freeze.place("until"), tree.freeze.model.until


def day(text: str) -> date | None:
    """The day that a text such as 2027-02-28 names; None for one that no calendar has."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

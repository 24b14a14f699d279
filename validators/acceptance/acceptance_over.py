from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.file.odd_date import day
from validators.finding import Fault, Given
from validators.verdict import brought


def acceptance_over(given: Given) -> Iterator[Fault]:
    """Something was accepted until a day that is over.

    Whoever accepted it meant to look again by then. It is a reminder and holds nobody back: look
    whether the reason still holds, and write a later day or remove the file. What a change brings
    itself is being looked at.
    """
    new = brought(given)
    for name, file, acceptance in valid(given.tree.accepted):
        last = day(acceptance.until) if acceptance.until else None
        if last is not None and last < given.today and name not in new:
            yield Fault(
                file.place("until"),
                f"accepted until {last}: {acceptance.because}",
                "look at it again: write a later day, or remove the file",
                depends={"until": str(last)},
            )

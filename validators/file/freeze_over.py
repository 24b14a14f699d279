from collections.abc import Iterator

from validators.file.odd_date import day
from validators.finding import Fault, Given


def freeze_over(given: Given) -> Iterator[Fault]:
    """A freeze's last day is over.

    Pushes do not begin again by themselves, with what was merged meanwhile: they wait until
    somebody removes the file, or prolongs it.
    """
    file = given.tree.freeze
    if file is None or file.model is None:
        return
    last = day(file.model.until)
    if last is not None and last < given.today:
        yield Fault(
            file.place("until"),
            f"the freeze ended on {last}; today is {given.today}",
            f"remove {file.path}, or agree with {file.model.owner} on a later day",
            depends={"until": file.model.until},
        )

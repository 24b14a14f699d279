from collections.abc import Iterator

from validators.exception.exception_expired import is_over
from validators.exception.exception_refused import refusals
from validators.finding import Fault, Given


def exception_unused(given: Given) -> Iterator[Fault]:
    """A standing exception accepts nothing any more.

    What it was for is gone. Left in the file it would silently accept the next such finding.
    """
    file = given.tree.exceptions
    if file is None or file.model is None:
        return
    # A file with an error is not held against every rule: what it warns of is not known.
    if any(finding.level == "error" for finding in given.found):
        return
    found = {(finding.rule, finding.path) for finding in given.found}
    for index, exception in enumerate(file.model.exceptions):
        if is_over(exception, given) or any(refusals(exception, given)):
            continue
        if (exception.rule, exception.path) not in found:
            yield Fault(
                file.place("exceptions", index, "rule"),
                f'"{exception.rule}" does not occur in {exception.path}',
                "remove this exception",
                depends={"rule": exception.rule, "path": exception.path},
            )

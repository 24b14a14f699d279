from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.acknowledgement import WHOLE, acknowledgements, misnamed
from validators.finding import Fault, Given


def stale_acknowledgement(given: Given) -> Iterator[Fault]:
    """An acknowledgement names a rule or a file that does not exist.

    It accepts nothing, although somebody believes that it does. A line that has the right form and
    accepts nothing *any more* is no fault: a later edit of the same pull request often makes one
    moot, commit messages cannot be taken back without rewriting them, and whatever still has to be
    accepted blocks on its own. The closing line of the check and its JSON name such lines.
    """
    for line in acknowledgements(given.texts):
        wrong = misnamed(line, given)
        if wrong:
            yield Fault(Place(WHOLE), *wrong, depends={"line": line})

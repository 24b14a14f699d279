from collections.abc import Iterator

from langroute_repo.evidence.two_versions import two_versions
from langroute_repo.tree.tree import Place
from langroute_repo.wording import listed
from validators.depends import recorded
from validators.finding import Fault, Given


def evidence_of_two_versions(given: Given) -> Iterator[Fault]:
    """A model's scores changed in the middle of the log: two versions have one name.

    From one week to the next another share passes in all of its languages, and not for the other
    models of the same languages, which had the same events. The evidence is then a mixture that
    neither version answers like, and a threshold sealed on it is right for none. It is seen as far
    as weekly shares tell it: not within a week, and not where a model moves as much as the news.
    """
    refresh = given.refresh
    for one in two_versions(refresh, float(given.change[0].limits().evidence.weekly_odds)):
        yield Fault(
            Place(refresh.path(one.pairs[0])),
            f"the scores of {one.model} changed in the week from {one.monday} in "
            f"{listed([language for _, language in one.pairs])}: the odds of passing moved by a "
            f"factor of {one.factor:.1f}, beyond what its events explain",
            "find out whether another version answers since then, and build the evidence anew from "
            "a log that begins after it",
            depends=recorded(refresh, one.pairs),
        )

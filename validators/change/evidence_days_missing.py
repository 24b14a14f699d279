from collections.abc import Iterator

from langroute_repo.evidence.days_missing import Missing, days_missing
from langroute_repo.tree.tree import Place
from langroute_repo.wording import listed
from validators.finding import Fault, Given


def evidence_days_missing(given: Given) -> Iterator[Fault]:
    """New evidence says that it covers days of which the log has no events, or hardly any.

    A file of the log was not read, the recorder stood still, or one row with a wrong clock made
    the window long. Events a day are then told too low, and with them what a model has to bear and
    what analysts get.
    """
    for one in days_missing(given.refresh):
        window = f"{one.window.first} to {one.window.last}"
        yield Fault(
            Place(given.refresh.path(one.pairs[0])),
            f"the evidence says {window}, but in the week from {one.monday} {_told(one)}",
            "build it anew from a log that has those days; if nothing came, or the rest was "
            "recorded elsewhere, say so",
            depends={"window": window, "week": one.monday, "pairs": _pairs(one)},
        )


def _told(one: Missing) -> str:
    tags = sorted({language for _, language in one.pairs})
    if not one.share:
        return f"there is no event in {listed(tags)}"
    return f"there are {one.share:.0%} of the events a day that the other weeks have"


def _pairs(one: Missing) -> str:
    return " ".join(f"{model}/{language}" for model, language in one.pairs)

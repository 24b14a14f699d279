from collections.abc import Iterator

from langroute_repo.evidence.repeated_events import repeated_events
from langroute_repo.render.refreshed import pictured
from langroute_repo.tree.tree import Place
from validators.depends import recorded
from validators.finding import Fault, Given


def evidence_repeated(given: Given) -> Iterator[Fault]:
    """The same events stand in the log under two languages.

    Two languages never have the same counts in cell after cell: a file was read twice, or a join
    brought one's events to both. Each threshold would then be judged by the other's events. It is
    seen where the same model scored both.
    """
    refresh = given.refresh
    for one in repeated_events(refresh):
        pair, other = (one.model, one.language), (one.model, one.other)
        yield Fault(
            Place(refresh.path(pair)),
            f"{one.language} and {one.other} have the same events: of {one.model} about "
            f"{one.same:.0%} of their new scores are alike in every cell",
            f"look where the log has the events of {one.language} and {one.other} from, and build "
            "the evidence anew",
            tuple(
                (
                    Place(refresh.path(each)),
                    pictured(f"{each[1]} has now", refresh.both[each].after),
                )
                for each in (pair, other)
            ),
            depends=recorded(refresh, (pair, other)),
        )

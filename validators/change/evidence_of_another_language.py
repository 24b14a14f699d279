from collections.abc import Iterator

from langroute_repo.evidence.another_language import Languages, Suspect
from langroute_repo.evidence.refresh import Refresh
from langroute_repo.render.refreshed import fits_better, pictured
from langroute_repo.tree.tree import Place
from langroute_repo.wording import listed
from validators.depends import recorded
from validators.finding import Fault, Given


def evidence_of_another_language(given: Given) -> Iterator[Fault]:
    """New scores of a language fit what another language had better than what it had itself.

    So it is when the log's column of languages is wrong, two languages changed places in a mapping,
    or one's events were taken for another's. Every threshold would then be sealed on the scores
    of other events, and nothing else in the files is wrong. All models of a log are looked at
    together, with the number of events a day; that all scores drift a little from week to week,
    and that a story is told several times, is allowed for. It is a warning, for one change of this
    kind is right: the one that mends evidence that was mixed up before.
    """
    for one in Languages(given.refresh).suspects:
        yield _fault(given.refresh, one)


def _fault(refresh: Refresh, one: Suspect) -> Fault:
    pair = one.models[0], one.language
    before, after, *_ = refresh.both[pair]
    other = refresh.old[one.models[0], one.other]
    both = " and the other way round" if one.swapped else ""
    return Fault(
        Place(refresh.path(pair)),
        f"the new scores in {one.language} are most likely those of {one.other}: of "
        f"{listed(one.models)} they fit what {one.other} had {fits_better(one.gain)} what "
        f"{one.language} had{both}",
        f"look at how the log names {one.language} and {one.other} (config/log.yaml, the wire's "
        "own names), and build the evidence anew; if it was mixed up before and is right now, "
        "say so",
        (
            (Place(refresh.path(pair)), pictured(f"{one.language} has now", after)),
            (Place(refresh.path(pair)), pictured(f"{one.language} had", before)),
            (Place(refresh.path((one.models[0], one.other))), pictured(f"{one.other} had", other)),
        ),
        depends=recorded(refresh, ((model, one.language) for model in one.models)),
    )

from collections.abc import Iterator

from langroute_repo.evidence.another_model import Models, Suspect
from langroute_repo.evidence.refresh import Refresh
from langroute_repo.render.refreshed import fits_better, pictured
from langroute_repo.tree.tree import Place
from langroute_repo.wording import listed
from validators.depends import recorded
from validators.finding import Fault, Given


def evidence_of_another_model(given: Given) -> Iterator[Fault]:
    """New scores of a model fit what another model had better than what it had itself.

    So it is when the log's column of models is wrong, or an endpoint answers with another model
    than its name says. All languages are looked at together: a mix-up in three of them is told
    where none of the three would be certain. It is a warning, for one change of this kind is
    right: the one that mends evidence that was mixed up before.
    """
    for one in Models(given.refresh).suspects:
        yield _fault(given.refresh, one)


def _fault(refresh: Refresh, one: Suspect) -> Fault:
    tag = one.languages[0]
    pair, other = (one.model, tag), (one.other, tag)
    before, after, *_ = refresh.both[pair]
    return Fault(
        Place(refresh.path(pair)),
        f"the new scores of {one.model} are most likely those of {one.other} in "
        f"{listed(one.languages)}: they fit what {one.other} had {fits_better(one.gain)} what "
        f"{one.model} had",
        f"look at how the log names {one.model} and {one.other} (config/log.yaml) and at which "
        "model their endpoints answer with, and build the evidence anew; if it was mixed up "
        "before and is right now, say so",
        (
            (Place(refresh.path(pair)), pictured(f"{one.model} has now in {tag}", after)),
            (Place(refresh.path(pair)), pictured(f"{one.model} had", before)),
            (Place(refresh.path(other)), pictured(f"{one.other} had", refresh.old[other])),
        ),
        depends=recorded(refresh, ((one.model, language) for language in one.languages)),
    )

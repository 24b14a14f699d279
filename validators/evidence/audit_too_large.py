from collections.abc import Iterator

from langroute_repo.diff.audited import Audited
from langroute_repo.render.figures import whole
from langroute_repo.tree.routes import EVERYBODY
from langroute_repo.wording import listed
from validators.audits import Written, written_audits
from validators.finding import Fault, Given


def audit_too_large(given: Given) -> Iterator[Fault]:
    """An audit brings the analysts more events that are dropped than there are that pass.

    They would read mostly what the model found irrelevant; of 100 % the threshold keeps nothing
    from them any more. A few percent tell what recall is: in a language with 300 events a day, 2 %
    to 24 points and 5 % to 16, after two weeks.
    """
    for audit in written_audits(given.tree):
        if fault := too_large(audit):
            yield fault


def too_large(audit: Written) -> Fault | None:
    """What is wrong with one audit, of those languages in which it is."""
    many = {tag: one for tag, one in audit.languages.items() if _most(one)}
    if not many:
        return None
    return Fault(
        audit.place,
        f"an audit of {audit.share} brings the analysts "
        f"{listed([_words(tag, one) for tag, one in many.items()], longest=4)}",
        "is a point of a percentage missing? a few percent are enough to know recall by",
        depends=audit.depends(list(many)),
    )


def _most(one: Audited) -> bool:
    if one.per_day is None or one.passed is None:
        return one.share == EVERYBODY
    return one.share == EVERYBODY or one.per_day > one.passed


def _words(tag: str, one: Audited) -> str:
    if one.per_day is None or one.passed is None:
        return f"all that is dropped in {tag}"
    return f"{whole(one.per_day)} dropped events a day in {tag} ({whole(one.passed)} pass)"

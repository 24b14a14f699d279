from collections.abc import Iterator
from math import ceil

from langroute_repo.diff.audited import Audited
from langroute_repo.tree.routes import EVERYBODY
from langroute_repo.tree.values import points
from langroute_repo.wording import counted, listed
from validators.audits import Written, written_audits
from validators.finding import Fault, Given

MONTH = 30  # days


def audit_too_small(given: Given) -> Iterator[Fault]:
    """An audit shows people so few dropped events a month that recall cannot be known by them.

    They cost somebody's time and tell nothing: of 9 a month, recall is known to 50 points; of 50,
    to 30. The limit is `evidence: fewest_audited` in `config/policy.yaml`. In a language with few
    events audit a larger share, or none and say that its recall is not known.
    """
    least = given.tree.limits().evidence.fewest_audited
    for audit in written_audits(given.tree):
        if fault := too_small(audit, least):
            yield fault


def too_small(audit: Written, least: int) -> Fault | None:
    """What is wrong with one audit, of those languages in which it is."""
    few = {
        tag: one
        for tag, one in audit.languages.items()
        if one.per_day is not None and one.per_day * MONTH < least
    }
    if not few:
        return None
    return Fault(
        audit.place,
        f"of what is dropped an audit of {audit.share} shows people "
        f"{listed([_month(tag, one) for tag, one in few.items()], longest=4)}, too few to "
        f"know recall by; the limit is {counted(least, 'event')} a month",
        _cure(audit, few, least),
        depends=audit.depends(list(few)),
    )


def _month(tag: str, one: Audited) -> str:
    return f"{counted(round((one.per_day or 0) * MONTH), 'event')} a month in {tag}"


def _cure(audit: Written, few: dict[str, Audited], least: int) -> str:
    if not audit.own:
        return f"name a larger share, or 0%, in the {'file' if len(few) == 1 else 'files'} of those"
    (one,) = few.values()
    month = (one.dropped or 0) * MONTH
    if month < least:
        return f"0% is none: all that is dropped would be {counted(round(month), 'event')} a month"
    return f"{points(ceil(least / month * EVERYBODY))} would show as many; 0% is none"

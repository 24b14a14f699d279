"""How much a change can break, by what it does and by what the check says of it."""

from langroute_repo.diff.kind import Risk
from langroute_repo.diff.risk import worst
from langroute_repo.output.review import Review


def risk(review: Review) -> Risk | None:
    """Never below what is told beside it: an error is a high one, a new warning a medium one.

    Whoever accepts a warning takes the risk, and does not end it. None where nothing is known.
    """
    if review.diff is None:
        return None
    found = review.check.findings if review.check else []
    told: list[Risk] = ["high" for one in found if one.level == "error"]
    told += ["medium" for one in found if not one.standing and one.excused is None]
    return worst([review.diff.risk, *told])

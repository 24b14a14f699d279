"""Recall and precision in words: by which labels they are known, or why they are not."""

from langroute_repo.evidence.estimate import FEWEST_DROPPED, MOST_UNKNOWN, Estimate, NotKnown, Why
from langroute_repo.render.figures import percent
from langroute_repo.wording import counted

OF_TODAY = "of the relevant events that pass today"
_WHY = {
    Why.OLD_FORMAT: "this evidence does not say how its labels came to be (build it anew)",
    Why.NOTHING_DROPPED_LABELLED: "nothing that is dropped was labelled",
    Why.DECIDER_UNKNOWN: f"of more than {100 * MOST_UNKNOWN:.0f}% of the events nobody knows "
    "whether they passed",
    Why.NOT_RELEVANT: "no labelled event is relevant",
}


def known(part: Estimate) -> str:
    """``84.9% (80–89%) by 214 labels, 38 of dropped events``."""
    return f"{share_of(part)} {by(part)}"


def share_of(part: Estimate) -> str:
    """``84.9% (80–89%)``: the share, and where the true one lies in 95 of 100 cases."""
    low, high = 100 * part.low, 100 * part.high
    digits = 0 if high - low >= 2 else 1
    return f"{percent(part.share)} ({low:.{digits}f}–{high:.{digits}f}%)"


def by(part: Estimate) -> str:
    """The labels that an estimate rests on."""
    dropped = f", {part.of_dropped:,} of dropped events" if part.of_dropped else ""
    return f"by {counted(part.labelled, 'label')}{dropped}"


def why(part: NotKnown) -> str:
    """Why a figure is not known."""
    if part.why is Why.TOO_FEW:
        labels = f"{counted(part.of_dropped, 'dropped event')} {_have(part.of_dropped)} a label"
        return f"only {labels}, and {FEWEST_DROPPED} are needed"
    if part.why is not Why.NO_LABELS:
        return _WHY[part.why]
    if not part.labelled:
        return "no event is labelled"
    if part.labelled == part.of_dropped:
        return "no event that passes was labelled"
    return "no event at or above the threshold was labelled"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def figure(part: Estimate | NotKnown) -> str:
    """``84.9% (80–89%) by …``, or that it is not known, and why."""
    return f"not known: {why(part)}" if isinstance(part, NotKnown) else known(part)

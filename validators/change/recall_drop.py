from collections.abc import Iterator
from decimal import Decimal
from math import sqrt

from langroute.diff.pairs import deciders, said
from langroute.diff.threshold import Reading, percent, reading
from langroute.evidence.seal import grid
from langroute.tree.evidence import Evidence
from langroute.tree.models import ChangeLimits
from langroute.tree.routes import Route
from validators.finding import Fault, Given

Z95 = 1.959964  # two-sided 95 % of the normal distribution


def recall_drop(given: Given) -> Iterator[Fault]:
    """A change drops more of the events that analysts called relevant than is allowed.

    Recall is the share of the events labelled relevant that pass. It is judged only where enough
    of them are labelled, before and after, and told with the interval that this many labels leave.
    """
    limits = given.change[0].limits().change
    for decider in deciders(*given.change):
        new = reading(given.tree, decider.route)
        compared = ((old, reading(given.change[0], old)) for old in decider.compared())
        drops = [(_drop(was, new, limits), old, was) for old, was in compared]
        lost, old, was = max(drops, default=(Decimal(0), None, new), key=lambda drop: drop[0])
        if old is not None and lost > limits.recall_points:
            yield _fault(decider.route, old, was, new, f"{lost:.1f} points", limits)


def _drop(was: Reading, new: Reading, limits: ChangeLimits) -> Decimal:
    """Points of recall that are lost; 0 where there are too few labels to say."""
    before, after = _kept(was), _kept(new)
    if min(before[1], after[1]) < limits.fewest_labels:
        return Decimal(0)
    return Decimal(100) * (Decimal(before[0]) / before[1] - Decimal(after[0]) / after[1])


def _kept(one: Reading) -> tuple[int, int]:
    """Events labelled relevant: those that pass, and all."""
    return _relevant(one.evidence, one.at) if one.evidence else (0, 0)


def _relevant(evidence: Evidence, at: Decimal) -> tuple[int, int]:
    return sum(evidence.relevant[evidence.cell(float(at)) :]), sum(evidence.relevant)


def _fault(
    route: Route, old: Route, was: Reading, new: Reading, lost: str, limits: ChangeLimits
) -> Fault:
    before, (kept, relevant) = _kept(was), _kept(new)
    low, high = _interval(kept, relevant)
    return Fault(
        route.place("threshold"),
        f"the {route.role} keeps {percent(kept, relevant)} of the relevant events in {route.tag} "
        f"(95% interval {low}–{high} of {relevant:,} labelled), {percent(*before)} before: "
        f"{lost} of recall lost; the limit is {limits.recall_points}",
        _cure(was, new),
        old=said(old),
        new=said(route),
    )


def _interval(kept: int, relevant: int) -> tuple[str, str]:
    """Wilson's score interval of a share, as percentages."""
    share, weight = kept / relevant, Z95 * Z95 / relevant
    middle = share + weight / 2
    half = Z95 * sqrt(share * (1 - share) / relevant + weight / relevant / 4)
    low, high = ((middle + sign * half) / (1 + weight) for sign in (-1, 1))
    return f"{100 * low:.1f}", f"{100 * high:.1f}%"


def _cure(was: Reading, new: Reading) -> str:
    """The highest value that keeps as much as before."""
    before, evidence = _kept(was), new.evidence
    assert evidence is not None, "recall was judged"
    scale = [Decimal(str(end)) for end in (evidence.score.minimum, evidence.score.maximum)]
    enough = (
        at
        for at in reversed(grid(*scale))
        if (kept := _relevant(evidence, at))[0] * before[1] >= before[0] * kept[1]
    )
    at = next(enough)
    return f"{at:f} would keep {percent(*_relevant(evidence, at))}; if the loss is meant, say why"

from collections.abc import Iterator
from math import inf

from langroute.diff.pairs import Decider, deciders, said
from langroute.diff.reading import Reading, reading
from langroute.diff.words import events
from langroute.evidence.seal import value_passing
from langroute.tree.routes import Route
from validators.finding import Fault, Given

Compared = tuple[float, Route, Reading]  # factor of the odds, the route before, what it passed


def pass_share_jump(given: Given) -> Iterator[Fault]:
    """A change moves the share of events that pass by more than config/policy.yaml allows.

    A value of another language, a slipped decimal point or swapped digits are valid and raise no
    error; that the analysts get half as many events again is what gives them away. It is measured
    by the odds of passing, so that 2 → 4 % is as much of a jump as 50 → 67 %: on the recorded
    scores of the model, and of the model that it replaces.
    """
    limit = given.change[0].limits().change.pass_odds
    for decider in deciders(*given.change):
        new = reading(given.tree, decider.route)
        factor, old, was = max(_compared(given, decider, new), default=(1.0, None, new), key=_first)
        if old is None or factor <= limit:
            continue
        change = f"change by × {factor:.2f}" if factor < inf else "change beyond any factor"
        yield Fault(
            decider.route.place("threshold"),
            f"{_passes(decider.route, was, new)}: the odds of passing {change}; "
            f"the limit is × {limit}{_volume(was, new)}",
            _cure(was, new),
            old=said(old),
            new=said(decider.route),
        )


def _first(compared: tuple[float, object, object]) -> float:
    return compared[0]


def _compared(given: Given, decider: Decider, new: Reading) -> Iterator[Compared]:
    for old in decider.compared():
        was = reading(given.change[0], old)
        if was.share is not None and new.share is not None:
            yield odds_factor(was.share, new.share), old, was


def odds_factor(one: float, other: float) -> float:
    """By what factor the odds of passing differ, at least 1; infinite for never or always."""
    low, high = sorted((one, other))
    if low == high:
        return 1.0
    return inf if low == 0 or high == 1 else high * (1 - low) / (low * (1 - high))


def _passes(route: Route, was: Reading, new: Reading) -> str:
    if was.model == new.model:
        return f"the {route.role} {new.model} passes {was.passes} → {new.passes} in {route.tag}"
    return f"in {route.tag} {was.model} passed {was.passes}, {new.model} passes {new.passes}"


def _volume(was: Reading, new: Reading) -> str:
    """What it is for the analysts, where the share of the traffic stays the same."""
    if was.decides != new.decides or was.passed_per_day is None or new.passed_per_day is None:
        return ""
    return f"; {events(new.passed_per_day - was.passed_per_day)} for the analysts"


def _cure(was: Reading, new: Reading) -> str:
    assert was.share is not None, "compared"
    assert new.evidence is not None, "compared"
    at = value_passing(new.evidence, was.share)
    passes = new.evidence.passes(float(at))
    return f"{at:f} would pass {passes}, as before; if the jump is meant, say why"

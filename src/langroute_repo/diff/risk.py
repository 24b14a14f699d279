"""How much a change can break when it is wrong."""

from collections.abc import Iterable
from fractions import Fraction

from langroute_repo.diff.changes import Change
from langroute_repo.diff.effect import Effect
from langroute_repo.diff.impact import Impact
from langroute_repo.diff.kind import RISKS, Kind, Known, Risk
from langroute_repo.tree.routes import EVERYBODY

# The odds of passing moving by more than these factors: on real scores, × 1.2 finds 54 to 94 % of
# values written into the wrong language, × 1.5 at most 56 %.
NOTABLE_ODDS, LARGE_ODDS = 1.2, 1.5
# A canary that takes half of a language at once is no trial any more.
LARGE_MOVE = Fraction(EVERYBODY, 2)


def risk_of(change: Change, effect: Effect) -> Risk:
    """How much one change can break."""
    if change.path[:1] == ("shadows",) and change.kind is not Kind.NEEDS_REVIEW:
        return "low"
    if change.kind.known is Known.THRESHOLD and effect.odds_ratio is not None:
        return _of_odds(effect.odds_ratio)
    risk = change.kind.risk
    if risk == "medium" and effect.split and effect.split.moved >= LARGE_MOVE:
        return "high"
    return risk


def _of_odds(ratio: float) -> Risk:
    return "high" if ratio > LARGE_ODDS else "medium" if ratio > NOTABLE_ODDS else "low"


def worst(risks: Iterable[Risk]) -> Risk:
    return max(risks, key=RISKS.index, default="none")


def risk_in_all(impact: Impact) -> Risk:
    """That of the riskiest change; high when a model is asked for more than it can take."""
    if any(one.overloaded for one in impact.endpoints):
        return "high"
    return worst(risk_of(*one) for one in impact.told)

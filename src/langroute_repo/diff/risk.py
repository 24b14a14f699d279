"""How much a change can break when it is wrong."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from langroute_repo.diff.changes import Change
from langroute_repo.diff.effect import THRESHOLDS, Effect
from langroute_repo.diff.impact import Impact
from langroute_repo.diff.kinds import NO_EFFECT
from langroute_repo.tree.routes import EVERYBODY

Risk = Literal["none", "low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("none", "low", "medium", "high")

# What a kind can break at worst when it is wrong; a kind that no row names is high.
KIND_RISK: dict[str, Risk] = {
    NO_EFFECT: "none",
    "cases-changed": "none", "cases-added": "none", "cases-removed": "low",
    "owners-changed": "low", "seal-renewed": "low",
    "evidence-added": "low", "evidence-refreshed": "low", "evidence-removed": "medium",
    "shadow-added": "low", "shadow-removed": "low", "shadow-ramped": "low", "shadow-reduced": "low",
    "canary-started": "medium", "canary-ramped": "medium", "canary-replaced": "medium",
    "canary-reduced": "low", "canary-stopped": "low", "canary-promoted": "high",
    "canary-fallback-added": "low", "canary-fallback-removed": "medium",
    "model-added": "low", "model-removed": "low", "model-status-changed": "low",
    "capacity-raised": "medium", "capacity-lowered": "low", "source-added": "low",
    "policy-changed": "medium", "policy-added": "medium", "policy-removed": "medium",
    "exceptions-changed": "low", "exceptions-added": "low", "exceptions-removed": "low",
    "freeze-changed": "medium", "freeze-added": "medium", "freeze-removed": "medium",
    "language-added": "medium",
}  # fmt: skip
# The odds of passing moving by more than these factors: on real scores, × 1.2 finds 54 to 94 % of
# values written into the wrong language, × 1.5 at most 56 %.
NOTABLE_ODDS, LARGE_ODDS = 1.2, 1.5
# A canary that takes half of a language at once is no trial any more.
LARGE_MOVE = Fraction(EVERYBODY, 2)


def risk_of(change: Change, effect: Effect) -> Risk:
    """How much one change can break."""
    if change.path[:1] == ("shadows",) and change.kind != "needs-review":
        return "low"
    if change.kind in THRESHOLDS:
        return _of_odds(effect.odds_ratio)
    risk = KIND_RISK.get(change.kind, "high")
    if risk == "medium" and effect.split and effect.split.moved >= LARGE_MOVE:
        return "high"
    return risk


def _of_odds(ratio: float | None) -> Risk:
    if ratio is None:
        return "high"
    return "high" if ratio > LARGE_ODDS else "medium" if ratio > NOTABLE_ODDS else "low"


def worst(risks: Iterable[Risk]) -> Risk:
    return max(risks, key=RISKS.index, default="none")


def risk_in_all(impact: Impact) -> Risk:
    """That of the riskiest change; high when a model is asked for more than it can take."""
    if any(one.overloaded for one in impact.endpoints):
        return "high"
    return worst(risk_of(*one) for one in impact.told)

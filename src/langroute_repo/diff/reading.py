"""What the recorded scores say of a route: what passes, recall, precision, events a day."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import inf

from langroute.scale import ScoreError
from langroute_repo.evidence import estimate
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.evidence.mixture import Known
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.endpoint_load import volume
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import EVERYBODY, Route
from langroute_repo.tree.tree import Tree


@dataclass(frozen=True)
class Reading:
    """A model with a threshold in a language, and what the recorded scores say of it."""

    model: str
    at: Decimal
    # None without scores, or when the value is off the scale of the evidence.
    evidence: Evidence | None
    # Basis points of the language's events that its answer decides; 0 for a shadow.
    decides: int
    # Events of the language a day, whichever model answers them.
    per_day: float | None
    # Basis points of what is dropped that the analysts see nevertheless.
    audit: int

    @cached_property
    def passing(self) -> CountedShare | None:
        """Recorded events at or above the threshold, of all."""
        if self.evidence is None:
            return None
        return CountedShare(self.evidence.passing(float(self.at)), self.evidence.total)

    @cached_property
    def recall(self) -> Known:
        """Which share of the relevant events passes, as far as the labels tell it."""
        return estimate.recall(self.evidence, float(self.at)) if self.evidence else None

    @cached_property
    def precision(self) -> Known:
        """Which share of what passes is relevant, as far as the labels tell it."""
        return estimate.precision(self.evidence, float(self.at)) if self.evidence else None

    def tried(self, at: Decimal, passing: CountedShare) -> "Reading":
        """The same model at another threshold, at or above which so many events were recorded."""
        found = Reading(self.model, at, self.evidence, self.decides, self.per_day, self.audit)
        # Not summed and divided once more.
        vars(found).update(passing=passing, passes=str(passing), share=passing.share)
        return found

    def kept_of(self, other: "Reading") -> Known:
        """Recall over the recall of another threshold of the model; None for another model.

        Both by the evidence of this one.
        """
        if self.evidence is None or self.model != other.model or not self.evidence.holds(other.at):
            return None
        if other.at not in self.kept:
            ratio = estimate.recall_ratio(self.evidence, float(other.at), float(self.at))
            self.kept[other.at] = ratio
        return self.kept[other.at]

    @cached_property
    def kept(self) -> dict[Decimal, Known]:
        """What was asked of it already, by the other threshold."""
        return {}

    @cached_property
    def passes(self) -> str | None:
        """The share that passes, as seals write theirs."""
        return str(self.passing) if self.passing else None

    @cached_property
    def share(self) -> float | None:
        """Share of the recorded events that pass, 0 to 1."""
        return self.passing.share if self.passing else None

    @property
    def passed_per_day(self) -> float | None:
        """Events a day that reach the analysts through it."""
        if self.per_day is None or self.share is None:
            return None
        return self.per_day * self.decides / EVERYBODY * self.share

    def more_per_day(self, share: float | None) -> float | None:
        """Events a day that the analysts get more than if this share of them passed."""
        if self.per_day is None or self.share is None or share is None:
            return None
        unseen = 1 - self.audit / EVERYBODY  # of what is dropped
        return self.per_day * self.decides / EVERYBODY * (self.share - share) * unseen

    def steps_from(self, other: "Reading") -> float:
        """Grid steps between two thresholds; infinite where scores do not say the same.

        So it is for two models, and for what is not on the scale of any evidence.
        """
        if self.model != other.model or self.evidence is None or other.evidence is None:
            return inf
        return abs(self.evidence.cell(float(self.at)) - other.evidence.cell(float(other.at)))


def reading(tree: Tree, route: Route) -> Reading:
    """What is known of a route."""
    answerer = route.answerer
    counted = volume(tree, route.tag, route.language.primary.model)
    return Reading(
        model=answerer.model,
        at=answerer.threshold.at,
        evidence=_usable(tree.evidence(answerer.model, route.tag), answerer.threshold.at),
        decides=0 if route.role == "shadow" else route.traffic,
        per_day=counted.events.per_day if counted else None,
        audit=audit_of(tree, route.language),
    )


def _usable(evidence: Evidence | None, at: Decimal) -> Evidence | None:
    """The evidence if it has scores, and the value lies on their scale."""
    if evidence is None or not evidence.total:
        return None
    try:
        evidence.cell(float(at))
    except ScoreError:
        return None
    return evidence

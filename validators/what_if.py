"""What the rules would say of another threshold, value by value, without a tree for each of them.

The sentences are the rules' own: each is made by the function that its rule calls. Rules that look
at more than a threshold, such as how many languages a change touches, have the last word in the
check of the pull request.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from langroute.decision import Decision
from langroute_repo.diff.audited import brought
from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.seal import sealed
from langroute_repo.findings import Level
from langroute_repo.tree.case_results import CaseAnswer, Trial
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import DECIDING, Route, Slot, routes_of
from validators.audits import Written
from validators.between.case_fails import case_fails, relevance
from validators.change.pass_share_jump import pass_share_jump
from validators.change.recall_drop import recall_drop
from validators.change.small_steps_add_up import added_up, small_steps_add_up
from validators.change.threshold_kept_for_new_model import (
    kept_threshold,
    threshold_kept_for_new_model,
)
from validators.change.value_of_another_language import (
    value_of_another_language,
    words,
)
from validators.evidence.audit_too_large import audit_too_large, too_large
from validators.evidence.audit_too_small import audit_too_small, too_small
from validators.evidence.drifted_evidence import drifted_evidence, rests_on_drifted
from validators.evidence.passes_everything import everything_passes, passes_everything, too_many
from validators.evidence.passes_nothing import nothing_passes, passes_nothing, too_few
from validators.evidence.stale_evidence import rests_on_old, stale_evidence
from validators.evidence.thin_evidence import rests_on_few, thin_evidence
from validators.finding import Check, Fault
from validators.language_changes import Decider
from validators.lost_recall import Raised
from validators.pass_share import Jump, cure
from validators.rules import RULES
from validators.what_if_whole import Whole


class Said(NamedTuple):
    """What a rule would say of a value."""

    rule: str
    level: Level
    message: str
    hint: str


LEVELS: Mapping[str, Level] = {rule.name: rule.level for rule in RULES}


class WhatIf(Whole):
    """A state of the files, for asking of any threshold in it what another value would bring."""

    def of(self, route: Route, was: Reading) -> "Values":
        """Of one threshold whose reading is known."""
        return Values(self, route, was)


# Message and hint of each thing that a rule finds.
Found = Sequence[tuple[str, str]]
Ask = Callable[[Reading, Evidence], Found]
NONE: Found = ()


class Close(NamedTuple):
    """A case that comes out as expected until now, and the cell of its score."""

    trial: Trial
    decision: Decision
    cell: int


class Values:
    """One threshold: what the rules would say of any other value in its place."""

    def __init__(self, whole: Whole, route: Route, was: Reading) -> None:
        self._whole, self._tree, self._was = whole, whole.tree, was
        self._old = routes_of(whole.tree, route.tag)
        self._route, self._limits = route, whole.limits
        self._crowd = whole.crowd(was.model)
        self.small_tuning = self._limits.change.small_tuning

    def by_scores(self, now: Reading) -> list[Said]:
        """What follows from the scores that another threshold parts: of equal parts the same.

        Within ``small_tuning`` steps of the value of now it does not.
        """
        return self._said(self._of_scores, now)

    def by_value(self, now: Reading) -> list[Said]:
        """What follows from the value itself, or names it."""
        return self._said(self._of_value, now)

    def _said(self, asked: list[tuple[str, Ask]], now: Reading) -> list[Said]:
        evidence = now.evidence
        if evidence is None or now.at == self._was.at:
            return []
        return [
            Said(name, LEVELS[name], message, hint)
            for name, ask in asked
            for message, hint in ask(now, evidence)
        ]

    @cached_property
    def _of_value(self) -> list[tuple[str, Ask]]:
        decides = self._route.role != "shadow"
        return _possible(
            (True, value_of_another_language, self._foreign),
            (decides and bool(self._cases_here), case_fails, self._cases),
            (decides, passes_nothing, self._nothing),
            (decides, passes_everything, self._everything),
            (decides and bool(self._taken), threshold_kept_for_new_model, self._kept),
        )

    @cached_property
    def _of_scores(self) -> list[tuple[str, Ask]]:
        evidence, limits = self._was.evidence, self._limits.evidence
        if self._route.role == "shadow" or evidence is None:
            return []
        audit = self._route.tag in self._whole.audits and self._audit(self._was)
        fewest = limits.fewest_audited
        return _possible(
            (evidence.total < limits.least_events, thin_evidence, self._thin),
            (bool(self._stale), stale_evidence, lambda *_: self._stale),
            (bool(self._drifted), drifted_evidence, lambda *_: self._drifted),
            # One that is told already stands whatever the threshold: it depends on the audit alone.
            (bool(audit and not too_small(audit, fewest)), audit_too_small, self._small_audit),
            (bool(audit and not too_large(audit)), audit_too_large, self._large_audit),
            (True, pass_share_jump, self._jump),
            (True, recall_drop, self._drop),
            (self._moved_since, small_steps_add_up, self._steps),
        )

    def _at(self, now: Reading) -> Route:
        """The route with the value and the seal that fits."""
        threshold = sealed(now.at, now.evidence)
        answerer = self._route.answerer.model_copy(update={"threshold": threshold})
        return self._route._replace(answerer=answerer)

    @cached_property
    def _cases_here(self) -> list[Close]:
        """Those of a score that come out as expected until now."""
        found = CaseAnswer(*self._route[1:])
        return [
            Close(trial, decision, decision.cell(trial.case.event.score))
            for trial, decision in self._whole.cases.get((self._route.tag, self._route.slot), [])
            if trial.case.event.score is not None
            and not any(True for _ in relevance(self._tree, trial, decision, found))
        ]

    def _foreign(self, now: Reading, evidence: Evidence) -> Found:
        suspect = self._crowd.suspect(self._route.tag, evidence.cell(float(now.at)))
        if suspect is None:
            return NONE
        its = self._whole.had[self._was.model][suspect]
        own = self._route.tag, self._was.at
        return (words(now.at, self._was.model, own, (suspect, its), its),)

    def _cases(self, now: Reading, evidence: Evidence) -> Found:
        at = float(now.at)
        cell = evidence.cell(at)
        # A score that the value leaves on its side of the threshold comes out as it did.
        moved = [
            one
            for one in self._cases_here
            if (one.cell < one.decision.threshold_cell) != (one.cell < cell)
        ]
        if not moved:
            return NONE
        found = CaseAnswer(*self._at(now)[1:])
        return [
            (fault.message, fault.hint)
            for trial, decision, _ in moved
            for fault in relevance(
                self._tree, trial, decision._replace(threshold=at, threshold_cell=cell), found
            )
        ]

    def _thin(self, now: Reading, evidence: Evidence) -> Found:
        return _any(rests_on_few(self._at(now), evidence, self._limits.evidence.least_events))

    @cached_property
    def _stale(self) -> Found:
        oldest = int(self._limits.evidence.oldest.removesuffix("d"))
        evidence, today = self._was.evidence, self._whole.given.today
        return _any(rests_on_old(self._route, evidence, oldest, today)) if evidence else NONE

    @cached_property
    def _drifted(self) -> Found:
        evidence, most = self._was.evidence, float(self._limits.evidence.weekly_odds)
        return _any(rests_on_drifted(self._route, evidence, most)) if evidence else NONE

    def _small_audit(self, now: Reading, _: Evidence) -> Found:
        return _any(too_small(self._audit(now), self._limits.evidence.fewest_audited))

    def _large_audit(self, now: Reading, _: Evidence) -> Found:
        return _any(too_large(self._audit(now)))

    def _audit(self, now: Reading) -> Written:
        """The audit as it would be in this language."""
        written = self._whole.audits[self._route.tag]
        readings = {**self._deciding, self._route.slot: now}
        one = brought(written.languages[self._route.tag].share, list(readings.values()))
        return written._replace(languages={self._route.tag: one})

    @cached_property
    def _deciding(self) -> dict[Slot, Reading]:
        routes = (self._old[slot] for slot in DECIDING if slot in self._old)
        return {route.slot: reading(self._tree, route) for route in routes}

    def _nothing(self, now: Reading, evidence: Evidence) -> Found:
        limits, passing = self._limits.evidence, now.passing.part if now.passing else 0
        if not too_few(passing, evidence, limits):
            return NONE
        return _any(nothing_passes(self._at(now), passing, evidence, limits))

    def _everything(self, now: Reading, evidence: Evidence) -> Found:
        limits, passing = self._limits.evidence, now.passing.part if now.passing else 0
        if not too_many(passing, evidence, limits):
            return NONE
        return _any(everything_passes(self._at(now), passing, evidence, limits))

    def _jump(self, now: Reading, _: Evidence) -> Found:
        was = self._was
        if not was.passing or not now.passing:
            return NONE
        said = Jump(self._route, self._route, was, now, was.passing, now.passing).said(
            self._limits.change
        )
        return ((said, self._as_before),) if said else NONE

    @cached_property
    def _as_before(self) -> str:
        assert self._was.evidence, "asked for where something passes"
        return cure(self._was.evidence, self._was.share or 0.0)

    def _drop(self, now: Reading, _: Evidence) -> Found:
        loss = self._raised.loss(self._route, now, self._limits.change)
        if loss is None or not loss.over(self._limits.change):
            return NONE
        return ((loss.words, loss.cure()),)

    @cached_property
    def _raised(self) -> Raised:
        assert self._was.evidence, "asked for where scores were recorded"
        return Raised(self._route, self._was, self._was.evidence)

    def _steps(self, now: Reading, _: Evidence) -> Found:
        earlier, then = self._whole.earlier, self._whole.then
        if earlier is None or then is None:
            return NONE
        decider = Decider(self._at(now), self._old)
        return _any(added_up(earlier, self._tree, self._tree, then, decider))

    @cached_property
    def _moved_since(self) -> bool:
        """Whether the language had another value for this model in the earlier state."""
        earlier = self._whole.earlier
        had = routes_of(earlier, self._route.tag).values() if earlier else ()
        return any(
            one.answerer.model == self._was.model and one.answerer.threshold.at != self._was.at
            for one in had
        )

    def _kept(self, now: Reading, _: Evidence) -> Found:
        if now.at not in self._taken:
            return NONE
        return _any(kept_threshold(self._tree, self._tree, Decider(self._at(now), self._old)))

    @cached_property
    def _taken(self) -> set[Decimal]:
        """The values that other models have in the language."""
        others = (one.answerer for one in self._old.values())
        return {one.threshold.at for one in others if one.model != self._was.model}


def _possible(*asked: tuple[bool, Check, Ask]) -> list[tuple[str, Ask]]:
    """The names of the rules that may say something: the others are not asked 1,001 times."""
    return [(check.__name__.replace("_", "-"), ask) for possible, check, ask in asked if possible]


def _any(fault: Fault | None) -> Found:
    return ((fault.message, fault.hint),) if fault else NONE

"""What a state of the files says to every threshold that is tried in it."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from langroute.decision import Decision
from langroute.scale import ScoreError, cell
from langroute_repo.tree.case_results import Trial, trials
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.routes import Slot
from langroute_repo.tree.tree import Tree
from validators.audits import Written, written_audits
from validators.between.case_fails import answers_as_expected
from validators.change.small_steps_add_up import recorded_then
from validators.change.value_of_another_language import thresholds
from validators.finding import Given
from validators.likeness import Crowd


class Whole:
    """A state of the files, with what is worked out once for all thresholds in it.

    ``earlier`` is the state that small steps are added up from; None where there is none.
    """

    def __init__(self, given: Given, earlier: Tree | None) -> None:
        self.tree, self.given, self.earlier = given.tree, given, earlier
        self.limits = self.tree.limits()
        self.had = thresholds(self.tree)
        self.then = recorded_then(earlier, self.tree) if earlier else None
        self._crowds: dict[str, Crowd] = {}

    def crowd(self, name: str) -> Crowd:
        """The values of a model in all languages, as cells; none where one is off its scale."""
        if name not in self._crowds:
            model, cells = self.tree.model(name), {}
            with suppress(ScoreError):
                if model:
                    ends = model.score.minimum, model.score.maximum
                    cells = {tag: cell(at, *ends) for tag, at in self.had[name].items()}
            self._crowds[name] = Crowd(cells, self.limits.evidence.tuning_step)
        return self._crowds[name]

    @cached_property
    def cases(self) -> Mapping[tuple[str, Slot], list[tuple[Trial, Decision]]]:
        """The cases by whose threshold decides what they expect of a score."""
        found: dict[tuple[str, Slot], list[tuple[Trial, Decision]]] = defaultdict(list)
        for name in promotion_order(self.tree)[:1]:
            for trial in trials(self.tree, self.given.documents[name]):
                decision = trial.decision
                if decision and answers_as_expected(self.tree, trial, decision):
                    found[decision.language, (decision.role,)].append((trial, decision))
        return found

    @cached_property
    def audits(self) -> Mapping[str, Written]:
        """The audit of each language, as it is written there or in the policy."""
        written = written_audits(self.tree)
        return {tag: one for one in written for tag in one.languages}

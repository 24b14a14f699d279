"""Shares of outcomes with their Wilson intervals."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from langroute_repo.evidence.interval import wilson
from tests.mistakes.measure import Outcome

# What a check of one file by its schema and a range would see.
SCHEMA_AND_RANGE = frozenset(
    {"syntax", "schema", "threshold-off-scale", "threshold-off-grid", "set's own checks"}
)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, which were made from so many draws."""

    part: int
    whole: int
    draws: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's at 95 %, for as many trials as there were draws.

        The ways of one draw are stopped or get through together, as a rule: they are one trial.
        """
        return wilson(self.value * self.draws, self.draws)


def share(outcomes: Sequence[Outcome], of: Callable[[Outcome], object]) -> Share:
    draws = {(one.kind, one.tree, one.draw) for one in outcomes}
    return Share(sum(bool(of(one)) for one in outcomes), len(outcomes), len(draws))


def stopped_by(rules: Collection[str]) -> Callable[[Outcome], bool]:
    """Whether these rules alone would have stopped it."""
    return lambda one: bool((one.errors | one.warnings) & frozenset(rules))


def by_frequency(outcomes: Iterable[Outcome]) -> list[str]:
    """The rules with a finding in any outcome, the commonest first and equal ones by name."""
    found = Counter(rule for one in outcomes for rule in one.errors | one.warnings)
    return sorted(found, key=lambda rule: (-found[rule], rule))

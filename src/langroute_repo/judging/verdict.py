"""What becomes of a candidate: promote, next rung, hold or take back, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from langroute_repo.judging import clauses
from langroute_repo.judging.clause import Clause
from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.passing import pass_share

# "next-rung": it may have more of the traffic, and has not shown yet what a primary has to.
Word = Literal["promote", "next-rung", "hold", "take-back"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word, the clauses that it comes from, and what of them and else it is because of."""

    word: Word
    clauses: tuple[Clause, ...]
    because: tuple[Clause | str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Sentences, the weightiest first."""
        return tuple(map(str, self.because))


def verdict(
    days: Sequence[Day],
    limits: Limits,
    promised: float | None,
    prevalence: float | None,
    last_scores: Sequence[int],
    shadow: bool = False,
    doubts: Sequence[str] = (),
    told: int = 1,
    full_days: int | None = None,
    promised_beside: float | None = None,
) -> Verdict:
    """Judge the days since a candidate is what it is; ``full_days`` of them were whole ones.

    Each content is taken for ``told`` ones, where the counts cannot tell them apart. ``doubts`` are
    reasons to hold whatever the counts say: no data, or other data than was meant, is never
    agreement. What is broken is told all the same.
    """
    asked = (
        *(() if shadow else (clauses.answered(days),)),
        clauses.failures(days, limits),
        clauses.latency(days, limits),
        clauses.scores(last_scores),
        pass_share(days, promised, told, promised_beside),
        clauses.recall(days, prevalence, limits, told),
    )
    broken = [one for one in asked if one.state == "broken"]
    waiting: list[Clause | str] = _too_soon(len(days) if full_days is None else full_days, limits)
    if doubts:
        return Verdict("hold", asked, (*doubts, *broken))
    if broken:
        return Verdict("take-back", asked, tuple(broken))
    missing = [one for one in asked if one.state != "within"]
    waiting += [one for one in missing if one.name != clauses.ANSWERED]
    if waiting:
        return Verdict("hold", asked, tuple(waiting))
    if missing or shadow:
        return Verdict("next-rung", asked, tuple(missing))
    return Verdict("promote", asked, ())


def _too_soon(days: int, limits: Limits) -> list[Clause | str]:
    if days >= limits.first_verdict:
        return []
    return [f"{days} of {limits.first_verdict} full days since it is what it is"]

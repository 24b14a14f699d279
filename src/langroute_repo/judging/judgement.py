"""A candidate with what was counted of it, what may be wrong with that, and the verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from langroute_repo.judging.beginning import Beginning
from langroute_repo.judging.case import Case
from langroute_repo.judging.counting import Counted
from langroute_repo.judging.day import Day, total
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.live import fits, live, waiting
from langroute_repo.judging.outlook import Outlook, outlook
from langroute_repo.judging.verdict import Verdict, verdict

OLDEST_LOG = 2  # days; of yesterday's failures an older one knows nothing
MOST_APART = 0.05  # of the pairs: a retry may be late, a clock always is
ENDS = time(23)  # a day whose rows come to here is a whole one
SAID = 0.95  # of the rows: less is a column that some backends write


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of a candidate; ``told`` is how often its contents may have been counted."""

    case: Case
    beginning: Beginning | None
    counted: Counted
    days: tuple[Day, ...]
    broken_off: bool  # whether the log ends within its last day
    told: int
    verdict: Verdict
    outlook: Outlook | None

    @property
    def whole(self) -> Day | None:
        """All days together; None where there is none."""
        return total(list(self.days)) if self.days else None


def judgement(
    case: Case,
    beginning: Beginning | None,
    counted: Counted,
    limits: Limits,
    today: date,
    repeats: int,
    labels: float,
) -> Judgement:
    """Judge one candidate on a day; ``repeats`` is how often a story comes where nobody can tell.

    ``labels`` are how many people give a day.
    """
    days = tuple(live(counted.days, beginning) if beginning else counted.days)
    rows = counted.scored + counted.scored_beside
    told = 1 if counted.with_content >= SAID * rows else repeats
    broken_off = _is_broken_off(counted, days)
    found = verdict(
        days,
        limits,
        case.promised,
        case.prevalence,
        counted.last_cells,
        shadow=case.role == "shadow",
        doubts=list(_doubts(case, beginning, counted, today)),
        told=told,
        full_days=sum(one.minutes > 0 for one in days) - broken_off,
        promised_beside=case.promised_beside,
    )
    later = outlook(case, limits, labels, repeats, days)
    return Judgement(case, beginning, counted, days, broken_off, told, found, later)


def _is_broken_off(counted: Counted, days: Sequence[Day]) -> bool:
    """Whether the log ends within a day, which is none then to go on after."""
    newest = counted.newest
    return bool(days and newest and newest.date() == days[-1].day and newest.time() < ENDS)


def _doubts(
    case: Case,
    beginning: Beginning | None,
    counted: Counted,
    today: date,
) -> Iterator[str]:
    """Why the counts may be of something else than what is to be judged."""
    if beginning is None:
        yield "git does not say since when it is what it is: give --since DATE"
    elif beginning.unknown:
        yield (
            "this clone lacks the commits that say since when it is what it is: "
            "git fetch --unshallow, or --since DATE"
        )
    elif beginning.begins.date() > today:
        yield f"{beginning.why}: rows count from {beginning.begins:%Y-%m-%d} on"
        return
    if not counted.scored:
        yield f"the log has no score of {case.model} in {case.language} since then"
        return
    if not counted.scored_beside:
        yield f"the log has no score of its primary {case.primary} in {case.language}"
    age = today - counted.newest.date() if counted.newest else timedelta()
    if age.days > OLDEST_LOG:
        yield f"the newest row is of {counted.newest:%Y-%m-%d}, {age.days} days ago"
    if counted.apart > MOST_APART * max(1, counted.pairs):
        yield (
            f"{counted.apart:,} of {counted.pairs:,} pairs were written more than 10 minutes apart:"
            " clocks of two zones?"
        )
    if case.role == "canary":
        yield from _another_share(case, beginning, counted)


def _another_share(case: Case, beginning: Beginning | None, counted: Counted) -> Iterator[str]:
    """A canary that answers as before its last ramp was not ramped yet: nobody's fault."""
    everything = sum(one.of for one in counted.days)
    if everything and not any(one.answered for one in counted.days):
        yield (
            f"it answered none of {everything:,} keyed events: is its share of {case.traffic:.0%} "
            "live, and is this its log?"
        )
        return
    if beginning is not None and (why := _not_live(case, beginning, counted.days)):
        yield why


def _not_live(case: Case, beginning: Beginning, days: Sequence[Day]) -> str:
    """Since its last ramp it answers less than its share, or more."""
    told = [one for one in days if beginning.traffic(one.day) == case.traffic]
    held = [one for one in told if one.day >= beginning.shares[0][0].date() and one.of]
    earlier = beginning.earlier()
    if not held or waiting(held, case.traffic, [*earlier, 0.0]) < len(held):
        return ""
    whole = total(held)
    before = next((f", as with {one:.0%} before" for one in earlier if fits(whole, one)), "")
    return (
        f"it answered {whole.answered / whole.of:.1%} of {whole.of:,} events{before}: is "
        f"{case.traffic:.0%} live?"
    )

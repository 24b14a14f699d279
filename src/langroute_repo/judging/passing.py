"""The question whether a candidate keeps the share of events that was reviewed."""

from collections.abc import Sequence
from math import copysign, exp, log, sqrt

from langroute.sequential import around, place
from langroute_repo.judging.clause import (
    OF_OTHERS,
    OUTSIDE,
    Clause,
    State,
    missing,
    no_data,
    share_of,
    sum_of,
)
from langroute_repo.judging.day import Day
from langroute_repo.wording import counted

PASSES = "pass share"
ERRORS = 2  # standard errors of the log odds of the primary, which at 60 events a day say nothing
# × 1.2 is what weeks differ by, × 1.5 is another filter than the one that was reviewed.
PASSES_BROKEN, PASSES_WITHIN = 1.2, 1.5
# Good weeks would hide for as many days what has gone wrong since: the last days are looked at
# alone, each time with its own part of the chance that a month has.
LAST_DAYS, OF_LAST_DAYS = 3, OF_OTHERS / 300


def pass_share(
    days: Sequence[Day], promised: float | None, told: int = 1, beside: float | None = None
) -> Clause:
    """Whether it keeps what was reviewed; ``promised`` is the share of its seal.

    Weeks differ by more than is allowed where a day has many events, and move both models: what its
    primary, of which ``beside`` was promised, has moved by as well is not the candidate's. A story
    that came ``told`` times says one thing.
    """
    contents, passes = sum_of(days, "contents"), sum_of(days, "passes")
    if promised is None:
        return no_data(PASSES, "its threshold rests on no evidence, so that nothing was promised")
    if not contents:
        return no_data(PASSES, "it gave no score")
    part, whole = passes / told, contents / told
    inside = place(part, whole, around(promised, PASSES_WITHIN), 0)
    if _is_outside(days, promised, beside, told, PASSES_BROKEN, OF_OTHERS / 2) or _is_outside(
        days[-LAST_DAYS:], promised, beside, told, PASSES_WITHIN, OF_LAST_DAYS
    ):
        state: State = "broken"
    else:
        state = "within" if inside == "within" else "open"
    allowed = around(promised, PASSES_BROKEN if state == "broken" else PASSES_WITHIN)
    return Clause(
        PASSES,
        state,
        f"{share_of(passes, contents)} of {counted(contents, 'content')} pass, {promised:.1%} were "
        "promised",
        f"{allowed.low:.1%} to {allowed.high:.1%}",
        missing(state, part, whole, allowed, "contents"),
        passes / contents,
        *allowed,
    )


def _is_outside(
    days: Sequence[Day],
    promised: float,
    beside: float | None,
    told: int,
    odds: float,
    doubt: float,
) -> bool:
    """Whether it passes another share than was promised, and than its primary's moved one."""
    part, whole = sum_of(days, "passes") / told, sum_of(days, "contents") / told
    shares = promised, _moved(days, promised, beside, told)
    return all(place(part, whole, around(one, odds), doubt) in OUTSIDE for one in shares)


def _moved(days: Sequence[Day], promised: float, beside: float | None, told: int) -> float:
    """The promised share with its odds moved as those of the primary have, beyond chance."""
    passes, contents = sum_of(days, "passes_beside") / told, sum_of(days, "contents_beside") / told
    if not contents or beside is None or not 0 < beside < 1:
        return promised
    kept, dropped = passes + 0.5, contents - passes + 0.5
    by = log(kept / dropped * (1 - beside) / beside)
    beyond = max(0.0, abs(by) - ERRORS * sqrt(1 / kept + 1 / dropped))
    factor = exp(copysign(beyond, by))
    return promised * factor / (1 - promised + promised * factor)

"""A judgement in the shape of schemas/judge-output.schema.json, from which all forms are made."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import repeat

from langroute_repo.judging.bounds import Bounds, bounds
from langroute_repo.judging.clauses import RECALL
from langroute_repo.judging.day import Day
from langroute_repo.judging.judgement import Judgement
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.outlook import Outlook
from langroute_repo.judging.verdict import Word, verdict
from langroute_repo.output.judge import (
    JudgeCandidate,
    JudgeClause,
    JudgeDay,
    JudgeFigures,
    JudgeOutlook,
    JudgeScale,
)
from langroute_repo.render.judgement.outlook import advised_days, sentence

NOT_KNOWN = "git does not say it"


def candidate(one: Judgement, limits: Limits) -> JudgeCandidate:
    """All that is said of one candidate."""
    case, counted = one.case, one.counted
    return JudgeCandidate(
        language=case.language,
        role=case.role,
        model=case.model,
        primary=case.primary,
        traffic=case.traffic,
        verdict=one.verdict.word,
        reasons=list(one.verdict.reasons),
        since=one.beginning.why if one.beginning else NOT_KNOWN,
        told=one.told,
        clauses=[
            JudgeClause(
                name=clause.name,
                state=clause.state,
                counted=clause.counted,
                allowed=clause.allowed,
                missing=str(clause.missing),
                share=clause.share,
                low=clause.low,
                high=clause.high,
            )
            for clause in one.verdict.clauses
        ],
        figures=_figures(one),
        outlook=outlook(one.outlook),
        scale=_scale(case.scale),
        primary_scale=_scale(case.primary_scale),
        threshold_cell=case.cell,
        primary_threshold_cell=case.primary_cell,
        cells=counted.cells[1],
        primary_cells=counted.cells[0],
        days=list(_days(one, limits)),
    )


def _scale(ends: tuple[float, float]) -> JudgeScale:
    return JudgeScale(minimum=ends[0], maximum=ends[1])


def outlook(found: Outlook | None) -> JudgeOutlook | None:
    """None where nobody knows how many events come."""
    if found is None:
        return None
    return JudgeOutlook(
        days=found.days,
        needs=list(map(str, found.needs)),
        advice=list(found.advice),
        advised=advised_days(found),
        words=sentence(found),
    )


def _figures(one: Judgement) -> JudgeFigures:
    whole = one.whole or Day(date.min)
    gains, losses = whole.labelled_gains, whole.labelled_losses
    more = (whole.gains - whole.losses) / whole.pairs if whole.pairs else None
    return JudgeFigures(
        agreement=1 - whole.disagreements / whole.pairs if whole.pairs else None,
        relevant_gains=whole.relevant_gains / gains if gains else None,
        relevant_losses=whole.relevant_losses / losses if losses else None,
        events_a_day=one.case.per_day,
        more_events_a_day=None
        if more is None or one.case.per_day is None
        else more * one.case.per_day,
    )


def _days(one: Judgement, limits: Limits) -> Iterator[JudgeDay]:
    held = list(_bounds(one, limits))
    for number, (day, bound) in enumerate(zip(one.days, held, strict=True), 1):
        yield JudgeDay(
            day=day.day.isoformat(),
            traffic=day.traffic,
            answered=day.answered,
            of=day.of,
            minutes=day.minutes,
            failing=day.failing,
            answers=day.answers,
            slow=day.slow,
            contents=day.contents,
            passes=day.passes,
            pairs=day.pairs,
            gains=day.gains,
            losses=day.losses,
            labelled=day.labelled,
            labelled_gains=day.labelled_gains,
            labelled_losses=day.labelled_losses,
            relevant_gains=day.relevant_gains,
            relevant_losses=day.relevant_losses,
            gains_needed=bound.needed if bound else None,
            gains_low=bound.low if bound else None,
            gains_high=bound.high if bound else None,
            verdict=_as_of(one, one.days[:number], limits),
        )


def _bounds(one: Judgement, limits: Limits) -> Iterator[Bounds | None]:
    """For each day; None on all of them where recall is not judged."""
    prevalence = one.case.prevalence
    recall = next(clause for clause in one.verdict.clauses if clause.name == RECALL)
    if prevalence is None or recall.state == "no-data":
        yield from repeat(None, len(one.days))
    else:
        yield from bounds(one.days, prevalence, limits, one.told)


def _as_of(one: Judgement, days: Sequence[Day], limits: Limits) -> Word:
    """The verdict at the end of a day, by the same scores: of then only the counts are known."""
    if len(days) == len(one.days):
        return one.verdict.word
    case = one.case
    return verdict(
        days,
        limits,
        case.promised,
        case.prevalence,
        one.counted.last_cells,
        shadow=case.role == "shadow",
        told=one.told,
        promised_beside=case.promised_beside,
    ).word

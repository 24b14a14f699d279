"""What days of a candidate show: verdict, disagreements, pass share, failures and latency."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from langroute_repo.judging.clauses import FAILURES, LATENCY, RECALL
from langroute_repo.judging.passing import PASSES
from langroute_repo.output.judge import JudgeCandidate, JudgeClause, JudgeDay
from langroute_repo.render.judgement.chart import (
    MOST,
    Figure,
    Plot,
    dates,
    day_of,
    runs,
    svg,
    text,
)
from langroute_repo.render.judgement.text import WORDS, sentence
from langroute_repo.wording import counted, listed

TOP, BOTTOM, HEIGHT = 8, 150, 172  # of a picture of one plot; below it stand dates
SQUARES = 14  # height of the verdicts' row
MOST_RUNS = 4
ROOM = 1.12  # above the highest value
LEAST = 0.02  # a share that every axis of shares has room for


def verdicts(one: JudgeCandidate) -> Figure:
    """The word of each day and, where recall is judged, the share of gains with its bounds."""
    days = one.days
    words = [WORDS[day.verdict] for day in days]
    told = [
        f"{word} {_between(days, first, last)}" for word, first, last in runs(words)[-MOST_RUNS:]
    ]
    title = f"Verdict by day: {listed(told)}"
    if not all(map(_bounds, days[-MOST:])):
        parts = [*_squares(days[-MOST:], TOP), *_dates(days, TOP + SQUARES + 16)]
        return Figure(title, svg(TOP + SQUARES + 22, parts), _not_judged(_clause(one, RECALL)))
    return Figure(
        title,
        svg(HEIGHT + SQUARES + 6, _gains(days)),
        f"Of the labelled relevant disagreements it gains {_latest(days)}. It is promoted once the "
        "lower bound is above what is needed, and taken back once the upper one is below ½.",
        (("line", "gains"), ("band", "bounds"), ("needed", "needed"), ("half", "½: no worse")),
    )


def disagreements(one: JudgeCandidate) -> Figure:
    """What only one of both keeps, by what people said of it."""
    days = one.days
    gains, losses = _sum(days, "gains"), _sum(days, "losses")
    title = f"Disagreements: {gains:,} gained, {losses:,} lost"
    shown = days[-MOST:]
    most = max((max(day.gains, day.losses) for day in shown), default=0) * ROOM or 1
    plot = Plot(len(shown), TOP, BOTTOM, most, -most)
    parts = [
        plot.bars("unlabelled", _each(shown, "gains"), _each(shown, "losses")),
        plot.bars("irrelevant", _each(shown, "labelled_gains"), _each(shown, "labelled_losses")),
        plot.bars("relevant", _each(shown, "relevant_gains"), _each(shown, "relevant_losses")),
        plot.level("axis", 0),
        *plot.marks([(0, "0"), (most / ROOM, _number(most)), (-most / ROOM, _number(most))]),
        *_dates(days, HEIGHT - 6),
    ]
    return Figure(
        title,
        svg(HEIGHT, parts),
        f"Upwards contents that only it keeps, {_labelled(days, 'gains')}; downwards those that "
        f"only its primary keeps, {_labelled(days, 'losses')}.",
        (
            ("relevant", "relevant"),
            ("irrelevant", "not relevant"),
            ("unlabelled", "not labelled"),
        ),
    )


def pass_share(one: JudgeCandidate) -> Figure:
    """The share that it keeps, by day and in all, in the range that is allowed."""
    days, clause = one.days, _clause(one, PASSES)
    seen = [day.passes / day.contents if day.contents else None for day in days]
    in_all = list(_running(days, "passes", ("contents",)))
    told = f"Pass share: {in_all[-1]:.1%}" if in_all[-1] is not None else "Pass share: no scores"
    known = clause is not None and clause.allowed != ""
    low, high = (clause.low, clause.high) if clause and known else (0.0, 0.0)
    highest = max([high, LEAST, *filter(None, seen)])
    plot = Plot(len(seen[-MOST:]), TOP, BOTTOM, min(1.0, highest * ROOM))
    ends = [(low, _percent(low)), (high, _percent(high))] if known else []
    parts = [
        plot.between("band", low, high) if known else "",
        plot.level("axis", 0),
        plot.line("line", in_all[-MOST:]),
        plot.dots("dots", seen[-MOST:]),
        *plot.marks([(0, "0%"), *ends, (highest, _percent(highest))]),
        *_dates(days, HEIGHT - 6),
    ]
    return Figure(
        f"{told}, allowed {clause.allowed}" if clause and known else told,
        svg(HEIGHT, parts),
        f"{clause.counted}." if clause and known else "Nobody knows what is allowed.",
        (("dots", "a day"), ("line", "since the beginning"), ("band", "allowed")),
    )


def trouble(one: JudgeCandidate) -> Figure:
    """Minutes with a failure and slow answers, each beside what is allowed."""
    days = one.days
    failures, latency = _clause(one, FAILURES), _clause(one, LATENCY)
    shown = days[-MOST:]
    failing = [day.failing / day.minutes if day.minutes else 0.0 for day in shown]
    slow = [day.slow / day.answers if day.answers else 0.0 for day in shown]
    title = (
        f"Failures in {_of(days, 'failing', 'minutes')} of the minutes, "
        f"{_of(days, 'slow', 'answers')} of the answers slow"
    )
    parts = [
        *_panel("minutes with a failure", failing, failures, TOP),
        *_panel("slow answers", slow, latency, TOP + 76),
        *_dates(days, HEIGHT - 2),
    ]
    words = "; ".join(sentence(clause) for clause in (failures, latency) if clause)
    return Figure(
        title,
        svg(HEIGHT + 4, parts),
        f"{words[:1].upper()}{words[1:]}.",
        (("bad", "a day"), ("limit", "allowed")),
    )


def _gains(days: Sequence[JudgeDay]) -> Iterator[str]:
    seen = list(_running(days, "relevant_gains", ("relevant_gains", "relevant_losses")))[-MOST:]
    bounds = [found for day in days[-MOST:] if (found := _bounds(day))]
    plot = Plot(len(bounds), TOP, BOTTOM, 1.0)
    yield plot.band("band", [low for _, low, _ in bounds], [high for *_, high in bounds])
    yield plot.level("half", 0.5)
    yield plot.line("needed", [needed for needed, *_ in bounds])
    yield plot.line("line", seen)
    yield plot.level("axis", 0)
    yield from plot.marks([(0, "0%"), (0.5, "½"), (1, "100%")])
    yield from _squares(days[-MOST:], BOTTOM + 6)
    yield from _dates(days, HEIGHT + SQUARES)


def _dates(days: Sequence[JudgeDay], y: float) -> Iterator[str]:
    yield from dates([day.day for day in days[-MOST:]], y)


def _squares(days: Sequence[JudgeDay], top: float) -> Iterator[str]:
    plot = Plot(len(days), 0, 1, 1.0)
    for word, first, last in runs([day.verdict for day in days]):
        yield plot.row(f"day {word}", first, last, top + SQUARES / 2, SQUARES)


def _panel(
    name: str, shares: Sequence[float], clause: JudgeClause | None, top: int
) -> Iterator[str]:
    """One of two plots above each other, with its name and the line of what is allowed."""
    limit = clause.high if clause and clause.allowed else 0.0
    most = max([limit, LEAST / 4, *shares]) * ROOM
    plot = Plot(len(shares), top + 16, top + 68, most)
    yield text(42, top + 8, name)
    yield plot.bars("bad", shares)
    yield plot.level("axis", 0)
    marks = [(0.0, "0%")]
    if limit:
        yield plot.level("limit", limit)
        marks.append((limit, _percent(limit)))
    yield from plot.marks([*marks, (most / ROOM, _percent(most / ROOM))])


def _labelled(days: Sequence[JudgeDay], kind: str) -> str:
    labels, relevant = _sum(days, f"labelled_{kind}"), _sum(days, f"relevant_{kind}")
    if not labels:
        return "none labelled"
    return f"{relevant:,} of {counted(labels, 'label')} relevant"


def _not_judged(recall: JudgeClause | None) -> str:
    why = recall.missing if recall and recall.missing else "nothing was counted"
    return f"Recall is not judged, so nothing is promoted: {why}."


def _latest(days: Sequence[JudgeDay]) -> str:
    needed, low, high = _bounds(days[-1]) or (0.0, 0.0, 1.0)
    gains, losses = _sum(days, "relevant_gains"), _sum(days, "relevant_losses")
    return f"{gains:,} of {gains + losses:,}, between {low:.0%} and {high:.0%}, {needed:.0%} needed"


def _bounds(day: JudgeDay) -> tuple[float, float, float] | None:
    needed, low, high = day.gains_needed, day.gains_low, day.gains_high
    return None if needed is None or low is None or high is None else (needed, low, high)


def _between(days: Sequence[JudgeDay], first: int, last: int) -> str:
    if first == last:
        return f"on {day_of(days[first].day)}"
    return f"{day_of(days[first].day)} to {day_of(days[last].day)}"


def _running(days: Sequence[JudgeDay], part: str, whole: Sequence[str]) -> Iterator[float | None]:
    """The share of all days so far; None before there is anything."""
    parts = accumulate(getattr(day, part) for day in days)
    wholes = accumulate(sum(getattr(day, name) for name in whole) for day in days)
    yield from (one / all_ if all_ else None for one, all_ in zip(parts, wholes, strict=True))


def _clause(one: JudgeCandidate, name: str) -> JudgeClause | None:
    return next((clause for clause in one.clauses if clause.name == name), None)


def _each(days: Sequence[JudgeDay], name: str) -> list[int]:
    return [getattr(day, name) for day in days]


def _sum(days: Sequence[JudgeDay], name: str) -> int:
    return sum(getattr(day, name) for day in days)


def _of(days: Sequence[JudgeDay], part: str, whole: str) -> str:
    everything = _sum(days, whole)
    return f"{_sum(days, part) / everything:.1%}" if everything else "none"


def _number(most: float) -> str:
    return f"{most / ROOM:,.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + "%"

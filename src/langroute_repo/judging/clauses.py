"""The questions that a candidate has to answer before it may go on, each by bets.

Doubts and factors come from simulations on real paired scores, which docs/judging.md has and
``./langroute bench --only judge`` makes. What is counted may be looked at every day: a test that is
right once is wrong in one of its many looks (McNemar's at 1.96, looked at daily for 30 days, calls
an equal model worse in more than half of the runs).
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import ceil

from langroute.constant import is_constant
from langroute.sequential import MOST, Period, Place, Range, around, needed, place, place_over
from langroute_repo.judging.clause import Clause, State
from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits
from langroute_repo.wording import counted

# Chances that something is called broken that is not, in all looks together. Their sum is 1 %:
# recall has few labels and gets the most, and what has two ends divides its own.
OF_RECALL = 0.004
OF_OTHERS = 0.0015
# × 1.2 is what weeks differ by, × 1.5 is another filter than the one that was reviewed.
PASSES_BROKEN, PASSES_WITHIN = 1.2, 1.5
TRAFFIC_ODDS = 1.25  # who answers is drawn by a hash, which has no hours
FAILING_ODDS = 2.0  # of the quarters of an hour in which only one of the two failed
LAST_SCORES = 100
FAR_OFF = 10  # times what there is: a figure would only seem to say something
LABELS = "labels of relevant disagreements"
# A share of gains that nobody has to show would be no question: without labels nothing is promoted.
LEAST_GAINS = 0.05
# Labels have to be of gains and losses as these come. Analysts see what the primary keeps, which
# are the losses, and by those alone every candidate is worse.
LABELLED_ODDS, LABELLED_DOUBT = 1.25, 0.02

ANSWERED, FAILURES, LATENCY = "share answered", "failures", "latency"
PASSES, RECALL, SCORES = "pass share", "recall", "scores"


def answered(days: Sequence[Day]) -> Clause:
    """Whether a canary answers its share of the events: those with a key, by who answered at last.

    A canary that hands events back, or gets more than its share, is found in no other figure.
    """
    told = [one for one in days if one.traffic is not None and one.of]
    periods = [
        Period(one.answered, one.of, around(one.traffic, TRAFFIC_ODDS))
        for one in _by_traffic(told)
        if one.traffic is not None
    ]
    if not periods:
        return _no_data(ANSWERED, "no whole day of events with a key at one share of traffic")
    state = _state(place_over(periods, OF_OTHERS / 2), ("below", "above"))
    part, whole, last = periods[-1]
    before = f", after {counted(len(periods) - 1, 'other share')}" if len(periods) > 1 else ""
    return Clause(
        ANSWERED,
        state,
        f"{_share(part, whole)} of {counted(int(whole), 'keyed event')}{before}",
        f"{last.low:.1%} to {last.high:.1%}",
        _missing(state, part, whole, last, "keyed events"),
        part / whole,
        *last,
    )


def failures(days: Sequence[Day], limits: Limits) -> Clause:
    """Whether it fails no more than the primary, and in few minutes: failures come in bursts.

    A quarter of an hour in which both fail is neither's: then the network fails, or the backend.
    One burst of failures, however long, is told in few of them.
    """
    minutes, failing = _sum(days, "minutes"), _sum(days, "failing")
    if not minutes:
        return _no_data(FAILURES, "it was never asked")
    own = Range(0.0, limits.failures)
    beside = [
        Period(one.only_it, one.only_it + one.only_beside, _failing_share(one))
        for one in days
        if one.only_it + one.only_beside
    ]
    more = place_over(beside, OF_OTHERS) == "above" and failing > limits.failures * minutes
    within = place(failing, minutes, own, 0) == "within"
    state: State = "broken" if more else "within" if within else "open"
    return Clause(
        FAILURES,
        state,
        f"in {_share(failing, minutes)} of {counted(minutes, 'minute')} in which it was asked",
        f"below {limits.failures:.1%}",
        _missing(state, failing, minutes, own, "minutes"),
        failing / minutes,
        *own,
    )


def _failing_share(day: Day) -> Range:
    """Of the quarters of an hour in which only one failed, how many may be the candidate's.

    As many as it was asked in, in whole percent: who is asked more often fails in more of them.
    """
    asked = ceil(100 * day.minutes / (day.minutes + day.minutes_beside)) / 100
    return Range(0.0, around(asked, FAILING_ODDS).high)


def latency(days: Sequence[Day], limits: Limits) -> Clause:
    """Whether nearly all of its answers come in time."""
    answers, slow = _sum(days, "answers"), _sum(days, "slow")
    if not answers:
        return _no_data(LATENCY, "no answer with a latency")
    allowed = Range(0.0, limits.slow_answers)
    state = _state(place(slow, answers, allowed, OF_OTHERS), ("above",))
    return Clause(
        LATENCY,
        state,
        f"{_share(slow, answers)} of {counted(answers, 'answer')} slower than {limits.slow}",
        f"below {limits.slow_answers:.1%}",
        _missing(state, slow, answers, allowed, "answers"),
        slow / answers,
        *allowed,
    )


def pass_share(
    days: Sequence[Day], promised: float | None, told: int = 1, beside: float | None = None
) -> Clause:
    """Whether it keeps what was reviewed; ``promised`` is the share of its seal.

    Weeks differ by more than is allowed where a day has many events, and move both models: what its
    primary, of which ``beside`` was promised, has moved by as well is not the candidate's. A story
    that came ``told`` times says one thing.
    """
    contents, passes = _sum(days, "contents"), _sum(days, "passes")
    if promised is None:
        return _no_data(PASSES, "its threshold rests on no evidence, so that nothing was promised")
    if not contents:
        return _no_data(PASSES, "it gave no score")
    part, whole = passes / told, contents / told

    def outside(share: float) -> bool:
        return place(part, whole, around(share, PASSES_BROKEN), OF_OTHERS / 2) in OUTSIDE

    inside = place(part, whole, around(promised, PASSES_WITHIN), 0)
    if outside(promised) and outside(_moved(days, promised, beside)):
        state: State = "broken"
    else:
        state = "within" if inside == "within" else "open"
    allowed = around(promised, PASSES_BROKEN if state == "broken" else PASSES_WITHIN)
    return Clause(
        PASSES,
        state,
        f"{_share(passes, contents)} of {counted(contents, 'content')} pass, {promised:.1%} were "
        "promised",
        f"{allowed.low:.1%} to {allowed.high:.1%}",
        _missing(state, part, whole, allowed, "contents"),
        passes / contents,
        *allowed,
    )


def _moved(days: Sequence[Day], promised: float, beside: float | None) -> float:
    """The promised share with its odds moved as those of the primary have."""
    passes, contents = _sum(days, "passes_beside"), _sum(days, "contents_beside")
    if not contents or beside is None or not 0 < beside < 1:
        return promised
    moved = (passes + 0.5) / (contents - passes + 0.5) * (1 - beside) / beside
    return promised * moved / (1 - promised + promised * moved)


def recall(days: Sequence[Day], prevalence: float | None, limits: Limits, told: int = 1) -> Clause:
    """Whether it loses no more relevant events than it gains, by labels of what they disagree on.

    ``prevalence`` is the share of all events that is relevant. Of relevant events on which the two
    agree no label says anything of their difference; so the share of gains among the relevant
    disagreements is held against ½ (not worse), and against what would lose the points that may be
    lost. The range of a day is fixed by the days before it.
    """
    if prevalence is None:
        return _no_data(RECALL, "the evidence does not know how many events are relevant")
    if not _sum(days, "pairs"):
        return _no_data(RECALL, "no event has a score of both models")
    unfair = _unfair(days)
    gains, relevant = _sum(days, "relevant_gains"), _sum(days, "relevant")
    said = (
        f"{gains} gained and {relevant - gains} lost, of {counted(_sum(days, 'labelled'), 'label')}"
        f" on {counted(_sum(days, 'disagreements'), 'disagreement')}"
    )
    least = list(least_gains(days, prevalence, limits))
    allowed = f"gains above {least[-1]:.0%}"
    if not relevant or unfair:
        return Clause(RECALL, "no-data", said, allowed, unfair or "no relevant one has a label")
    worse = place(gains / told, relevant / told, Range(0.5, 1.0), OF_RECALL) == "below"
    periods = [
        Period(one.relevant_gains / told, one.relevant / told, Range(low, 1.0))
        for one, low in zip(days, least, strict=False)
    ]
    within = place_over(periods, 0) == "within"
    state: State = "broken" if worse else "within" if within else "open"
    need = Range(least[-1], 1.0)
    missing = _missing(state, gains / told, relevant / told, need, LABELS)
    return Clause(RECALL, state, said, allowed, missing, gains / relevant, *need)


def scores(last: Sequence[int]) -> Clause:
    """Whether it tells events apart; ``last`` are the cells of its last scores."""
    told = f"the last {counted(len(last), 'score')}"
    allowed = "not all alike"
    cells = [0] * (max(last, default=0) + 2)
    for cell in last:
        cells[cell] += 1
    if last and is_constant(cells):
        return Clause(SCORES, "broken", f"{told} are all alike", allowed)
    if len(last) < LAST_SCORES:
        missing = counted(LAST_SCORES - len(last), "score")
        return Clause(SCORES, "open", told, allowed, f"{missing} more")
    return Clause(SCORES, "within", f"{told} differ", allowed)


OUTSIDE: tuple[Place, ...] = ("below", "above")


def least_gains(days: Sequence[Day], prevalence: float, limits: Limits) -> Iterable[float]:
    """For each day, and for the day to come, the share of gains that loses just too much recall.

    By the disagreements among relevant events before it; before there were any, a half, at which
    nothing is lost.
    """
    yield 0.5
    for before in accumulate(days, Day.plus):
        if not before.pairs or not before.disagreements:
            yield 0.5
            continue
        disagreeing = relevant_disagreeing(before, prevalence)
        yield max(LEAST_GAINS, 0.5 * (1 - limits.recall_points / disagreeing))


def relevant_disagreeing(days: Day, prevalence: float) -> float:
    """The share of the relevant events on which the two decide differently, by the labels."""
    relevant = days.disagreements * (days.relevant + 1) / (days.labelled + 2)
    return relevant / (days.pairs * prevalence)


def _unfair(days: Sequence[Day]) -> str:
    """Why the labels are no sample of the disagreements; nothing where they may be one."""
    gains, all_ = _sum(days, "gains"), _sum(days, "disagreements")
    labelled_gains, labelled = _sum(days, "labelled_gains"), _sum(days, "labelled")
    if not all_ or not labelled:
        return ""
    expected = around(gains / all_, LABELLED_ODDS)
    if place(labelled_gains, labelled, expected, LABELLED_DOUBT) not in OUTSIDE:
        return ""
    return (
        f"{_share(labelled_gains, labelled)} of the labels are of events that it keeps and its "
        f"primary drops, and {_share(gains, all_)} of the disagreements: take labels of events "
        "that `judge --to-label` drew"
    )


def _by_traffic(days: Sequence[Day]) -> Iterable[Day]:
    """The days together as long as the traffic stays the same."""
    held: Day | None = None
    for one in days:
        if held is not None and held.traffic == one.traffic:
            held = held.plus(one)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _state(found: Place, broken: tuple[Place, ...]) -> State:
    return "broken" if found in broken else "within" if found == "within" else "open"


def _missing(state: State, part: float, whole: float, allowed: Range, what: str) -> str:
    """About how many more are needed, if what comes is as what was seen."""
    if state != "open":
        return ""
    need = needed(part / whole, allowed)
    if need >= MOST:
        return "never, if it stays as it is"
    if need > FAR_OFF * whole:
        return "not for long, if it stays as it is"
    more = max(1, need - int(whole))
    return f"about {more:,} {what} more, if it stays as it is"


def _no_data(name: str, why: str) -> Clause:
    return Clause(name, "no-data", "nothing", "", why)


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.1%}"


def _sum(days: Sequence[Day], name: str) -> int:
    return sum(getattr(one, name) for one in days)

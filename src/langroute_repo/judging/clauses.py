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
from langroute.sequential import Period, Range, around, place, place_over
from langroute_repo.judging.clause import (
    OF_OTHERS,
    OF_RECALL,
    OUTSIDE,
    Clause,
    State,
    missing,
    no_data,
    share_of,
    state_of,
    sum_of,
)
from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits
from langroute_repo.wording import counted

TRAFFIC_ODDS = 1.25  # who answers is drawn by a hash, which has no hours
FAILING_ODDS = 2.0  # of the quarters of an hour in which only one of the two failed
LAST_SCORES = 100
LABELS = "labels of relevant disagreements"
# A share of gains that nobody has to show would be no question: without labels nothing is promoted.
LEAST_GAINS = 0.05
# Labels have to be of gains and losses as these come. Analysts see what the primary keeps, which
# are the losses, and by those alone every candidate is worse.
LABELLED_ODDS, LABELLED_DOUBT = 1.25, 0.02
FEWEST = 4  # times fewer labels of gains than there should be

ANSWERED, FAILURES, LATENCY = "share answered", "failures", "latency"
RECALL, SCORES = "recall", "scores"


def answered(days: Sequence[Day]) -> Clause:
    """Whether a canary answers its share of the events: those with a key, by who answered at last.

    A canary that hands events back, or gets more than its share, is found in no other figure. Weeks
    at 10 % would hide what goes wrong at 25 %: the present share is held against its own events,
    with half the chance after each change, and earlier ones help only to show what these say too.
    """
    told = [one for one in days if one.traffic is not None and one.of]
    periods = list(_by_traffic(told))
    if not periods or periods[-1].traffic is None:
        return no_data(ANSWERED, "no whole day of events with a key at one share of traffic")
    part, whole = periods[-1].answered, periods[-1].of
    last = around(periods[-1].traffic, TRAFFIC_ODDS)
    doubt = OF_OTHERS / 2 / 2 ** len(periods)
    state = state_of(place(part, whole, last, doubt), OUTSIDE)
    if state == "open" and last.low <= part / whole <= last.high:
        state = state_of(place_over(list(map(_period, periods)), 0), ())
    before = f", after {counted(len(periods) - 1, 'other share')}" if len(periods) > 1 else ""
    return Clause(
        ANSWERED,
        state,
        f"{share_of(part, whole)} of {counted(whole, 'keyed event')}{before}",
        f"{last.low:.1%} to {last.high:.1%}",
        missing(state, part, whole, last, "keyed events"),
        part / whole,
        *last,
    )


def _period(day: Day) -> Period:
    return Period(day.answered, day.of, around(day.traffic or 0.0, TRAFFIC_ODDS))


def failures(days: Sequence[Day], limits: Limits) -> Clause:
    """Whether it fails no more than the primary, and in few minutes: failures come in bursts.

    A quarter of an hour in which both fail is neither's: then the network fails, or the backend.
    One burst of failures, however long, is told in few of them.
    """
    minutes, failing = sum_of(days, "minutes"), sum_of(days, "failing")
    if not minutes:
        return no_data(FAILURES, "it was never asked")
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
        f"in {share_of(failing, minutes)} of {counted(minutes, 'minute')} in which it was asked",
        f"below {limits.failures:.1%}",
        missing(state, failing, minutes, own, "minutes"),
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
    answers, slow = sum_of(days, "answers"), sum_of(days, "slow")
    if not answers:
        return no_data(LATENCY, "no answer with a latency")
    allowed = Range(0.0, limits.slow_answers)
    state = state_of(place(slow, answers, allowed, OF_OTHERS), ("above",))
    return Clause(
        LATENCY,
        state,
        f"{share_of(slow, answers)} of {counted(answers, 'answer')} slower than {limits.slow}",
        f"below {limits.slow_answers:.1%}",
        missing(state, slow, answers, allowed, "answers"),
        slow / answers,
        *allowed,
    )


def recall(days: Sequence[Day], prevalence: float | None, limits: Limits, told: int = 1) -> Clause:
    """Whether it loses no more relevant events than it gains, by labels of what they disagree on.

    ``prevalence`` is the share of all events that is relevant. Of relevant events on which the two
    agree no label says anything of their difference; so the share of gains among the relevant
    disagreements is held against ½ (not worse), and against what would lose the points that may be
    lost. The range of a day is fixed by the days before it.
    """
    if prevalence is None:
        return no_data(RECALL, "the evidence does not know how many events are relevant")
    if not sum_of(days, "pairs"):
        return no_data(RECALL, "no event has a score of both models")
    unfair = _unfair(days)
    gains, relevant = sum_of(days, "relevant_gains"), sum_of(days, "relevant")
    labels = counted(sum_of(days, "labelled"), "label")
    said = (
        f"{gains} gained and {relevant - gains} lost, of {labels} on "
        f"{counted(sum_of(days, 'disagreements'), 'disagreement')}"
    )
    least = list(least_gains(days, prevalence, limits))
    allowed = f"gains above {least[-1]:.0%}"
    if not relevant or unfair:
        return Clause(RECALL, "no-data", said, allowed, unfair or "no relevant one has a label")
    below = place(gains / told, relevant / told, Range(0.5, 1.0), OF_RECALL) == "below"
    worse = below and _has_gains(days)
    periods = [
        Period(one.relevant_gains / told, one.relevant / told, Range(low, 1.0))
        for one, low in zip(days, least, strict=False)
    ]
    within = place_over(periods, 0) == "within"
    state: State = "broken" if worse else "within" if within else "open"
    need = Range(least[-1], 1.0)
    lacking = missing(state, gains / told, relevant / told, need, LABELS)
    return Clause(RECALL, state, said, allowed, lacking, gains / relevant, *need)


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
        lacking = counted(LAST_SCORES - len(last), "score")
        return Clause(SCORES, "open", told, allowed, f"{lacking} more")
    return Clause(SCORES, "within", f"{told} differ", allowed)


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


def _has_gains(days: Sequence[Day]) -> bool:
    """Whether there are labels of gains, a quarter of what there should be at least.

    Losses alone tell a model that is as good for a worse one before they are known to be unfair.
    """
    gains, all_ = sum_of(days, "gains"), sum_of(days, "disagreements")
    return FEWEST * sum_of(days, "labelled_gains") * all_ >= sum_of(days, "labelled") * gains


def _unfair(days: Sequence[Day]) -> str:
    """Why the labels are no sample of the disagreements; nothing where they may be one."""
    gains, all_ = sum_of(days, "gains"), sum_of(days, "disagreements")
    labelled_gains, labelled = sum_of(days, "labelled_gains"), sum_of(days, "labelled")
    if not all_ or not labelled:
        return ""
    expected = around(gains / all_, LABELLED_ODDS)
    if place(labelled_gains, labelled, expected, LABELLED_DOUBT) not in OUTSIDE:
        return ""
    return (
        f"{share_of(labelled_gains, labelled)} of the labels are of events that it keeps and its "
        f"primary drops, and {share_of(gains, all_)} of the disagreements: take labels of events "
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

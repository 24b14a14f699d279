"""Holds what an endpoint answered against what it has to answer, and names what is wrong with it.

Each event is asked in two rounds, the second in another order: so a server that answers one request
with another's score, or each time something else, shows as well.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import Literal, NamedTuple

from langroute_repo.golden.answer import Answer, Asked
from langroute_repo.golden.event import plain, sent
from langroute_repo.golden.known import Known, whose
from langroute_repo.golden.target import Target
from langroute_repo.tree.files.golden import Between, GoldenEvent

FaultKind = Literal[
    "no-right", "no-answer", "alike", "order-turned", "answers-mixed-up", "other-scores",
    "not-repeatable", "score-differs", "slow"
]  # fmt: skip
USUAL_LIMIT_MS = 2000  # of a backend's answer, where the model's file says nothing
# Of the tolerance. Noise of a thousandth of the scale never makes two answers differ by half of 2%.
REPEATED_WITHIN = 0.5
PRECISION = 1e-9  # of the scale, so that a score just at the tolerance is within it


class GoldenFault(NamedTuple):
    """One thing that is wrong with an endpoint; ``events`` are the places in the file."""

    kind: FaultKind
    message: str
    events: tuple[int, ...] = ()


def fits(target: Target, one: GoldenEvent, answer: Answer) -> bool:
    """Whether an answer is one that the event may get."""
    if one.gives == "error":
        return answer.refused
    if answer.score is None:
        return False
    if isinstance(one.gives, Between):
        low, high = float(one.gives.from_), float(one.gives.to)
        room = PRECISION * target.width
        return low - room <= answer.score <= high + room
    return isinstance(one.gives, Decimal) and _near(target, answer.score, float(one.gives))


def judge(target: Target, asked: Sequence[Asked], known: Sequence[Known]) -> list[GoldenFault]:
    """All faults, what explains the others first; none when every answer is as it has to be."""
    found = list(_unanswered(asked))
    lost = {place for fault in found for place in fault.events}
    asked = [one for one in asked if one.place not in lost]
    wrong = [
        one for one in asked if not all(fits(target, one.event, answer) for answer in one.answers)
    ]
    turns = [one for one in asked if _turns(target, one)]
    explained = list(_explained(target, asked, known)) if wrong else []
    found += explained
    if turns and not explained:
        places = tuple(one.place for one in turns)
        found.append(GoldenFault("not-repeatable", _unlike(turns[0]), places))
    found += [GoldenFault("score-differs", _differs(target, one), (one.place,)) for one in wrong]
    return [*found, *_slow(target, asked)]


def _near(target: Target, score: float, expected: float) -> bool:
    return abs(score - expected) <= target.off + PRECISION * target.width


def _unanswered(asked: Sequence[Asked]) -> Iterator[GoldenFault]:
    """Events that nobody looked at, or that brought no score though they have to."""
    missing = [
        (one.place, answer)
        for one in asked
        for answer in one.answers
        if answer.score is None and not (one.event.gives == "error" and answer.refused)
    ]
    for kind, chosen in (
        ("no-right", [one for one in missing if one[1].no_right]),
        ("no-answer", [one for one in missing if not one[1].no_right]),
    ):
        if chosen:
            places = tuple(sorted({index for index, _ in chosen}))
            reason = f"{chosen[0][1].status}: {chosen[0][1].reason}"
            yield GoldenFault(kind, reason, places)  # type: ignore[arg-type]


def _explained(
    target: Target, asked: Sequence[Asked], known: Sequence[Known]
) -> Iterator[GoldenFault]:
    """What all of the scores together look like, where they look like something known."""
    scored = [one for one in asked if isinstance(one.event.gives, Decimal)]
    expected = [float(one.event.gives) for one in scored]  # type: ignore[arg-type]
    places = tuple(one.place for one in scored)
    if len(scored) < 2:
        return
    for turn in range(min(len(one.answers) for one in scored)):
        got = [one.answers[turn].score or 0.0 for one in scored]
        events = [plain(one.event.event) for one in scored]
        came = [(sent(event, event), score) for event, score in zip(events, got, strict=True)]
        own = (target.decision.model, target.decision.language)
        if other := whose(own, came, expected, known, target.off):
            said = f"these are the scores of {other.model} in {other.language}"
            yield GoldenFault("other-scores", said, places)
            return
        if fault := _of_round(target, got, expected, places):
            yield fault
            return


def _of_round(
    target: Target, got: Sequence[float], expected: Sequence[float], places: tuple[int, ...]
) -> GoldenFault | None:
    low, high = target.decision.minimum, target.decision.maximum
    if max(got) - min(got) <= target.off < max(expected) - min(expected):
        said = f"all answers lie between {min(got):.4g} and {max(got):.4g}, whatever was sent"
        return GoldenFault("alike", said, places)
    turned = [low + high - one for one in got]
    if _all_near(target, turned, expected) and not _all_near(target, got, expected):
        said = "each score is that of the other end of the scale: of the other label, it seems"
        return GoldenFault("order-turned", said, places)
    near = target.off * REPEATED_WITHIN
    pairs = zip(sorted(got), sorted(expected), strict=True)
    if all(abs(one - other) <= near for one, other in pairs) and not _all_near(
        target, got, expected
    ):
        said = "the scores are right and stand for one another's events"
        return GoldenFault("answers-mixed-up", said, places)
    return None


def _all_near(target: Target, got: Sequence[float], expected: Sequence[float]) -> bool:
    return all(_near(target, one, other) for one, other in zip(got, expected, strict=True))


def _turns(target: Target, one: Asked) -> bool:
    """Whether the same event got two scores that noise does not explain."""
    scores = one.scores
    return len(scores) > 1 and max(scores) - min(scores) > REPEATED_WITHIN * target.off


def _unlike(one: Asked) -> str:
    scores = ", then ".join(f"{score:.4g}" for score in one.scores)
    return f"the same event gave {scores}"


def _differs(target: Target, one: Asked) -> str:
    """Expected, got, and whether events would go another way."""
    got = [f"{answer.score:.4g}" for answer in one.answers if answer.score is not None]
    came = ", then ".join(dict.fromkeys(got)) or "no score"
    said = f"expected {expected(one.event)}, got {came}"
    if target.role is None or not isinstance(one.event.gives, Decimal):
        return said
    wanted = relevant(target, float(one.event.gives))
    worst = max(one.scores, key=lambda score: abs(score - float(one.event.gives)))  # type: ignore[arg-type]
    if relevant(target, worst) != wanted:
        change = "dropped instead of kept" if wanted else "kept instead of dropped"
        return f"{said}: {change}, at the threshold {target.decision.threshold:g}"
    return f"{said}; the decision stays, at the threshold {target.decision.threshold:g}"


def relevant(target: Target, score: float) -> bool:
    within = min(max(score, target.decision.minimum), target.decision.maximum)
    return target.decision.relevant(within)


def expected(one: GoldenEvent) -> str:
    """What the event has to give, in words."""
    if isinstance(one.gives, Between):
        return f"{one.gives.from_} to {one.gives.to}"
    return "nothing yet" if one.gives is None else f"{one.gives}"


def limit_ms(target: Target) -> int:
    return int(target.decision.endpoint.get("timeout", USUAL_LIMIT_MS))


def _slow(target: Target, asked: Sequence[Asked]) -> Iterator[GoldenFault]:
    """By the last round: a server may take its time for the first requests of all."""
    times = [one.answers[-1].latency_ms for one in asked if one.answers and one.scores]
    limit = limit_ms(target)
    if times and median(times) > limit:
        said = f"half of the answers took more than {median(times):,.0f} ms; the limit is {limit:,}"
        yield GoldenFault("slow", said)

"""Holds what readers measure against what the review of a push was promised.

A threshold of another language is valid, fails nowhere and alarms nobody (it went unnoticed for
days); a model whose inputs are lost answers in time, always the same. Both show in what passes and
in the scores, as soon as enough events have come. How many that takes is said, and no data is never
taken for agreement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from langroute.scale import CELLS
from langroute.sequential import Range, around, needed, place
from langroute.shape import EVERYBODY, Answerer, Canary, Document, Language
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.tree.files.policy import MeasuredLimits
from langroute_repo.tree.values import basis_points
from langroute_repo.wording import counted

Role = Literal["primary", "canary", "shadow"]
Outcome = Literal["kept", "undecided", "no-data", "broken"]
# Of several outcomes the last of these is the verdict.
GRAVITY: tuple[Outcome, ...] = ("kept", "undecided", "no-data", "broken")
# What could break a promise by chance: too few pass, too many pass, the canary gets too much.
CHANCES = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """What a document says of one of a language's models; shares are in basis points.

    ``passes`` is None where the threshold rests on no evidence. ``traffic`` is the share of the
    language's answers, None for a shadow, which answers nobody. ``step`` is the width of one of the
    1,000 steps of the model's score scale.
    """

    language: str
    role: Role
    model: str
    passes: int | None
    traffic: int | None
    step: float

    def __str__(self) -> str:
        return f"{self.language} {self.role} {self.model}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What readers counted of a promise's model, language and role; None where there is no data.

    ``decided`` are the answers with a decision and ``relevant`` those of them that pass;
    ``lowest`` and ``highest`` are the ends of what ``scores`` scores were.
    """

    requests: int | None = None
    failures: int | None = None
    decided: int | None = None
    relevant: int | None = None
    scores: int | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a promise, with a sentence that holds the numbers."""

    promise: Promise
    outcome: Outcome
    sentence: str

    @property
    def stops(self) -> bool:
        """Whether the push should be taken back: a shadow's answers reach nobody."""
        return self.outcome == "broken" and self.promise.role != "shadow"


class _Clause(NamedTuple):
    outcome: Outcome
    words: str


def promised(before: Document | None, after: Document) -> list[Promise]:
    """A promise for each model of each language that a push changes, in reading order.

    ``before`` is what was live, None for the first push: then every language changes. A language
    that is removed promises nothing.
    """
    known = before["languages"] if before else {}
    return [
        promise
        for tag, language in sorted(after["languages"].items())
        if known.get(tag) != language
        for promise in _of_language(tag, language)
    ]


def _of_language(tag: str, language: Language) -> Iterator[Promise]:
    canary = language.get("canary")
    drawn = canary["traffic"] if canary else 0
    yield _promise(tag, "primary", language["primary"], EVERYBODY - drawn)
    if canary:
        yield _promise(tag, "canary", canary, drawn)
        yield from (_promise(tag, "shadow", one, None) for one in _compared(language, canary))
    for shadow in language["shadows"]:
        yield _promise(tag, "shadow", shadow, None)


def _compared(language: Language, canary: Canary) -> Iterator[Answerer]:
    """Those of primary and canary that are asked about the other's events, if there are any."""
    if canary.get("compared"):
        if canary["traffic"]:
            yield language["primary"]
        if canary["traffic"] < EVERYBODY:
            yield canary


def _promise(tag: str, role: Role, answerer: Answerer, traffic: int | None) -> Promise:
    scale = answerer["score"]
    step = (scale["maximum"] - scale["minimum"]) / CELLS
    return Promise(tag, role, answerer["model"], answerer.get("passes"), traffic, step)


def verdicts(measured: Mapping[Promise, Measured], limits: MeasuredLimits) -> list[Verdict]:
    """The verdict on each promise of a push, in the given order."""
    answering = [promise for promise in measured if promise.traffic is not None]
    whole: dict[str, int] = {}
    for promise in answering:
        requests = measured[promise].requests or 0
        whole[promise.language] = whole.get(promise.language, 0) + requests
    return [
        judge(promise, found, whole.get(promise.language, 0), limits, len(answering))
        for promise, found in measured.items()
    ]


def judge(
    promise: Promise, measured: Measured, whole: int, limits: MeasuredLimits, looked_at: int = 1
) -> Verdict:
    """Whether one promise is kept, as far as the numbers tell; they may be looked at any time.

    ``whole`` are the language's requests that somebody answered, primary and canary together.
    ``looked_at`` is how many answering models the push is held against: they share the chance of
    stopping it for nothing, so that a push of twenty languages is not stopped more often than one.
    """
    doubt = basis_points(limits.false_stops) / EVERYBODY / CHANCES / max(1, looked_at)
    clauses = [
        *_constant(promise, measured, limits),
        *_passing(promise, measured, limits, doubt),
        *_traffic(promise, measured, whole, limits, doubt),
    ]
    outcome = max((clause.outcome for clause in clauses), key=GRAVITY.index)
    # Whoever is woken reads what is broken, and not what else was measured.
    told = [one for one in clauses if outcome != "broken" or one.outcome == "broken"]
    return Verdict(promise, outcome, f"{promise}: {'; '.join(one.words for one in told)}")


def _constant(promise: Promise, measured: Measured, limits: MeasuredLimits) -> Iterator[_Clause]:
    """That all scores are one, give or take what floating point adds to it."""
    low, high, scores = measured.lowest, measured.highest, measured.scores or 0
    if low is None or high is None or scores < limits.fewest_scores:
        return
    if high - low < promise.step:
        values = f"are {low:.6g}" if low == high else f"lie between {low:.6g} and {high:.6g}"
        yield _Clause("broken", f"all {scores:,} scores {values}, whatever the event")


def _passing(
    promise: Promise, measured: Measured, limits: MeasuredLimits, doubt: float
) -> Iterator[_Clause]:
    if not measured.decided or measured.relevant is None:
        yield _Clause("no-data", _nothing(promise, measured))
        return
    seen = CountedShare(measured.relevant, measured.decided)
    verb = "passes" if seen.whole == 1 else "pass"
    words = f"{seen} of {counted(seen.whole, 'event')} {verb}"
    if promise.passes is None:
        yield _Clause("undecided", f"{words}, and nothing was promised: there is no evidence")
        return
    expected = around(promise.passes / EVERYBODY, float(limits.pass_odds))
    where = place(*_independent(seen, limits), expected, doubt)
    words = f"{words}, promised {_percent(promise.passes)}"
    if where in ("below", "above"):
        yield _Clause("broken", f"{words}, allowed {_ends(expected)}")
    elif where == "within":
        yield _Clause("kept", words)
    else:
        yield _Clause("undecided", words + _missing(promise.passes, seen, expected, limits))


def _traffic(
    promise: Promise, measured: Measured, whole: int, limits: MeasuredLimits, doubt: float
) -> Iterator[_Clause]:
    """Who answers. Only a canary that gets more than promised is a fault.

    With less than promised it harms nobody, and there are reasons for it: an event without a key
    goes to the primary.
    """
    alone = promise.role == "primary" and promise.traffic == EVERYBODY
    if promise.traffic is None or alone or not whole:
        return
    seen = CountedShare(measured.requests or 0, whole)
    expected = around(promise.traffic / EVERYBODY, float(limits.traffic_odds))
    where = place(*_independent(seen, limits), expected, doubt)
    words = (
        f"it answers {seen} of {counted(whole, 'request')}, promised {_percent(promise.traffic)}"
    )
    if where == ("above" if promise.role == "canary" else "below"):
        yield _Clause("broken", f"{words}, allowed {_ends(expected)}")
    elif where == "within":
        yield _Clause("kept", words)
    elif where == "unclear":
        yield _Clause("undecided", words + _missing(promise.traffic, seen, expected, limits))
    else:
        yield _Clause("undecided", f"{words}: the canary gets less, as when events have no key")


def _independent(seen: CountedShare, limits: MeasuredLimits) -> tuple[float, float]:
    """What is left when wires repeat a story and callers a request: nothing of that is news."""
    return seen.part / limits.repeats, seen.whole / limits.repeats


def _missing(share: int, seen: CountedShare, expected: Range, limits: MeasuredLimits) -> str:
    """Why nothing is decided: too few, or too near to an end of what is allowed."""
    enough = needed(share / EVERYBODY, expected) * limits.repeats
    if seen.whole < enough:
        return f": too few to tell, about {_roughly(enough)} are needed"
    return f": too near to tell, allowed {_ends(expected)}"


def _nothing(promise: Promise, measured: Measured) -> str:
    """That what passes is not known, with what is known instead."""
    if measured.requests:
        failed = f", {measured.failures:,} failed" if measured.failures else ""
        found = f"no decision on {counted(measured.requests, 'request')}{failed}"
    else:
        found = "no data"
    if promise.passes is None:
        return found
    return f"{found}, so nothing is known of the promised {_percent(promise.passes)} that pass"


def _percent(share: int) -> str:
    return f"{share / 100:g}%"


def _ends(expected: Range) -> str:
    return f"{100 * expected.low:.1f}–{100 * expected.high:.1f}%"


def _roughly(number: int) -> str:
    """With two digits, which is all that is known of it."""
    return f"{int(float(f'{number:.2g}')):,}"

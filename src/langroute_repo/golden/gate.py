"""Whether what a push newly routes to has given its golden scores: a result held against the plan.

The result comes from a job that has no right to deploy, and a push has none to ask. So nothing of
it counts that is not about exactly this document, these endpoints, and the last hour.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from langroute.decision import Role
from langroute.document import DocumentError, parse
from langroute_repo.golden.target import EMPTY, Document, answerers, digest
from langroute_repo.output.golden import GoldenOutput, GoldenTarget

GOOD_FOR = timedelta(hours=1)
CLOCKS_APART = timedelta(minutes=5)
INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class Needed(NamedTuple):
    """A model that a push lets answer in a language, where it did not, or not there, or not so."""

    model: str
    language: str
    role: Role
    digest: str

    @property
    def asked(self) -> tuple[str, str, str]:
        """What is asked how; a canary that becomes the primary is asked as before."""
        return self.model, self.language, self.digest

    def __str__(self) -> str:
        return f"{self.model} in {self.language}"


def instant(when: datetime) -> str:
    """A moment in UTC, as a report has it."""
    return when.strftime(INSTANT)


def needed(live: bytes | None, wanted: bytes) -> list[Needed]:
    """What a push newly routes to; a shadow is none of it, for its answers only are recorded."""
    # A shadow that becomes the canary begins to answer: nobody has held anything against it yet.
    before = {one.asked for one in _answering(_parsed(live))}
    return [one for one in _answering(parse(wanted)) if one.asked not in before]


def _answering(document: Document) -> Iterator[Needed]:
    for tag, role, one in answerers(document):
        if role != "shadow":
            yield Needed(one["model"], tag, role, digest(one))


def _parsed(live: bytes | None) -> Document:
    """What is live; all is new beside what no reader would take."""
    try:
        return parse(live) if live else EMPTY
    except DocumentError:
        return EMPTY


def lacking(
    wanted: list[Needed], report: GoldenOutput, environment: str, plan_hash: str, now: datetime
) -> list[str]:
    """What keeps a result from speaking for a push, each in a sentence; none when it does."""
    if found := list(_not_of_this(report, environment, plan_hash, now)):
        return found
    asked = {(one.model, one.language, one.asked): one for one in report.targets}
    said = {one: _of(one, asked.get(one.asked)) for one in wanted}
    # What is known to be wrong comes before what is not known.
    return sorted(filter(None, said.values()), key=lambda one: "answers otherwise" not in one)


def _not_of_this(
    report: GoldenOutput, environment: str, plan_hash: str, now: datetime
) -> Iterator[str]:
    if report.environment != environment:
        yield f"the result is of {report.environment}, and this is a push to {environment}"
    if report.elsewhere:
        yield "the result is of another endpoint than the document's"
    if report.plan_hash != plan_hash:
        yield f"the result is of the plan {report.plan_hash[:12]}, and this is {plan_hash[:12]}"
    try:
        age = now - datetime.strptime(report.asked_at, INSTANT).replace(tzinfo=UTC)
    except ValueError:
        yield f"the result says no time: {report.asked_at!r:.40}"
        return
    if age > GOOD_FOR:
        yield f"the result is of {report.asked_at}, and good for an hour"
    if age < -CLOCKS_APART:
        yield f"the result is of {report.asked_at}, which is still to come"


def _of(wanted: Needed, target: GoldenTarget | None) -> str:
    if target is None:
        return f"{wanted} was not asked"
    if target.state == "wrong":
        first = target.faults[0] if target.faults else None
        said = f": {first.kind}, {first.message}" if first else ""
        return f"{wanted} answers otherwise{said}"
    return "" if target.state == "right" else f"{wanted} was not asked: {target.why}"

"""What `suggest` says of a threshold, for people and for machines."""

from collections.abc import Iterator
from dataclasses import dataclass

from langroute_repo.diff.reading import Reading
from langroute_repo.evidence.audit import DAYS, Audit
from langroute_repo.evidence.estimate import NotKnown
from langroute_repo.evidence.suggest import CLOSE, Counted, Suggestion
from langroute_repo.output.suggest import AuditCost, CountedShare, SuggestOutput
from langroute_repo.render.labels import figure
from langroute_repo.render.scores.estimate import by_labels, not_known
from langroute_repo.render.table import labelled
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.routes import EVERYBODY, Route
from langroute_repo.tree.values import points
from langroute_repo.wording import counted

# Further than this from the share that was asked for, it is said.
NEAR = 0.005
# What most people start a new canary and a new shadow with.
FIRST_CANARY, FIRST_SHADOW = "1%", "25%"


@dataclass(frozen=True, slots=True)
class Answer:
    """A suggestion with what was asked and what is there."""

    route: Route | None  # of the model in this language, if it has one
    language: LanguageFile
    tag: str
    evidence: Evidence
    goal: str
    share: float
    found: Suggestion
    now: Reading | None
    audits: tuple[Audit, ...]

    @property
    def command(self) -> str:
        """What writes the threshold; for a model that is new here, what starts it."""
        model, at = self.evidence.model, f"{self.found.at:f}"
        if self.route:
            place = f"shadows.{model}" if self.route.role == "shadow" else self.route.role
            return f"./langroute set {self.tag} {place}.threshold {at}"
        if self.language.canary:
            return f"./langroute set {self.tag} shadows.{model} {FIRST_SHADOW} --threshold {at}"
        start = f"canary {model} --traffic {FIRST_CANARY}"
        return f"./langroute set {self.tag} {start} --threshold {at}"


def page(answer: Answer) -> str:
    """For a terminal; the last line is the command that does it."""
    found, model = answer.found, answer.evidence.model
    start = "to write it with its seal" if answer.route else f"to start {model} with it"
    return (
        f"{found.at:f} for {model} in {answer.tag}: {answer.goal}\n\n"
        f"{labelled(list(_rows(answer)))}\n"
        f"{start}:\n  {answer.command}\n"
    )


def _rows(answer: Answer) -> Iterator[tuple[str, str]]:
    found, evidence = answer.found, answer.evidence
    yield "threshold", f"{found.at:f}, known to lie between {found.lowest:f} and {found.highest:f}"
    yield "passes", f"{_words(found.passes)} of {counted(found.passes.whole, 'recorded event')}"
    yield from _notes(answer)
    yield "events", _events(answer)
    yield "recall", figure(found.recall)
    if isinstance(found.recall, NotKnown):
        lines = list(audit_lines(answer.audits))
        yield from (("" if at else "audit", line) for at, line in enumerate(lines))
        if lines:
            yield "", audit_command(answer.tag)
    yield "precision", figure(found.precision)
    yield "evidence", f"{evidence.reference}, {evidence.window.first} to {evidence.window.last}"
    if answer.now:
        recall = f", recall {figure(answer.now.recall)}" if answer.now.recall else ""
        yield "now", f"{answer.now.at:f} passes {answer.now.passes}{recall}"


def _notes(answer: Answer) -> Iterator[tuple[str, str]]:
    """What is to be known before this is trusted."""
    passes = answer.found.passes
    if "recall" not in answer.goal and abs(passes.share - answer.share) > NEAR:
        yield "", f"no threshold comes nearer to {100 * answer.share:.1f}%"
    if passes.missing:
        more = counted(passes.missing, "more event")
        yield "", f"thin evidence: about {more} would tell it to {_close()}"


def _events(answer: Answer) -> str:
    per_day = answer.found.events_per_day
    words = f"about {per_day:,.0f} a day pass if it answers all of them"
    if answer.route is None or answer.route.role == "shadow":
        return words
    traffic = answer.route.traffic
    part = f"{per_day * traffic / EVERYBODY:,.0f} as the {answer.route.role}"
    return f"{words}, {part} with {points(traffic)}"


def audit_lines(audits: tuple[Audit, ...]) -> Iterator[str]:
    """What each audit would cost and tell here; nothing where nothing is dropped."""
    for one in audits:
        if one.days is None:
            return
        cost = f"{100 * one.share:.0f}% is {_daily(one.per_day)} more for the analysts"
        if one.width is not None:
            points = f"{100 * one.width:.0f} points"
            yield f"{cost} and, after {DAYS} days, recall in an interval of {points}"
        elif one.days > DAYS:
            yield f"{cost} and tells nothing before {counted(one.days, 'day')} are over"
        else:
            yield f"{cost}; what it tells nobody can say before what passes is labelled, too"


def _daily(events: float) -> str:
    """A few events a day with their tenths, for 0.3 a day is two a week and not none."""
    return f"{events:.1f} events a day" if events < 3 else f"{events:,.0f} events a day"


def audit_command(tag: str) -> str:
    """What starts one."""
    return f"./langroute set {tag} audit 2%"


def _close() -> str:
    return f"± {100 * CLOSE:.0f} points"


def _words(share: Counted) -> str:
    low, high = share.interval
    return f"{share} ({100 * low:.1f}% to {100 * high:.1f}%)"


def suggest_output(answer: Answer) -> SuggestOutput:
    """For machines, in the shape of schemas/suggest-output.schema.json."""
    found, now = answer.found, answer.now
    return SuggestOutput(
        schema_version=2,
        language=answer.tag,
        model=answer.evidence.model,
        goal=answer.goal,
        threshold=found.at,
        lowest=found.lowest,
        highest=found.highest,
        passes=_counted(found.passes),
        recall=by_labels(found.recall),
        recall_not_known=not_known(found.recall),
        precision=by_labels(found.precision),
        precision_not_known=not_known(found.precision),
        events_per_day=found.events_per_day,
        scores_missing=found.passes.missing,
        audits=[
            AuditCost(share=one.share, per_day=one.per_day, width=one.width, days=one.days)
            for one in answer.audits
        ],
        evidence=answer.evidence.reference,
        now=now.at if now else None,
        command=answer.command,
    )


def _counted(share: Counted) -> CountedShare:
    low, high = share.interval
    return CountedShare(share=share.share, low=low, high=high, part=share.part, of=share.whole)

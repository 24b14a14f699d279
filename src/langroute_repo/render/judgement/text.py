"""What a judge says, for a terminal and for a pull request."""

from collections.abc import Iterator

from langroute_repo.output.judge import JudgeCandidate, JudgeClause, JudgeOutput
from langroute_repo.render.figures import events
from langroute_repo.render.judgement.outlook import sentence as until_verdict
from langroute_repo.wording import counted, listed

WORDS = {
    "promote": "promote",
    "next-rung": "next rung",
    "hold": "hold",
    "take-back": "take back",
}
STATES = {"within": "ok", "open": "open", "broken": "broken", "no-data": "no data"}


def text(told: JudgeOutput) -> str:
    """All candidates, each with a line for each question."""
    return "".join(f"{line}\n" for line in _lines(told))


def _lines(told: JudgeOutput) -> Iterator[str]:
    for one in told.candidates:
        yield f"{name(one)}: {WORDS[one.verdict]}"
        yield f"  {one.since}; {counted(len(one.days), 'day')} in the log"
        width = max((len(clause.name) for clause in one.clauses), default=0)
        for clause in one.clauses:
            yield f"  {STATES[clause.state]:<8} {clause.name:<{width}}  {sentence(clause)}"
        for reason in doubts(one):
            yield f"  {'why':<8} {reason}"
        for figure in figures(one):
            yield f"  {'':<8} {figure}"
        yield f"  {'outlook':<8} {outlook(one)}"
        yield ""
    yield from summary(told)


def name(one: JudgeCandidate) -> str:
    """``de canary relevance-e5-v3 (10%) beside relevance-words-v1``."""
    return f"{one.language} {one.role} {one.model} ({one.traffic:.0%}) beside {one.primary}"


def sentence(clause: JudgeClause) -> str:
    """What was counted, what is allowed and what is missing."""
    parts = [clause.counted]
    if clause.allowed:
        parts.append(f"allowed {clause.allowed}")
    if clause.missing:
        parts.append(clause.missing)
    return "; ".join(parts)


def doubts(one: JudgeCandidate) -> list[str]:
    """The reasons that are no question's own."""
    own = tuple(f"{clause.name}: " for clause in one.clauses)
    return [reason for reason in one.reasons if not reason.startswith(own)]


def figures(one: JudgeCandidate) -> Iterator[str]:
    """What is told and asked of nothing."""
    held = one.figures
    if held.agreement is not None:
        more = held.more_events_a_day
        work = "" if more is None else f"; {events(more)} for the analysts"
        yield f"both decide alike on {held.agreement:.1%} of the pairs{work}"
    if held.relevant_gains is not None and held.relevant_losses is not None:
        yield (
            f"relevant of what only it keeps {held.relevant_gains:.0%}, of what only its primary "
            f"keeps {held.relevant_losses:.0%}, by labels"
        )


def outlook(one: JudgeCandidate) -> str:
    """How long a verdict takes at these rates."""
    return one.outlook.words if one.outlook else until_verdict(None)


def summary(told: JudgeOutput) -> Iterator[str]:
    """Which languages can reach a verdict at all, and what the labels were of."""
    soon = [name(one) for one in told.candidates if one.outlook and one.outlook.days is not None]
    late = [one.language for one in told.candidates if not one.outlook or one.outlook.days is None]
    if late:
        distinct = list(dict.fromkeys(late))
        yield (
            f"no verdict within a month at these rates: {listed(distinct, longest=20)}; a person "
            "judges those (docs/judging.md, by hand)"
        )
    if soon and late:
        yield f"within a month: {counted(len(soon), 'candidate')}"
    if told.strange_labels:
        yield (
            f"{told.strange_labels:,} of {counted(told.labels, 'labelled event')} from apart are "
            "not in the log"
        )

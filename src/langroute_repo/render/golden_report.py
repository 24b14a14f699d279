"""What golden queries found, for people on a terminal and on GitHub, and for machines."""

from collections.abc import Iterator, Sequence

from langroute_repo.golden.answer import Asked
from langroute_repo.golden.judge import GoldenFault, expected, fits
from langroute_repo.golden.target import Target
from langroute_repo.output.golden import (
    GoldenAnswer,
    GoldenOutput,
    GoldenProblem,
    GoldenTarget,
    State,
)
from langroute_repo.render.endpoints import endpoint_of, place
from langroute_repo.render.markdown import prose
from langroute_repo.wording import counted, listed

WORDS = {
    "no-right": "the right to ask it is missing",
    "no-answer": "no answer",
    "alike": "all scores are alike",
    "order-turned": "the order is turned round",
    "answers-mixed-up": "answers are mixed up",
    "other-scores": "another model's or language's scores",
    "not-repeatable": "not repeatable",
    "score-differs": "another score",
    "slow": "slow",
}
STATES = {
    "right": "right",
    "wrong": "WRONG",
    "out-of-date": "out of date",
    "not-recorded": "nothing recorded",
}


def told(target: Target, asked: Sequence[Asked], faults: Sequence[GoldenFault]) -> GoldenTarget:
    """A target with all that came of asking it; nothing where its file says nothing of it."""
    why = target.outdated or ("" if asked else "no event has a score yet")
    state: State = "wrong" if faults else "right"
    if why:
        state = "out-of-date" if target.outdated else "not-recorded"
    return GoldenTarget(
        model=target.decision.model,
        language=target.decision.language,
        role=target.role,
        endpoint=endpoint_of(target.decision.endpoint),
        asked=target.digest,
        file=target.file.path,
        state=state,
        why=why,
        answers=[_answer(target, one) for one in asked],
        faults=[
            GoldenProblem(kind=one.kind, message=one.message, events=list(one.events))
            for one in faults
        ],
    )


def _answer(target: Target, one: Asked) -> GoldenAnswer:
    return GoldenAnswer(
        event=one.place,
        about=one.event.about,
        expected=expected(one.event),
        scores=[answer.score for answer in one.answers],
        latency_ms=[round(answer.latency_ms, 1) for answer in one.answers],
        right=all(fits(target, one.event, answer) for answer in one.answers),
    )


def text(report: GoldenOutput) -> str:
    """A line for each that was asked, below it what is wrong, and what nobody can say."""
    return "\n".join([*_lines(report), "", summary(report)]) + "\n"


def _lines(report: GoldenOutput) -> Iterator[str]:
    for one in report.targets:
        yield f"{STATES[one.state]:<16}  {_who(one)}, at {place(one.endpoint)}"
        if one.why:
            command = f"./langroute golden record {_command(report, one)}"
            yield f"  {one.why}; record them anew: {command}"
        for fault in one.faults:
            yield f"  {_fault(one, fault)}"
    if report.unasked:
        yield f"{'not asked':<16}  {unasked(report)}"


def _fault(one: GoldenTarget, fault: GoldenProblem) -> str:
    """What is wrong; a score that differs by its event, for that is read beside the file."""
    if fault.kind == "score-differs" and len(fault.events) == 1:
        (at,) = fault.events
        return f"event {at + 1}, {about_of(one, at)}: {fault.message}"
    return f"{WORDS[fault.kind]}: {fault.message}"


def about_of(target: GoldenTarget, at: int) -> str:
    """What a person says of the event at a place of the file."""
    return next((one.about for one in target.answers if one.event == at), "")


def _who(one: GoldenTarget) -> str:
    role = f"the {one.role}" if one.role else "not routed yet"
    return f"{one.model} in {one.language}, {role}"


def _command(report: GoldenOutput, one: GoldenTarget) -> str:
    return f"{report.environment} --model {one.model} --language {one.language}"


def unasked(report: GoldenOutput) -> str:
    """The routes that have no golden queries, in a sentence."""
    names = [f"{one.model} in {one.language}" for one in report.unasked]
    return f"{counted(len(names), 'route')} without golden queries: {listed(names)}"


def summary(report: GoldenOutput) -> str:
    """How many of how many, and after how many requests."""
    states = [one.state for one in report.targets]
    asked = sum(state in ("right", "wrong") for state in states)
    wrong = states.count("wrong")
    verdict = (
        f"{wrong} of {asked} do not answer as they have to"
        if wrong
        else f"{asked} of {asked} answer as they have to"
    )
    older = len(states) - asked
    rest = f", {older} cannot be asked" if older else ""
    return f"{report.environment}: {verdict}{rest}; {counted(report.requests, 'request')}"


def markdown(report: GoldenOutput) -> str:
    """The same as a table, for a job's summary or an issue."""
    rows = [f"### Golden queries of {prose(report.environment)}", "", prose(summary(report)), ""]
    rows += ["| model | language | endpoint | | what is wrong |", "|---|---|---|---|---|"]
    for one in report.targets:
        said = [_fault(one, fault) for fault in one.faults] or [one.why]
        cells = [one.model, one.language, place(one.endpoint), STATES[one.state]]
        wrong = "<br>".join(map(prose, said))
        rows.append(f"| {' | '.join(map(prose, cells))} | {wrong} |")
    if report.unasked:
        rows += ["", prose(unasked(report))]
    return "\n".join(rows) + "\n"

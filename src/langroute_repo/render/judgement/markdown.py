"""What a judge says, for a pull request or an issue: a table of all, and each behind a click.

Names and reasons come from files and logs: they are shown as they are and do nothing.
"""

from collections.abc import Iterator, Sequence

from langroute_repo.output.judge import JudgeCandidate, JudgeOutput
from langroute_repo.render.comment.parts import bold, folded
from langroute_repo.render.judgement.text import (
    STATES,
    WORDS,
    doubts,
    figures,
    outlook,
    sentence,
    summary,
)
from langroute_repo.render.markdown import brief, prose

REASON = 300  # characters
SHOWN = "all that is asked for is shown"


def markdown(told: JudgeOutput) -> str:
    """All candidates in a table, then the questions of each."""
    parts = [
        "\n".join(_table(("language", "candidate", "verdict", "why"), map(_row, told.candidates))),
        "\n".join(f"- {prose(line)}" for line in summary(told)),
        *map(_details, told.candidates),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _row(one: JudgeCandidate) -> Sequence[str]:
    why = "; ".join(one.reasons[:2]) or SHOWN
    verdict = f"**{WORDS[one.verdict]}**"
    return prose(one.language), prose(_name(one)), verdict, brief(why, REASON)


def _details(one: JudgeCandidate) -> str:
    questions = (
        (STATES[clause.state], prose(clause.name), brief(sentence(clause), REASON))
        for clause in one.clauses
    )
    lines = (*doubts(one), *figures(one), outlook(one))
    title = f"{bold(one.language)} {prose(_name(one))}: {WORDS[one.verdict]}"
    told = [
        "\n".join(_table(("", "question", "answer"), questions)),
        "\n".join(f"- {brief(line, REASON)}" for line in (one.since, *lines)),
    ]
    return folded(title, "\n\n".join(told))


def _name(one: JudgeCandidate) -> str:
    return f"{one.role} {one.model}"


def _table(header: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"

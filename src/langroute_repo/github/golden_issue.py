"""Keeps one open issue for each model of an environment while an endpoint of it answers wrongly."""

from collections.abc import Iterator, Sequence

from langroute_repo.github.client import GitHub
from langroute_repo.github.kept_issue import closed, kept, open_issue
from langroute_repo.output.golden import GoldenOutput, GoldenTarget
from langroute_repo.render.endpoints import place
from langroute_repo.render.golden_report import WORDS, about_of
from langroute_repo.render.hidden_marker import marker
from langroute_repo.render.markdown import cut, prose

KIND = "golden"
LINE, SHOWN = 300, 100  # characters, and lines


def tell_answers(github: GitHub, report: GoldenOutput, author: str) -> Iterator[str]:
    """Open, renew or close the issue of each model that was asked; what was done, a line each.

    A model of which nothing could be asked, for its scores are out of date, keeps what there is.
    """
    for model in sorted({one.model for one in report.targets}):
        targets = [one for one in report.targets if one.model == model]
        wrong = [one for one in targets if one.state == "wrong"]
        facts: dict[str, object] = {"environment": report.environment, "model": model}
        there = open_issue(github, KIND, facts, author)
        if wrong:
            title = f"{model} answers otherwise than it has to in {report.environment}"
            yield kept(github, there, title, body(report.environment, model, wrong))
        elif there and any(one.state == "right" for one in targets):
            yield closed(github, there, f"{prose(model)} answers as it has to again.")


def body(environment: str, model: str, wrong: Sequence[GoldenTarget]) -> str:
    """It holds no score that came: noise would make another text of the same fault each time."""
    lines = [line for one in wrong for line in _lines(one)]
    rest = [f"- … and {len(lines) - SHOWN:,} more"] if len(lines) > SHOWN else []
    command = f"./langroute golden {environment} --model {model}"
    parts = [
        marker(KIND, environment=environment, model=model),
        "\n".join([*lines[:SHOWN], *rest]),
        f"`{command}` asks it again and shows each score. Is it the endpoint, "
        f"`./langroute rollback {environment}` goes back to what was routed before, and "
        "`./langroute set TAG canary none` takes a canary out by pull request; is it meant, "
        f"`./langroute golden record {environment} --model {model}` writes what comes. This issue "
        "is kept up to date, and closed when all answers are right.",
    ]
    return "\n\n".join(parts) + "\n"


def _lines(one: GoldenTarget) -> Iterator[str]:
    yield f"- **{prose(one.language)}**, at {prose(place(one.endpoint))}"
    for fault in one.faults:
        said = WORDS[fault.kind]
        if fault.kind == "other-scores":
            said = f"{said}: {fault.message}"
        named = "; ".join(about_of(one, at) for at in fault.events[:3])
        more = f": {named}" if named and fault.kind == "score-differs" else ""
        yield f"  - {prose(cut(said + more, LINE))}"

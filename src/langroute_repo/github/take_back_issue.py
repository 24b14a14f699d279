"""Keeps one open issue for each canary while it is to be taken back: somebody has to hear of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from langroute_repo.github.client import GitHub
from langroute_repo.github.kept_issue import closed, kept, open_issue
from langroute_repo.render.hidden_marker import marked, marker
from langroute_repo.render.markdown import cut, prose

KIND = "take-back"
OVER = "It is not to be taken back any more, or is no canary now."
LINE = 300  # characters of a sentence


class TakeBack(NamedTuple):
    """A canary that is to be taken back, and why: a sentence for each question that it fails."""

    language: str
    model: str
    why: Sequence[str]
    proposed: bool  # as a pull request; else something holds that back

    @property
    def facts(self) -> dict[str, object]:
        return {"language": self.language, "model": self.model}


def tell_take_backs(github: GitHub, found: Sequence[TakeBack], author: str) -> Iterator[str]:
    """Open, renew or close the issues; what was done, a line each."""
    for one in found:
        there = open_issue(github, KIND, one.facts, author)
        title = f"{one.language}: the canary {one.model} is to be taken back"
        yield kept(github, there, title, _body(one))
    wanted = [one.facts for one in found]
    for issue in github.issues():
        facts = marked(KIND, issue.body) if issue.author == author else None
        if facts is not None and facts not in wanted:
            yield closed(github, issue, OVER)


def _body(one: TakeBack) -> str:
    how = (
        "A pull request of `langroute/ramp-…` proposes it."
        if one.proposed
        else "Nothing proposes it, for the check would refuse or ask; `./langroute ramp` says what."
    )
    parts = [
        marker(KIND, **one.facts),
        "\n".join(f"- {prose(cut(why, LINE))}" for why in one.why),
        f"{how} At once: `./langroute set {prose(one.language)} canary none`, or "
        "`./langroute rollback` where its start was the last push. This issue is kept up to date, "
        "and closed when there is nothing to take back.",
    ]
    return "\n\n".join(parts) + "\n"

"""Keeps one open issue for each environment while what is live differs from the default branch."""

from collections.abc import Sequence
from dataclasses import dataclass

from langroute_repo.findings import Ending
from langroute_repo.github.client import GitHub
from langroute_repo.github.kept_issue import closed, kept, open_issue
from langroute_repo.render.hidden_marker import marker
from langroute_repo.render.markdown import code, cut, fenced, prose

KIND = "drift"
ENDING, ENDING_TITLE = "ending", "What ends within 30 days"
SHOWN, LINE = 100, 300  # lines, and characters of each


@dataclass(frozen=True, slots=True)
class LiveDifference:
    """What is live against what the branch compiles to, in words that hold no age.

    So that the same difference is the same text whenever it is looked at.
    """

    environment: str
    live: str
    origin: str
    taken_back: str  # what a push brought since and did not stay; else empty
    verdict: str
    lines: Sequence[str]

    @property
    def title(self) -> str:
        return f"{self.environment} runs another document than the repository holds"

    @property
    def body(self) -> str:
        name = prose(self.environment)
        rest = len(self.lines) - SHOWN
        more = [f"… and {rest:,} more"] if rest > 0 else []
        shown = [*(cut(one, LINE) for one in self.lines[:SHOWN]), *more]
        origin = f" {prose(cut(self.origin, LINE))}." if self.origin else ""
        parts = [
            marker(KIND, environment=self.environment),
            f"**{name} runs {prose(cut(self.live, LINE))}.**{origin}",
            *([f"{prose(cut(self.taken_back, LINE))}."] if self.taken_back else []),
            f"{prose(cut(self.verdict.rstrip(':'), LINE))}{':' if shown else '.'}",
            *([fenced(shown)] if shown else []),
            f"`./langroute drift {self.environment}` shows it as it is now. It ends when what is "
            "merged is pushed, or reverted: "
            f"`./langroute rollback {self.environment} --pull-request` proposes that after a "
            "rollback. This issue is kept up to date, and closed when they agree.",
        ]
        return "\n\n".join(parts) + "\n"


def tell_difference(github: GitHub, found: LiveDifference, author: str) -> str:
    """Open the issue, or bring it up to date where it says something else; what was done."""
    there = open_issue(github, KIND, {"environment": found.environment}, author)
    return kept(github, there, found.title, found.body)


def tell_ending(github: GitHub, ending: Sequence[Ending], author: str) -> str:
    """Keep one open issue of what ends within 30 days, and close it when nothing does."""
    there = open_issue(github, ENDING, {}, author)
    if ending:
        return kept(github, there, ENDING_TITLE, _ending_body(ending))
    return closed(github, there) if there else ""


def _ending_body(ending: Sequence[Ending]) -> str:
    """It holds no number of days, so that it is the same text until something else ends."""
    lines = [
        f"- {one.day}: {code(cut(one.path, LINE))}, {prose(cut(one.what, LINE))}"
        + (f" ({prose(', '.join(one.owners))})" if one.owners else "")
        for one in ending[:SHOWN]
    ]
    rest = [f"- … and {len(ending) - SHOWN:,} more"] if len(ending) > SHOWN else []
    after = "Nothing of it blocks anybody on its day; what it says is only less true from then on."
    return "\n\n".join([marker(ENDING), "\n".join([*lines, *rest]), after]) + "\n"


def tell_agreement(github: GitHub, environment: str, live: str, author: str) -> str:
    """Close the issue with a sentence, where one is open; what was done, empty for nothing."""
    there = open_issue(github, KIND, {"environment": environment}, author)
    if there is None:
        return ""
    said = (
        f"{prose(environment)} runs {prose(cut(live, LINE))}, which is what the repository holds."
    )
    return closed(github, there, said)

"""Keeps one open issue for each environment while what is live differs from the default branch."""

from collections.abc import Sequence
from dataclasses import dataclass

from langroute_repo.github.client import GitHub, Issue
from langroute_repo.render.hidden_marker import marked, marker, plain
from langroute_repo.render.markdown import cut, fenced, prose

KIND = "drift"
SHOWN, LINE = 100, 300  # lines, and characters of each


@dataclass(frozen=True, slots=True)
class Difference:
    """What is live against what the branch compiles to, in words that hold no age.

    So that the same difference is the same text whenever it is looked at.
    """

    environment: str
    live: str
    origin: str
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
            f"{prose(cut(self.verdict.rstrip(':'), LINE))}{':' if shown else '.'}",
            *([fenced(shown)] if shown else []),
            f"`./langroute drift {self.environment}` shows it as it is now. It ends when what is "
            "merged is pushed, or reverted: "
            f"`./langroute rollback {self.environment} --pull-request` proposes that after a "
            "rollback. This issue is kept up to date, and closed when they agree.",
        ]
        return "\n\n".join(parts) + "\n"


def open_issue(github: GitHub, environment: str, author: str) -> Issue | None:
    """The oldest open one; by marker and author, for anybody can write the marker."""
    found = [
        one
        for one in github.issues()
        if one.author == author and marked(KIND, one.body) == {"environment": environment}
    ]
    return min(found, key=lambda one: one.number, default=None)


def tell_difference(github: GitHub, found: Difference, author: str) -> str:
    """Open the issue, or bring it up to date where it says something else; what was done."""
    there = open_issue(github, found.environment, author)
    if there is None:
        made = github.open_issue(found.title, found.body)
        return f"opened #{made.number}: {made.url}"
    if (there.title, plain(there.body)) == (found.title, plain(found.body)):
        return f"#{there.number} says so already: {there.url}"
    github.edit_issue(there.number, title=found.title, body=found.body)
    return f"brought #{there.number} up to date: {there.url}"


def tell_agreement(github: GitHub, environment: str, live: str, author: str) -> str:
    """Close the issue with a sentence, where one is open; what was done, empty for nothing."""
    there = open_issue(github, environment, author)
    if there is None:
        return ""
    said = (
        f"{prose(environment)} runs {prose(cut(live, LINE))}, which is what the repository holds."
    )
    # A run that was cut short between the two calls said it already.
    if not any(plain(one.body) == said for one in github.comments(there.number)):
        github.comment(there.number, said)
    github.edit_issue(there.number, state="closed", state_reason="completed")
    return f"closed #{there.number}: {there.url}"

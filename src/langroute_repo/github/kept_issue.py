"""What all issues have in common that are kept open while something is the matter."""

from langroute_repo.github.client import GitHub, Issue
from langroute_repo.github.closing import say_once
from langroute_repo.render.hidden_marker import marked, plain


def open_issue(github: GitHub, kind: str, facts: dict[str, object], author: str) -> Issue | None:
    """The oldest open one; by marker and author, for anybody can write the marker."""
    found = [
        one for one in github.issues() if one.author == author and marked(kind, one.body) == facts
    ]
    return min(found, key=lambda one: one.number, default=None)


def kept(github: GitHub, there: Issue | None, title: str, body: str) -> str:
    """Open it, or bring it up to date where it says something else; what was done."""
    if there is None:
        made = github.open_issue(title, body)
        return f"opened #{made.number}: {made.url}"
    if (there.title, plain(there.body)) == (title, plain(body)):
        return f"#{there.number} says so already: {there.url}"
    github.edit_issue(there.number, title=title, body=body)
    return f"brought #{there.number} up to date: {there.url}"


def closed(github: GitHub, there: Issue, said: str = "") -> str:
    """Close it, with a sentence of Markdown where there is one; what was done."""
    if said:
        say_once(github, there.number, said)
    github.edit_issue(there.number, state="closed", state_reason="completed")
    return f"closed #{there.number}: {there.url}"

"""Tells on merged pull requests what of them nobody was shown, once for each environment."""

from collections.abc import Iterator

from langroute_repo.github.client import GitHub
from langroute_repo.output.shown import ShownChange, ShownOutput
from langroute_repo.render.hidden_marker import marked, marker
from langroute_repo.render.markdown import code, cut, fenced, prose

KIND = "unshown"
SHOWN, LINE = 40, 300  # lines, and characters of each
PARTS = 20


def tell_unshown(github: GitHub, found: ShownOutput, author: str) -> Iterator[str]:
    """What was done, in words. What was told already, by our own comment, is not told again."""
    for change in found.changes:
        if not change.not_shown or change.pull_request is None:
            continue
        facts: dict[str, object] = {
            "environment": found.environment,
            "commit": change.commit,
        }
        comments = github.comments(change.pull_request)
        if any(one.author == author and marked(KIND, one.body) == facts for one in comments):
            yield f"#{change.pull_request} was told already"
            continue
        github.comment(change.pull_request, _body(found, change, facts))
        yield f"#{change.pull_request}: told what was not shown"


def _body(found: ShownOutput, change: ShownChange, facts: dict[str, object]) -> str:
    names = [prose(one.lstrip(":")) for one in change.not_shown[:PARTS]]
    more = len(change.not_shown) - PARTS
    told = ", ".join(names) + (f" and {more:,} more" if more > 0 else "")
    lines = [cut(one, LINE) for one in change.lines[:SHOWN]]
    left = len(change.lines) - SHOWN
    lines += [f"… and {left:,} more"] if left > 0 else []
    waits = (
        f"Somebody who may approve {code(f'{found.environment}-unshown')} has to look at it."
        if found.reviewers
        else "Nobody is asked to approve it: whoever means it starts `push` by hand, as "
        "docs/github.md says."
    )
    parts = [
        marker(KIND, **facts),
        f"**This was merged, and not everything of it was shown here before:** {told}. "
        f"{prose(cut(change.why, LINE))}.",
        *([fenced(lines)] if lines else []),
        f"{prose(found.environment)} does not get it by itself. {waits}",
    ]
    return "\n\n".join(parts) + "\n"

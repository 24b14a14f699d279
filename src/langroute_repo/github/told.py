"""What the comment on a merged pull request has shown of a commit of the default branch."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from langroute_repo.diff.shown import Told
from langroute_repo.github.client import Comment, GitHub, PullRequest
from langroute_repo.render.comment.header import Header, header_of


@dataclass(frozen=True, slots=True)
class Telling:
    """The pull request, and by environment what its comment tells; ``why`` it tells nothing.

    ``awaited`` is a comment that may still come: one is written a minute after its check.
    """

    pull: PullRequest | None = None
    shown: Mapping[str, Told] = field(default_factory=dict)
    why: str = ""
    awaited: bool = False


def told_of(github: GitHub, commit: str, author: str) -> Telling:
    """By the pull request that brought it.

    Its comment counts where ``author`` wrote it and nobody else has edited it since, and where it
    tells of this pull request and of the very head that was merged.
    """
    merged = [one for one in github.pull_requests_of(commit) if _brought(one)]
    if not merged:
        return Telling(why="no merged pull request brought it")
    tellings = [_told_on(github, pull, author) for pull in merged]
    return next((one for one in tellings if one.shown), tellings[0])


def _brought(pull: PullRequest) -> bool:
    return pull.merged and pull.base_ref == pull.default_branch


def _told_on(github: GitHub, pull: PullRequest, author: str) -> Telling:
    found = _comment(github, pull, author)
    if found is None:
        why = f"there is no review of {pull.head_sha[:12]}, which was merged"
        return Telling(pull, why=why, awaited=True)
    comment, header = found
    editor = github.last_editor(comment)
    if editor not in ("", author):
        return Telling(pull, why=f"its review was edited by {editor}")
    return Telling(pull, header.shown, "" if header.shown else "its review did not finish")


def _comment(github: GitHub, pull: PullRequest, author: str) -> tuple[Comment, Header] | None:
    for one in github.comments(pull.number):
        header = header_of(one.body) if one.author == author else None
        if header and (header.number, header.head) == (pull.number, pull.head_sha):
            return one, header
    return None

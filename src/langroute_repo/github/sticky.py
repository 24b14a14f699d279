"""Keeps one comment of ours on a pull request, and lets no older review replace a newer one."""

from collections.abc import Callable
from enum import Enum

from langroute_repo.github.checked import unfit
from langroute_repo.github.client import Comment, GitHub, PullRequest
from langroute_repo.render.comment.header import MARKER, Header, header_of
from langroute_repo.render.hidden_marker import plain


class Kept(Enum):
    """What became of it, in words."""

    WRITTEN = "wrote the comment"
    UPDATED = "updated the comment"
    SAME = "the comment says so already"
    NEEDLESS = "nothing changes and nothing is found: no comment"
    OVERTAKEN = "a newer run told of this commit already"
    MOVED = "the pull request moved on"


def keep(
    github: GitHub,
    pull: PullRequest,
    header: Header,
    written: Callable[[str], str],
    author: str,
    silent: bool,
) -> Kept:
    """Write or update the comment; a ``silent`` one only replaces one that is there.

    ``written`` makes its body beside the one that it replaces, which is empty where there is none.
    """
    ours = _ours(github, pull, author)
    body = written(plain(ours.body) if ours else "")
    if ours is None and silent:
        return Kept.NEEDLESS
    # What somebody has edited, to a newer run for instance, is written anew: it shows nothing.
    if ours and (done := _done(ours, header, body)) and github.last_editor(ours) in ("", author):
        return done
    # Reading pages of comments takes a while, in which somebody may have pushed.
    if unfit(github.pull_request(pull.number), header.head):
        return Kept.MOVED
    if ours is None:
        github.comment(pull.number, body)
        return Kept.WRITTEN
    github.edit_comment(ours.id, body)
    return Kept.UPDATED


def _done(ours: Comment, header: Header, body: str) -> Kept | None:
    """Why the comment may stay as it is; None where it may not."""
    old = header_of(ours.body)
    if old is not None and old.newer_than(header):
        return Kept.OVERTAKEN
    return Kept.SAME if plain(ours.body) == plain(body) else None


def _ours(github: GitHub, pull: PullRequest, author: str) -> Comment | None:
    """By marker and author: anybody can write the marker, or quote the comment."""
    return next(
        (
            one
            for one in github.comments(pull.number)
            if one.author == author and one.body.startswith(MARKER)
        ),
        None,
    )

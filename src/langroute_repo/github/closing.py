"""Closes a pull request of ours that nobody needs any more, with a sentence."""

from langroute_repo.github.client import GitHub, PullRequest
from langroute_repo.render.hidden_marker import plain


def close(github: GitHub, pull: PullRequest, because: str) -> None:
    """Say why, once, and close it; ``because`` is Markdown."""
    say_once(github, pull.number, because)
    github.close_pull_request(pull.number)


def say_once(github: GitHub, number: int, said: str) -> None:
    """Comment on a pull request or an issue, for good: ``said`` is Markdown.

    A run that was cut short before it could close it said it already.
    """
    if not any(plain(one.body) == said for one in github.comments(number)):
        github.comment(number, said)

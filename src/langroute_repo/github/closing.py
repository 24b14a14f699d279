"""Closes a pull request of ours that nobody needs any more, with a sentence."""

from langroute_repo.github.client import GitHub, PullRequest
from langroute_repo.render.hidden_marker import plain


def close(github: GitHub, pull: PullRequest, because: str) -> None:
    """Say why, once, and close it; ``because`` is Markdown."""
    # A run that was cut short between the two calls said it already.
    if not any(plain(one.body) == because for one in github.comments(pull.number)):
        github.comment(pull.number, because)
    github.close_pull_request(pull.number)

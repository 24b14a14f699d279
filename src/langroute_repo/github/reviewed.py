"""Which plan the review of a merged pull request saw, as its comment keeps it."""

from langroute_repo.github.client import GitHub, PullRequest
from langroute_repo.render.comment.header import Header, header_of


class Unreviewed(Exception):
    """No review is known; the message says why."""


def reviewed_plan(github: GitHub, commit: str, environment: str, author: str) -> str:
    """The plan hash of an environment in the comment on the pull request that brought a commit.

    The comment counts when ``author`` wrote it and it tells of the very head that was merged.
    """
    merged = [one for one in github.pull_requests_of(commit) if _brought(one)]
    if not merged:
        raise Unreviewed(f"no merged pull request brought {commit[:12]}")
    told = []
    for pull in merged:
        header = _header(github, pull, author)
        if header is not None and environment in header.plan:
            return header.plan[environment]
        told.append(_why(pull, header, environment))
    raise Unreviewed("; ".join(told))


def _brought(pull: PullRequest) -> bool:
    return pull.merged and pull.base_ref == pull.default_branch


def _header(github: GitHub, pull: PullRequest, author: str) -> Header | None:
    """Of the comment that tells of what was merged; that of an earlier head is no review of it."""
    for one in github.comments(pull.number):
        header = header_of(one.body) if one.author == author else None
        if header is not None and header.head == pull.head_sha:
            return header
    return None


def _why(pull: PullRequest, header: Header | None, environment: str) -> str:
    if header is None:
        return f"#{pull.number} has no review of {pull.head_sha[:12]}, which was merged"
    return f"the review of #{pull.number} holds no plan for {environment}"

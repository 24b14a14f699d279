"""Which pull request a run of the check was of: by what GitHub says of the run, and no one else.

A commit may be the head of several pull requests, forks' as well. A branch of a repository is that
of at most one open pull request into the default branch.
"""

from dataclasses import dataclass

from langroute_repo.github.client import GitHub, PullRequest

ANCESTOR = ("ahead", "identical")  # how the default branch stands to a commit that it holds


@dataclass(frozen=True, slots=True)
class CheckedHead:
    """The commit that a run was started for, and the branch of which repository it was there."""

    commit: str
    repository: str  # OWNER/NAME
    branch: str


class Unfit(Exception):
    """There is no pull request that may be told of a run; the message says why."""


def pull_request_of(github: GitHub, checked: CheckedHead) -> PullRequest:
    """The open one, else the last one that was merged with exactly this head."""
    owner = checked.repository.partition("/")[0]
    branch = f"{owner}:{checked.branch}"
    ours = [
        one
        for one in github.pull_requests("all", head=branch)
        if one.head_repository == checked.repository
    ]
    fit = [one for one in ours if not unfit(one, checked.commit)]
    fit.sort(key=lambda one: (one.state == "open", one.number))
    if fit:
        return fit[-1]
    why = [f"#{one.number} {unfit(one, checked.commit)}" for one in ours]
    raise Unfit("; ".join(why) or f"nobody proposes {checked.branch} of {checked.repository}")


def unfit(pull: PullRequest, head: str) -> str:
    """Why a review of this head is none of a pull request as it is now; empty where it is one."""
    if pull.base_ref != pull.default_branch:
        return f"is into {pull.base_ref}, and not into {pull.default_branch}"
    if pull.head_sha != head:
        return "has another head by now"
    if pull.state != "open" and not pull.merged:
        return "was closed"
    return ""


def misfit(github: GitHub, pull: PullRequest, number: int | None, base: str | None) -> str:
    """What a review says of itself that is not so; empty where all of it is.

    ``number`` is the pull request that it names, ``base`` the commit it was compared with; of what
    it does not name nothing is held against it.
    """
    if number is not None and number != pull.number:
        return f"the review is of #{number}, and the run that made it was of #{pull.number}"
    if base is not None and github.compared(base, pull.default_branch) not in ANCESTOR:
        return f"the review was compared with a commit that {pull.default_branch} does not hold"
    return ""

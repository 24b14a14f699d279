"""Keeps one open pull request for each environment that reverts the repository to what is live."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from langroute_repo.github.client import GitHub, PullRequest
from langroute_repo.github.closing import close
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.remote import SERVER
from langroute_repo.github.scratch import Scratch
from langroute_repo.render.hidden_marker import marked
from langroute_repo.render.live.revert import Revert, body, comment
from langroute_repo.render.markdown import prose

PREFIX = "langroute/revert"
LEFT_ALONE = "is open, and somebody else has changed it: it is left alone"
MOST_ORIGINS = 10  # pull requests that are told


@dataclass(frozen=True, slots=True)
class Proposal:
    """The pull request, and what became of it in words."""

    pull: PullRequest
    done: str

    def __str__(self) -> str:
        return f"#{self.pull.number} {self.done}: {self.pull.url}"


def proposed(github: GitHub, environment: str) -> PullRequest | None:
    """The open one of an environment; a fork's branch may have the same name."""
    branch = re.compile(f"{PREFIX}-{re.escape(environment)}-[0-9a-f]{{12}}")
    for one in github.pull_requests():
        ours = one.head_repository.lower() == github.api.repository.lower()
        if ours and branch.fullmatch(one.head_ref):
            return one
    return None


def propose(github: GitHub, scratch: Scratch, revert: Revert, commit: str) -> Proposal:
    """Open it; where one is open, bring it up to date, and only when it says something else."""
    there = proposed(github, revert.environment)
    if there is not None:
        return _renewed(github, scratch, revert, commit, there)
    branch = f"{PREFIX}-{revert.environment}-{revert.source}"
    scratch.push(commit, branch, scratch.remote.commit_of(scratch.root, branch))
    try:
        base = scratch.remote.branch
        made = github.open_pull_request(branch, base, revert.title, body(revert, commit))
    except GitHubError as error:
        raise _by_hand(github, branch, error) from error
    return Proposal(made, "proposes the revert")


def withdraw(github: GitHub, there: PullRequest, because: str) -> Proposal:
    """Close the open one with a sentence, unless somebody else has changed it."""
    if (marked("revert", there.body) or {}).get("head") != there.head_sha:
        return Proposal(there, LEFT_ALONE)
    close(github, there, prose(f"{because}."))
    return Proposal(there, "was closed")


def _renewed(
    github: GitHub, scratch: Scratch, revert: Revert, commit: str, there: PullRequest
) -> Proposal:
    old = marked("revert", there.body) or {}
    if all(old.get(key) == value for key, value in revert.facts.items()):
        return Proposal(there, "proposes the revert already")
    if old.get("head") != there.head_sha:
        return Proposal(there, LEFT_ALONE)
    scratch.push(commit, there.head_ref, there.head_sha)
    edited = github.edit_pull_request(there.number, revert.title, body(revert, commit))
    return Proposal(edited, "was brought up to date")


def _by_hand(github: GitHub, branch: str, error: GitHubError) -> GitHubError:
    """The branch is there: a person may open what the token may not."""
    server = os.environ.get("GITHUB_SERVER_URL", "").rstrip("/") or SERVER
    where = f"{server}/{github.api.repository}/compare/{branch}?expand=1"
    setting = "a workflow may only where Settings, Actions, General allows it to create them"
    hint = "; ".join(filter(None, [error.hint, f"open it by hand: {where}", setting]))
    return type(error)(f"the branch {branch} is pushed, but {error.message}", hint)


def tell_origins(
    github: GitHub, revert: Revert, deployments: list[int], number: int, author: str
) -> list[int]:
    """Say on each pull request that brought what is reverted why; the ones told now.

    Once for each time that it is taken back, however often this runs.
    """
    facts: dict[str, object] = {"environment": revert.environment, "deployments": deployments}
    told = []
    for pull in _origins(github, revert, number):
        if not _knows(github, pull, facts, author):
            github.comment(pull.number, comment(revert, number, facts))
            told.append(pull.number)
    return told


def _origins(github: GitHub, revert: Revert, number: int) -> Iterator[PullRequest]:
    found: dict[int, PullRequest] = {}
    for commit in revert.commits:
        for pull in github.pull_requests_of(commit.id):
            if pull.merged and pull.number != number:
                found[pull.number] = pull
        if len(found) >= MOST_ORIGINS:
            break
    yield from list(found.values())[:MOST_ORIGINS]


def _knows(github: GitHub, pull: PullRequest, facts: dict[str, object], author: str) -> bool:
    return any(
        one.author == author and marked("taken-back", one.body) == facts
        for one in github.comments(pull.number)
    )

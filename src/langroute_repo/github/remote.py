"""The repository that a branch is pushed to: where it is, its default branch, and our token for it.

git speaks with it, not the API, so that a commit is exactly what was tried here.
"""

import os
import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from langroute_repo.github.api import may_get_a_token
from langroute_repo.github.errors import GitHubError
from langroute_repo.tree.git import GitError, git

NAME = "origin"
SERVER = "https://github.com"
COMMANDS = ("fetch", "for-each-ref", "ls-remote", "push", "rev-parse")
# No hook of a caller's settings runs, and nobody is asked for a password.
UNHOOKED = ("-c", f"core.hooksPath={os.devnull}")


@dataclass(frozen=True, slots=True)
class Remote:
    """Where to fetch from and push to, and the name of the default branch there."""

    url: str
    branch: str

    def fetch(self, into: Path) -> str:
        """Bring the default branch to a clone; the commit where it is now."""
        here = f"refs/remotes/{NAME}/{self.branch}"
        spec = f"+refs/heads/{self.branch}:{here}"
        _ask(into, self.url, "fetch", "--quiet", "--no-tags", self.url, spec)
        return _ask(into, self.url, "rev-parse", here)

    def fetch_pull_request(self, into: Path, number: int) -> str:
        """Bring the head of a pull request, a fork's as well; its commit. Nothing is laid out."""
        here = f"refs/remotes/{NAME}/pull/{number}"
        spec = f"+refs/pull/{number}/head:{here}"
        _ask(into, self.url, "fetch", "--quiet", "--no-tags", "--depth=1", self.url, spec)
        return _ask(into, self.url, "rev-parse", here)

    def commit_of(self, near: Path, branch: str) -> str:
        """Where a branch is there now; empty when there is none of this name."""
        told = _ask(near, self.url, "ls-remote", self.url, f"refs/heads/{branch}")
        return told.partition("\t")[0]

    def fetch_branches(self, into: Path, beginning: str) -> dict[str, str]:
        """Bring all branches whose names begin so to a clone; each with its commit."""
        here = f"refs/remotes/{NAME}/"
        spec = f"+refs/heads/{beginning}*:{here}{beginning}*"
        _ask(into, self.url, "fetch", "--quiet", "--no-tags", self.url, spec)
        form = f"--format=%(objectname) %(refname:lstrip={here.count('/')})"
        told = _ask(into, self.url, "for-each-ref", form, f"{here}{beginning}*")
        lines = (line.split(" ", 1) for line in told.splitlines())
        return {name: commit for commit, name in lines}

    def push(self, clone: Path, commit: str, branch: str, expected: str) -> None:
        """Set a branch, unless it is elsewhere than ``expected``; empty: there is none."""
        name = f"refs/heads/{branch}"
        lease = f"--force-with-lease={name}:{expected}"
        _ask(clone, self.url, *UNHOOKED, "push", "--quiet", lease, self.url, f"{commit}:{name}")


def remote(root: Path) -> Remote:
    """The remote of a clone that is called origin."""
    try:
        url = git(root, "remote", "get-url", NAME).decode().strip()
    except GitError as error:
        raise GitHubError(f"this clone has no remote {NAME}: {error}") from error
    told = _ask(root, url, "ls-remote", "--symref", url, "HEAD")
    found = re.match(r"ref: refs/heads/(\S+)\tHEAD$", told, re.MULTILINE)
    if found is None:
        raise GitHubError(f"{NAME} has no default branch, or it is empty", "push main there first")
    return Remote(url, found[1])


def _ask(root: Path, url: str, *words: str) -> str:
    try:
        return git(root, *words, variables=_variables(url)).decode(errors="replace").strip()
    except GitError as error:
        cure = "the job needs `permissions: contents: write`, and GITHUB_TOKEN"
        doing = next(word for word in words if word in COMMANDS)
        raise GitHubError(f"git {doing} at {NAME} failed: {error}", cure) from error


def _variables(url: str) -> dict[str, str]:
    """The token for this server and no other, where no list of processes shows it."""
    quiet = {"GIT_TERMINAL_PROMPT": "0"}
    server = os.environ.get("GITHUB_SERVER_URL", "").rstrip("/") or SERVER
    token = os.environ.get("GITHUB_TOKEN", "").strip()
    if not token or not may_get_a_token(server) or not url.startswith(f"{server}/"):
        return quiet
    basic = b64encode(f"x-access-token:{token}".encode()).decode()
    return quiet | {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{server}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }

"""Where people see and edit the files: the repository's pages, where it is hosted on GitHub."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from langroute_repo.tree.git import GitError, git

GITHUB = "github.com"
# git@host:owner/name.git; whoever is named before the host is left out.
SCP = re.compile(r"(?:[^@/\s]+@)?([A-Za-z0-9.-]+):(?!//)([^\s]+)")
NAME = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Hosted:
    """``web`` is such as `https://github.com/OWNER/NAME`; ``prefix`` the folder of config/ in it.

    ``branch`` is the one that is edited; empty where nobody knows it.
    """

    web: str
    branch: str = ""
    prefix: str = ""

    @property
    def name(self) -> str:
        return "/".join(self.web.split("/")[-2:])

    def edit(self, path: str) -> str:
        """The page of GitHub's editor for a file; empty where no branch is known."""
        if not self.branch:
            return ""
        return f"{self.web}/edit/{quote(self.branch)}/{quote(self.prefix + path)}"

    def pull(self, number: int) -> str:
        return f"{self.web}/pull/{number}"

    def commit(self, name: str) -> str:
        return f"{self.web}/commit/{name}"


def hosted(root: Path) -> Hosted | None:
    """The repository that the remote called origin is, where that is one of GitHub's.

    None of another host's, whose pages have other addresses, and where there is no such remote.
    """
    try:
        web = web_address(git(root, "remote", "get-url", "origin").decode().strip())
        prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    except GitError:
        return None
    return Hosted(web, _branch(root), prefix) if web else None


def web_address(remote: str) -> str:
    """The repository's page by the address that git fetches from; empty where it is no GitHub."""
    if found := SCP.fullmatch(remote):
        host, path = found[1], found[2]
    else:
        try:
            parts = urlsplit(remote)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return ""
    name = path.strip("/").removesuffix(".git")
    return f"https://{host}/{name}" if _is_github(host.lower()) and NAME.fullmatch(name) else ""


def _is_github(host: str) -> bool:
    """GitHub itself, its data residency, the server of this job, or one that is called so."""
    try:
        server = urlsplit(os.environ.get("GITHUB_SERVER_URL", "")).hostname
    except ValueError:
        server = None
    called = host.startswith("github.") or host.endswith((".ghe.com", ".github.com"))
    return host == GITHUB or called or (bool(host) and host == server)


def _branch(root: Path) -> str:
    """The default branch as far as this clone knows it, else the one that is checked out."""
    for words in (
        ("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"),
        ("symbolic-ref", "--quiet", "--short", "HEAD"),
    ):
        try:
            found = git(root, *words).decode().strip().removeprefix("origin/")
        except GitError:
            continue
        if found:
            return found
    run = os.environ.get("GITHUB_REF", "")
    return run.removeprefix("refs/heads/") if run.startswith("refs/heads/") else ""

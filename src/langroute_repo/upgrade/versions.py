"""The versions that an origin has, and how one of them comes here: into refs of our own."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from langroute_repo.tree.git import GitError, git
from langroute_repo.upgrade.release import number

# Below refs/heads and refs/tags they would be taken for the company's own.
REFS = "refs/langroute"
# Nobody is asked for a password behind a line of progress.
QUIET = {"GIT_TERMINAL_PROMPT": "0"}
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class NoOrigin(Exception):
    """The origin did not answer; the message is git's."""


class NoSuchVersion(Exception):
    """The origin has nothing of this name."""


@dataclass(frozen=True)
class Versions:
    """What lies at an address, asked of git in a repository of ours."""

    root: Path
    address: str

    @cached_property
    def refs(self) -> dict[str, str]:
        """Branches and tags there by their whole names; an annotated tag as its commit."""
        told = self._ask("ls-remote", "--quiet", "--heads", "--tags", self.address)
        lines = (line.split("\t", 1) for line in told.decode(errors="replace").splitlines())
        found = {name: commit for commit, name in lines}
        peeled = "^{}"
        return {
            name: found.get(f"{name}{peeled}", one)
            for name, one in found.items()
            if not name.endswith(peeled)
        }

    def tags(self) -> list[str]:
        """Those of versions, the newest first."""
        names = [name.removeprefix("refs/tags/") for name in self.refs]
        return sorted((name for name in names if _is_tag(name)), key=number, reverse=True)

    def find(self, named: str) -> str:
        """The whole name of a tag (with or without its v), of a branch; or a commit's id."""
        tries = (f"refs/tags/{named}", f"refs/tags/v{named}", f"refs/heads/{named}", named)
        for name in tries:
            if name in self.refs:
                return name
        if COMMIT.fullmatch(named):
            return named
        known = ", ".join(self.tags()[:5]) or "none"
        raise NoSuchVersion(f"versions there: {known}")

    def fetch(self, found: str, into: str) -> str:
        """Bring what ``find`` named, as ``refs/langroute/INTO``; its commit."""
        here = f"{REFS}/{into}"
        self._ask(
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
            self.address, f"+{found}:{here}",
        )  # fmt: skip
        return git(self.root, "rev-parse", "--verify", f"{here}^{{commit}}").decode().strip()

    def _ask(self, *words: str) -> bytes:
        try:
            return git(self.root, *words, variables=QUIET)
        except GitError as error:
            raise NoOrigin(str(error).removeprefix("fatal: ")) from error


def _is_tag(name: str) -> bool:
    return name.startswith("v") and bool(number(name))

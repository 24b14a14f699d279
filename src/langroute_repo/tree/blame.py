"""Since when, and by whom, each line of a file is as it is: what git blame knows."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from langroute_repo.tree.git import Commit, git

# What git calls a line that is in no commit yet.
UNCOMMITTED = "0" * 40


def last_changes(root: Path, path: str) -> dict[int, Commit | None]:
    """The commit that wrote each line of a file, by line from 1; None for lines not committed.

    Lines that may be older than the history which a shallow clone has are left out. GitError when
    there is no git, no repository, or no commit that has the file.
    """
    told = git(root, "blame", "--porcelain", "--", path).decode(errors="replace")
    facts: dict[str, dict[str, str]] = {}
    lines: dict[int, Commit | None] = {}
    commit, number = "", 0
    for row in told.split("\n"):
        if row.startswith("\t"):
            known = commit != UNCOMMITTED
            lines[number] = _commit(commit, facts[commit]) if known else None
        elif row and commit and number not in lines:
            key, _, value = row.partition(" ")
            facts[commit].setdefault(key, value)
        elif row:
            commit, _, after, *_ = row.split(" ")
            number = int(after)
            facts.setdefault(commit, {})
    # Only a commit without a parent here can be one at which the history was cut.
    cut = _cut(root) if any("boundary" in known for known in facts.values()) else frozenset()
    return {at: one for at, one in lines.items() if one is None or one.id not in cut}


def _cut(root: Path) -> frozenset[str]:
    """The commits at which a shallow clone ends: to git blame they have written all before them."""
    path = root / git(root, "rev-parse", "--git-path", "shallow").decode().rstrip("\n")
    return frozenset(path.read_text().split()) if path.exists() else frozenset()


def _commit(name: str, facts: dict[str, str]) -> Commit:
    return Commit(name, facts["author"], _day(facts), facts["summary"])


def _day(facts: dict[str, str]) -> str:
    """The day on the author's clock."""
    zone = facts["author-tz"]
    offset = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
    moment = datetime.fromtimestamp(int(facts["author-time"]), timezone(offset))
    return moment.date().isoformat()

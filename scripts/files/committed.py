"""The files that a push brings, and the commit that stands for them in AppConfig."""

from dataclasses import dataclass
from pathlib import Path

from langroute_repo.tree.git import GitError, Revision, git
from langroute_repo.tree.snapshot import CONFIG, Folder, Snapshot
from scripts.terminal.exit_codes import REFUSED
from scripts.terminal.failure import Failure


@dataclass(frozen=True, slots=True)
class Source:
    """A state of the files; the label holds the commit, the description all of it."""

    snapshot: Snapshot
    label: str
    description: str


def committed(root: Path, allow_uncommitted: bool) -> Source:
    """The last commit, when the files here are what it holds; or the files as they lie here."""
    try:
        head = Revision(root, "HEAD")
        changed = git(root, "status", "--porcelain", "--untracked-files=all", "--", CONFIG)
        subject = git(root, "log", "-1", "--format=%s", head.commit).decode(errors="replace")
    except GitError as error:
        raise Failure(
            f"no commit to push: {error}",
            "versions are named by their commit: commit config/ first",
        ) from error
    label, description = f"git-{head.commit[:12]}", f"{head.commit} {subject.strip()}"
    if not changed:
        return Source(head, label, description)
    if allow_uncommitted:
        return Source(Folder(root), f"{label}-dirty", f"changed since {description}")
    names = [line[3:] for line in changed.decode(errors="replace").splitlines()]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    raise Failure(
        f"{names[0]}{more} differs from the last commit, which is what push would bring",
        "commit or undo the change; --allow-uncommitted pushes the files as they lie here",
        REFUSED,
    )

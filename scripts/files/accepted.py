"""Acceptances that lie on disk and that git does not know yet: no reviewer would see them."""

from pathlib import Path

from langroute_repo.tree.git import GitError, git

FOLDER = "config/accepted"


def untracked(root: Path) -> list[str]:
    """Their paths; none where git cannot say."""
    if not (root / FOLDER).is_dir():
        return []
    words = ("ls-files", "--others", "--exclude-standard", "-z", "--", FOLDER)
    try:
        return [one for one in git(root, *words).decode(errors="replace").split("\0") if one]
    except GitError:
        return []

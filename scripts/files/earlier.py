"""The state of the main branch some days before a change, as git has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from langroute_repo.tree.git import GitError, Revision, git, is_shallow
from langroute_repo.tree.snapshot import CONFIG, Folder
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree

NO_HISTORY = "a folder has no history"
SHALLOW = "this clone lacks its older commits"


def state_ago(
    tree: Tree, before: Tree, root: Path, commit: str, today: date
) -> Callable[[], Tree | str]:
    """The state so many days before a day, along the first parents of a commit; or why there is
    none to be had.

    How many is said by the state before the change. Of a history that is younger it is the first
    state that there was. Nothing is read before it is asked for.
    """
    days = int(before.limits().change.look_back.removesuffix("d"))

    @cache
    def ago() -> Tree | str:
        if not commit:
            return NO_HISTORY
        try:
            if is_shallow(root):
                return SHALLOW
            found = _commit(root, commit, today - timedelta(days=days))
            state = Revision(root, found)
            day = git(root, "show", "-s", "--format=%cs", found).decode().strip()
            return replace(read_before(state, Folder(root), tree), name=day)
        except (GitError, OSError) as error:
            return str(error)

    return ago


def _commit(root: Path, commit: str, day: date) -> str:
    """The last one that there was at the beginning of a day (UTC), or the first that there is."""
    line = ("rev-list", "--first-parent")
    last = git(root, *line, "-1", f"--until={day.isoformat()}T00:00:00Z", commit).decode().strip()
    if last:
        return last
    return [commit, *git(root, *line, commit, "--", f"{CONFIG}/").decode().split()][-1]

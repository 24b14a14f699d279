"""A state of the files by the name that a person gives it: a revision or a folder."""

from pathlib import Path

from langroute_repo.tree.git import DistrustError, GitError, Revision
from langroute_repo.tree.snapshot import CONFIG, Folder, Snapshot
from scripts.terminal.failure import Failure


def snapshot(root: Path, named: str) -> Snapshot:
    """A revision of the repository at ``root``, or a folder, whichever the name is."""
    folder = Path(named)
    if (folder / CONFIG).is_dir():
        return folder_state(folder)
    try:
        return Revision(root, named)
    except DistrustError as error:
        raise Failure(error.message, error.hint) from error
    except GitError as error:
        raise Failure(
            str(error), f"name a commit, a branch, or a folder that holds {CONFIG}/"
        ) from error


def folder_state(folder: Path) -> Snapshot:
    if not (folder / CONFIG).is_dir():
        raise Failure(f"{folder} holds no {CONFIG}/", "name the folder that holds it with --root")
    return Folder(folder)

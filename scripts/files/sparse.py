"""Refuses to judge a sparse checkout, in which files of config/ are tracked and not there."""

from pathlib import Path

from langroute_repo.evidence.seal import NONE
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.read import read
from langroute_repo.tree.routes import routes
from langroute_repo.tree.snapshot import CONFIG, Folder
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted
from scripts.terminal.failure import Failure

# What `git sparse-checkout` brings; a worktree has it elsewhere, and is judged by its files.
PATTERNS = ".git/info/sparse-checkout"


def tree_of(root: Path) -> Tree:
    """The files as they lie on disk; a Failure where git has more of them than there are."""
    tree = read(Folder(root))
    refuse_sparse(root, tree)
    return tree


def refuse_sparse(root: Path, tree: Tree) -> None:
    """Say it once: every rule would miss the files, and what is made of the others lacks them."""
    if not (_lacks_some(tree) or (root / PATTERNS).exists()):
        return
    try:
        listed = git(root, "ls-files", "-t", "-z", "--", CONFIG).decode(errors="replace")
    except GitError:
        return
    absent = [line[2:] for line in listed.split("\0") if line.startswith("S ")]
    if absent:
        folders = ", ".join(sorted({"/".join(path.split("/")[:2]) for path in absent}))
        raise Failure(
            f"this checkout is sparse: it lacks {counted(len(absent), 'file')} of {folders}",
            "git sparse-checkout disable brings them",
        )


def _lacks_some(tree: Tree) -> bool:
    """Whether a seal names evidence that is not there, or a kind of file is missing as a whole."""
    if not (tree.languages and tree.models and tree.sources and tree.environments):
        return True
    return any(
        route.answerer.threshold.evidence != NONE
        and (route.answerer.model, route.tag) not in tree.evidence_paths
        for route in routes(tree)
    )

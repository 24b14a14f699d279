"""Refuses to judge a sparse checkout, in which files of config/ are tracked and not there."""

from pathlib import Path

from langroute_repo.evidence.seal import NONE
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.routes import routes
from langroute_repo.tree.snapshot import CONFIG
from langroute_repo.tree.tree import Tree
from scripts.terminal.failure import Failure


def refuse_sparse(root: Path, tree: Tree) -> None:
    """Say it once, where every rule would miss the files: evidence, or all of a kind."""
    if not _lacks_some(tree):
        return
    try:
        listed = git(root, "ls-files", "-t", "-z", "--", CONFIG).decode(errors="replace")
    except GitError:
        return
    absent = [line[2:] for line in listed.split("\0") if line.startswith("S ")]
    if absent:
        folders = sorted({"/".join(path.split("/")[:2]) for path in absent})
        raise Failure(
            f"this checkout is sparse: {len(absent):,} files of {', '.join(folders)} are not here",
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

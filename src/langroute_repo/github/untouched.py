"""Whether a branch that we pushed is still as we made it: nothing of somebody else's is in it."""

from langroute_repo.github.scratch import EMAIL, Scratch
from langroute_repo.tree.git import GitError, git


def untouched(clone: Scratch, head: str) -> bool:
    """Whether all commits that it adds to the default branch are ours, or bring it up to date.

    The button that merges the default branch into a pull request adds nobody's work; a merge in
    which somebody has settled something does.
    """
    form = "--format=%H %T %ae %ce %P"
    try:
        told = git(clone.root, "log", "--no-show-signature", form, f"{clone.head}..{head}").decode()
    except GitError:
        return False  # a commit that is not among the branches: it moves while we look
    return all(_ours(clone, line.split(" ")) for line in told.splitlines())


def _ours(clone: Scratch, told: list[str]) -> bool:
    _, tree, author, committer, *parents = told
    return author == committer == EMAIL or _brings_up_to_date(clone, tree, parents)


def _brings_up_to_date(clone: Scratch, tree: str, parents: list[str]) -> bool:
    """Whether a commit is what git itself makes of a merge with the default branch."""
    if len(parents) != 2:
        return False
    try:
        git(clone.root, "merge-base", "--is-ancestor", parents[1], clone.head)
        merged = git(clone.root, "merge-tree", "--write-tree", *parents)
    except GitError:
        return False  # another branch, a conflict, or a git older than 2.38
    return merged.decode().split("\n", 1)[0] == tree

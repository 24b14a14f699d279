"""A commit for machines."""

from langroute_repo.output.commit import GitCommit
from langroute_repo.tree.git import Commit


def git_commit(commit: Commit) -> GitCommit:
    return GitCommit(
        commit=commit.id, author=commit.author, date=commit.date, subject=commit.subject
    )

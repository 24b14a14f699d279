"""The shape of a commit in what verbs print for machines."""

from pydantic import Field

from langroute_repo.output.base import Output


class GitCommit(Output):
    """A commit of the repository."""

    commit: str = Field(description="Its whole id.")
    author: str
    date: str = Field(description="The day on the author's clock.")
    subject: str

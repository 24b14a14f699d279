"""The shape of what ``shown`` writes: what a push would bring, and whether people were shown it."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Output, Sha256, Whole
from langroute_repo.output.live import LiveDocument
from langroute_repo.output.review import Commit, Hash

Number = Annotated[int, Whole, Field(ge=1)]


class ShownHashes(Output):
    """sha256 of the documents; null while nothing of ours is live."""

    live: Sha256 | None
    target: Sha256


class ShownPart(Output):
    """A language, or what guards a push, that would be another; hashes as in a comment."""

    part: str
    before: Hash
    after: Hash
    shown: bool = Field(description="An unbroken chain of shown changes leads to it.")


class ShownChange(Output):
    """A commit of the default branch that moves one of them."""

    commit: Commit
    subject: str
    pull_request: Number | None = Field(description="The merged one that brought it.")
    moved: list[str]
    not_shown: list[str] = Field(description="What of it nobody was shown, and would be pushed.")
    why: str = Field(description="Empty where all of it was shown.")
    lines: list[str] = Field(description="What nobody was shown, in words.")
    awaited: bool = Field(description="The comment that would show it may still be written.")


class ShownOutput(Output):
    """What ``shown --report`` writes."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    commit: Commit
    live: LiveDocument | None
    plan_hash: ShownHashes
    agreement: Sha256 = Field(
        description="What whoever agrees to it names beside the live hash: the target's hash, or "
        "another one where nobody was shown what guards the push."
    )
    shown: bool
    why: str = Field(description="What of the live document cannot be followed; empty if nothing.")
    parts: list[ShownPart]
    changes: list[ShownChange] = Field(description="The oldest first.")
    reviewers: bool | None = Field(
        description="Whether the environment for what was not shown has required reviewers; null "
        "where nobody has to be asked."
    )

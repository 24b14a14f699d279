"""The shape of a review: what one run of the check found out about a change, for the comment."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Output, Whole
from langroute_repo.output.check import CheckOutput
from langroute_repo.output.diff import DiffOutput

Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]


Hash = Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{8})?$")]


class PartMove(Output):
    """A part of what an environment is given, as short hashes; empty where it is not there."""

    before: Hash
    after: Hash


class PlannedRollout(Output):
    """How an environment gets the change, in the words of its file."""

    environment: str
    after: str | None = Field(description="The environment that has to run it before.")
    duration: str
    step: str
    growth: str
    bake: str
    quick: bool = Field(
        False, description="The rollout of what alters no answer; the usual one is longer."
    )


class ReviewFailure(Output):
    """Why the tool could not finish."""

    message: str
    hint: str


class Review(Output):
    """What ``review`` writes; what a failure kept from being found out is null."""

    schema_version: Annotated[Literal[1], Whole]
    head: Commit = Field(description="The commit that the pull request proposes.")
    base: Commit | None = Field(description="The commit that it is compared with.")
    pull_request: Annotated[int, Whole, Field(ge=1)] | None = Field(
        None, description="The number of the pull request; null outside of one."
    )
    against: str = Field(description="What the caller named for it.")
    check: CheckOutput | None
    diff: DiffOutput | None
    moves: dict[str, dict[str, PartMove]] = Field(
        {}, description="Of each environment, what becomes another: languages, and what guards it."
    )
    rollouts: list[PlannedRollout] = Field(description="In the order of promotion.")
    failure: ReviewFailure | None

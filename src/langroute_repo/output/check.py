"""The shape of what check prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Count, Output, Whole
from langroute_repo.output.ending import EndingSoon

Line = Annotated[int, Field(ge=1)]


class RelatedPlace(Output):
    """Another place that a finding is about."""

    path: str
    line: Line
    column: Line
    message: str


class CheckAcceptance(Output):
    """Why a warning was accepted, and in which file."""

    because: str
    path: str


class CheckFinding(Output):
    """One thing that a rule found."""

    rule: str = Field(description="The rule's name; validators/README.md explains it.")
    level: Literal["error", "warning"]
    path: str = Field(description="From the root of the tree, with forward slashes.")
    line: Line = Field(description="From 1.")
    column: Line = Field(description="From 1, in characters.")
    message: str
    hint: str = Field(description="The cure.")
    fingerprint: str = Field(description="Names exactly this finding.", pattern=r"^[0-9a-f]{8}$")
    standing: bool = Field(
        description="It stood before the change, or no change is looked at: it blocks nothing."
    )
    accepted: CheckAcceptance | None = Field(
        description="What accepts it in this change, or let it in when it was new."
    )
    excused: str | None = Field(
        description="Why it blocks nothing although it is new and nobody accepts it."
    )
    since: str | None = Field(description="The day on which its line was written, of what stands.")
    owners: list[str] = Field(description="Who owns what it is about.")
    accept_at: str | None = Field(
        description="The file that would accept it; null where nothing is to be accepted."
    )
    related: list[RelatedPlace]

    @property
    def blocks(self) -> bool:
        """An error always does, a warning until the change accepts it."""
        passed = self.standing or self.accepted is not None or self.excused is not None
        return self.level == "error" or not passed


class CheckSummary(Output):
    """How many findings block, how many do not and why, and how many files were read."""

    errors: Count
    warnings: Count = Field(description="New ones that nobody accepts.")
    standing: Count
    accepted: Count = Field(description="Brought and accepted by the change.")
    excused: Count
    files: Count


class CheckOutput(Output):
    """What ``check --format json`` prints."""

    schema_version: Annotated[Literal[2], Whole]
    findings: list[CheckFinding]
    ending: list[EndingSoon] = Field(description="The earliest first.")
    notes: list[str] = Field(default=[], description="What could not be looked at, and why.")
    summary: CheckSummary

"""The shape of what check prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Count, Output

Line = Annotated[int, Field(ge=1)]


class RelatedPlace(Output):
    """Another place that a finding is about."""

    path: str
    line: Line
    column: Line
    message: str


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
    acknowledgement: str | None = Field(
        description="The line that accepts it in a pull request; null for an error."
    )
    acknowledged: bool = Field(description="Accepted, so that it does not block.")
    related: list[RelatedPlace]


class CheckSummary(Output):
    """How many findings block, how many are accepted, and how many files were read."""

    errors: Count
    warnings: Count
    acknowledged: Count
    files: Count


class CheckOutput(Output):
    """What ``check --format json`` prints."""

    schema_version: Literal[1]
    findings: list[CheckFinding]
    stale_acknowledgements: list[str] = Field(
        description="Acknowledge lines that accept nothing (any more); they do not block."
    )
    summary: CheckSummary

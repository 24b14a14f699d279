"""config/exceptions.yaml: findings that are accepted for a while, with a reason and a last day."""

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import Date, Owner, Prose, RuleName


class StandingException(Part):
    """A finding that is accepted for a while."""

    rule: RuleName
    path: str = Field(
        min_length=1, max_length=256, description="The file that the finding is about."
    )
    reason: Prose
    owner: Owner
    until: Date = Field(description="The last day it holds.")


class ExceptionsFile(Part):
    """Findings that are accepted for a while; one that no longer applies is an error."""

    exceptions: list[StandingException] = Field(default_factory=list)

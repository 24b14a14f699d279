"""The shape of what drift prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import FileValue, Output, Sha256, Whole
from langroute_repo.output.live import InFlight, LiveDocument


class DriftRevision(Output):
    """What is held against what is live."""

    name: str
    commit: str
    plan_hash: Sha256


class DriftChange(Output):
    """A difference, from what is live to the revision, in words of the trade."""

    kind: str = Field(description="threshold-raised, canary-ramped, …, as in diff's output.")
    language: str | None
    path: str = Field(description="Keys into the document, joined by dots.")
    before: FileValue
    after: FileValue


class DriftOutput(Output):
    """What ``drift --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    revision: DriftRevision
    same: bool = Field(description="To the last byte.")
    live: LiveDocument | None
    in_flight: InFlight | None
    foreign: str | None = Field(description="Why what is live is no document of ours.")
    changes: list[DriftChange] = Field(
        description="Empty although not the same: it means the same and is written otherwise, or "
        "it cannot be compared."
    )

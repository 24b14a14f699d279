"""What every part of a file that people write has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a file: unknown keys are refused, for a typo must never be a silent default."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, populate_by_name=True, defer_build=True
    )

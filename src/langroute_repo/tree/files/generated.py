"""What files that the tool writes have in common."""

from pydantic import BaseModel, ConfigDict


class Generated(BaseModel):
    """A part of a file that nobody edits by hand."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        populate_by_name=True,
        defer_build=True,
        allow_inf_nan=False,
    )

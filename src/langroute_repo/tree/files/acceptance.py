"""config/accepted/<folder>/<subject>/<name>.yaml: warnings that the change bringing it accepts."""

from typing import Annotated

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import Accepted, Date, Omittable, Prose


class AcceptanceFile(Part):
    """Warnings that are accepted, and why.

    It counts in the change that brings or changes it, for exactly the findings it names; what the
    base of a change holds already accepts nothing and is history.
    """

    accepts: Annotated[list[Accepted], Field(min_length=1)] = Field(
        description="Rule and fingerprint of each warning, as the finding prints them."
    )
    because: Prose = Field(description="Why that is right, for those who find it later.")
    until: Omittable[Date] = Field(
        None,
        description="When somebody should look again; a reminder, which blocks nobody else.",
    )

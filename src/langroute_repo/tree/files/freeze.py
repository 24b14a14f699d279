"""config/freeze.yaml: no pushes for a while, with a reason and a last day."""

from datetime import date
from typing import Annotated

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import Date, EnvironmentName, Omittable, Owner, Prose


class FreezeFile(Part):
    """No pushes for a while; removing the file lifts it."""

    reason: Prose
    owner: Owner
    environments: Omittable[Annotated[list[EnvironmentName], Field(min_length=1)]] = Field(
        None, description="The environments that nothing is pushed to; all when nothing is said."
    )
    until: Date = Field(description="The last day it holds, in UTC.")

    def means(self, environment: str) -> bool:
        """Whether it is about an environment."""
        return self.environments is None or environment in self.environments

    def covers(self, environment: str, today: date) -> bool:
        """Whether pushes to an environment wait today; they still do on the last day."""
        return self.means(environment) and today.isoformat() <= self.until

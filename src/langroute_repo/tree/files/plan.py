""".github/settings/plan.yaml: what GitHub sells the company, and how many there are to approve."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import Duration, Omittable, Person

PlanName = Literal["free", "pro", "team", "enterprise"]
Visibility = Literal["public", "private", "internal"]


class PlanFile(Part):
    """What of GitHub's guards the company can have, for settings, workflows and roles to follow."""

    plan: PlanName = Field(description="GitHub's plan of the account that owns the repository.")
    visibility: Visibility
    approvers: Omittable[Annotated[list[Person], Field(min_length=1, max_length=2)]] = Field(
        None,
        description="The one or two people that there are to approve a change; left out where "
        "there are more, or teams.",
    )
    alone_after: Omittable[Duration] = Field(
        None,
        description="Of two approvers: how long after the other was asked the author may merge a "
        "change of routes alone; never when left out.",
    )

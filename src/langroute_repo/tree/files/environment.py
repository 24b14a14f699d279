"""config/environments/<environment>.yaml: where the document is pushed to, and at which pace."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import (
    AccountId,
    AwsName,
    Breaching,
    Bucket,
    Duration,
    EnvironmentName,
    Name,
    Omittable,
    Percent,
    Principal,
    Region,
    Repository,
)


class AppConfigNames(Part):
    """Where the compiled document is kept in AWS AppConfig."""

    application: AwsName
    environment: AwsName
    profile: AwsName


class Rollout(Part):
    """How a new document reaches the readers."""

    duration: Duration = Field(description="Time over which the readers get it.")
    step: Percent = Field(description="Share of the readers that gets it at each step.")
    growth: Literal["linear", "exponential"] = "linear"
    bake: Duration = Field(description="Time in which an alarm still rolls it back.")


class Alarm(Part):
    """When a language counts as failing."""

    failures: Percent = Field(description="Share of failed answers above which a period breaches.")
    period: Duration
    breaching: Breaching = Field(description="How many of the last periods must breach.")


class GitHub(Part):
    """The repository whose workflows may take the roles for planning and deploying."""

    repository: Repository
    # GitHub's own numbers: a name can be given up and taken by somebody else.
    owner_id: Annotated[int, Field(ge=1)] = Field(
        description="gh api users/OWNER --jq .id", examples=[1234567]
    )
    repository_id: Annotated[int, Field(ge=1)] = Field(
        description="gh api repos/OWNER/NAME --jq .id", examples=[7654321]
    )


class Infra(Part):
    """Where ./langroute infra builds what the environment needs in AWS, and for whom."""

    account: AccountId = Field(description="The account; infra refuses credentials of another.")
    bucket: Bucket = Field(
        description="An S3 bucket there, in the same region: for the validator's archive, and for "
        "a template that is too large to be sent along."
    )
    github: GitHub
    reader: Omittable[Principal] = Field(
        None,
        description="Who may take the role that reads the configuration; when left out, whoever "
        "the account's own policies allow to.",
    )


class EnvironmentFile(Part):
    """An environment that the compiled document is pushed to."""

    folder: ClassVar[str] = "environments"
    key: ClassVar[str] = "environment"

    environment: Name = Field(description="Its name; the same as the file's name.")
    after: Omittable[EnvironmentName] = Field(
        None,
        description="Promoted only when this environment runs what the same tree compiles to "
        "for it.",
    )
    region: Region
    appconfig: AppConfigNames
    rollout: Rollout
    quick: Omittable[Rollout] = Field(
        None,
        description="The rollout of a change that can alter no answer: only shadows, or the share "
        "that a threshold passes. When left out, such a change takes the usual one.",
    )
    alarm: Alarm
    infra: Omittable[Infra] = Field(
        None, description="Needed by ./langroute infra alone: docs/aws.md says where to find it."
    )

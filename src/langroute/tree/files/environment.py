"""config/environments/<environment>.yaml: where the document is pushed to, and at which pace."""

from typing import ClassVar, Literal

from pydantic import Field

from langroute.tree.files.part import Part
from langroute.tree.text import AwsName, Breaching, Duration, Name, Omittable, Percent, Region


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


class EnvironmentFile(Part):
    """An environment that the compiled document is pushed to."""

    folder: ClassVar[str] = "environments"
    key: ClassVar[str] = "environment"

    environment: Name = Field(description="Its name; the same as the file's name.")
    after: Omittable[Name] = Field(
        None,
        description="Promoted only when this environment runs what the same tree compiles to "
        "for it.",
    )
    region: Region
    appconfig: AppConfigNames
    rollout: Rollout
    alarm: Alarm

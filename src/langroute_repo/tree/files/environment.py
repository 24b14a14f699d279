"""config/environments/<environment>.yaml: where the document is pushed to, and at which pace."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field
from pydantic import Tag as UnionTag

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import (
    AccountId,
    ApplicationId,
    AwsName,
    Breaching,
    Bucket,
    Duration,
    EnvironmentName,
    Name,
    Omittable,
    Percent,
    Prefix,
    Principal,
    Region,
    Repository,
    RunnerLabel,
    Topic,
)

PREFIX = "langroute"
GoldenGate = Literal["required", "told", "off"]
OWN = "own"  # the topic that the stack makes


class AppConfigNames(Part):
    """Where the compiled document is kept in AWS AppConfig."""

    application: AwsName
    id: Omittable[ApplicationId] = Field(
        None,
        description="The application's id, as infra deploy prints it: for an account and region "
        "that has two applications of this name. Otherwise it is found by its name.",
    )
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


class Notify(Part):
    """Who is told when an alarm fires or ends, and of each deployment; the stack sees to it."""

    topic: Topic = Field(
        description="An SNS topic in the environment's region, or own for one that the stack makes."
    )
    silence: Omittable[Annotated[int, Field(ge=1, le=168)]] = Field(
        None,
        description="Hours without any request after which a language counts as silent; no alarm "
        "for it when left out.",
        examples=[24],
    )
    unrouted: Omittable[Annotated[int, Field(ge=0, le=1_000_000_000)]] = Field(
        None,
        description="Events an hour that may find no route, for instance in a language that has "
        "none; no alarm for it when left out.",
        examples=[100],
    )


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
    prefix: Omittable[Prefix] = Field(
        None,
        description="What the names of the stack and of all that it makes begin with; langroute "
        "when left out. A second repository in the account takes another one.",
    )
    reader: Omittable[Principal] = Field(
        None,
        description="Who may take the role that reads the configuration; when left out, whoever "
        "the account's own policies allow to.",
    )
    source_account: Omittable[bool] = Field(
        None,
        description="false takes aws:SourceAccount out of what trusts AppConfig: the monitor's "
        "role, and the topic. Only where AppConfig cannot use them with it; true when left out.",
        examples=[False],
    )


class Golden(Part):
    """What a push makes of golden queries, and who asks them."""

    gate: GoldenGate = Field("told", description="As golden says it alone.")
    runner: Omittable[RunnerLabel] = Field(
        None,
        description="The label of the runner that reaches the endpoints; GitHub's own when left "
        "out. ./langroute generate writes it into the workflows.",
    )


def _word_or_part(value: object) -> str:
    """Which form was meant, so that a mistake in one is not also told as one in the other."""
    return "part" if isinstance(value, dict | Golden) else "word"


GoldenSaid = Annotated[
    Annotated[GoldenGate, UnionTag("word")] | Annotated[Golden, UnionTag("part")],
    Discriminator(_word_or_part),
]


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
    reader: Omittable[Literal[1, 2]] = Field(
        None,
        description="The newest format of the document that every backend here reads; 1 when left "
        "out. docs/backend.md says which version of langroute reads which.",
    )
    appconfig: AppConfigNames
    rollout: Rollout
    quick: Omittable[Rollout] = Field(
        None,
        description="The rollout of a change that can alter no answer: only shadows, or the share "
        "that a threshold passes. When left out, such a change takes the usual one.",
    )
    alarm: Alarm
    golden: Omittable[GoldenSaid] = Field(
        None,
        description="Whether a push needs that the endpoints it newly routes to have given their "
        'golden scores: required refuses it without, told only says so, and "off", in quotes, '
        "does not look. told when left out. With a runner: {gate: required, runner: LABEL}.",
    )
    rehearsal: Omittable[bool] = Field(
        None,
        description="true has the stack make what ./langroute rehearse works in, apart from what "
        "readers read, and roles that reach nothing else. Needs infra; none of it when left out.",
    )
    notify: Omittable[Notify] = Field(
        None, description="Needs infra, for the stack sees to it; nobody is told when left out."
    )
    infra: Omittable[Infra] = Field(
        None,
        description="Where ./langroute infra builds, and whose that is; docs/aws.md says where to "
        "find it.",
    )

    @property
    def gate(self) -> GoldenGate:
        """What a push does about golden queries."""
        said = self.golden
        return (said.gate if isinstance(said, Golden) else said) or "told"

    @property
    def asks(self) -> bool:
        """Whether it says that somebody asks golden queries, who then has a role for it."""
        return self.golden is not None and self.gate != "off"

    @property
    def runner(self) -> str:
        """The label of who asks golden queries; empty for GitHub's own."""
        return (self.golden.runner or "") if isinstance(self.golden, Golden) else ""

    @property
    def stack(self) -> str:
        """The name of the stack; what it makes is named after it."""
        prefix = self.infra.prefix if self.infra else None
        return f"{prefix or PREFIX}-{self.environment}"

    def apart(self, other: "EnvironmentFile") -> bool:
        """Whether it lies in another account or region, as far as the files tell the account.

        Then neither a stack can refer to the other's, nor one role look at both.
        """
        if self.region != other.region:
            return True
        return bool(self.infra and other.infra and self.infra.account != other.infra.account)

"""The shape of what local prints with ``--format json``, once everything is there."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Output, Whole


class LocalEnvironment(Output):
    """An environment in the embedded AWS."""

    environment: str
    account: str
    region: str
    profile: str = Field(description="AWS_PROFILE with which its account answers.")
    stack: str | None = Field(description="null where its file has no infra to build.")


class LocalOutput(Output):
    """What ``local --format json`` prints, as one line, once everything is there."""

    schema_version: Annotated[Literal[1], Whole]
    endpoint: str
    minute: float = Field(description="Seconds that a minute of a rollout lasts.")
    variables: dict[str, str] = Field(
        description="What to set, and AWS_PROFILE; nothing else that begins with AWS_ may be."
    )
    shell: str = Field(description="A file that sets them in sh, bash and zsh.")
    environments: list[LocalEnvironment] = Field(description="In the order of promotion.")

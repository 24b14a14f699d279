"""What a company answers before it has files: the least from which all of them follow.

Where an answer becomes a part of a file it has the form of that file, so that whoever has written
one can read the other.
"""

from typing import Annotated

from pydantic import Field

from langroute_repo.tree.files.environment import AppConfigNames
from langroute_repo.tree.files.model import Http, Inputs, Languages, SageMaker, Scale
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.files.plan import PlanFile
from langroute_repo.tree.files.policy import OwnedApart, Owners
from langroute_repo.tree.files.source import FieldScope
from langroute_repo.tree.values import (
    AccountId,
    Bucket,
    FieldName,
    Name,
    Number,
    Omittable,
    Percent,
    Principal,
    Rate,
    Region,
    Repository,
    Tag,
)

# The jobs of the workflows are these two; another one comes later, as docs/contributing.md says.
ENVIRONMENTS = ("staging", "production")

Fields = Annotated[list[FieldName], Field(min_length=1)]


class Hosting(PlanFile):
    """The repository on GitHub, and what of GitHub's guards it can have."""

    repository: Repository = Field(description="Where the files will be kept: owner/name.")
    owner_id: Omittable[Annotated[int, Field(ge=1)]] = None
    repository_id: Omittable[Annotated[int, Field(ge=1)]] = None


class Account(Part):
    """Where an environment is built; what is not known yet is filled in later."""

    region: Region
    account: Omittable[AccountId] = None
    bucket: Omittable[Bucket] = None
    reader: Omittable[Principal] = None
    appconfig: Omittable[AppConfigNames] = None


class Environments(Part):
    """Both that the workflows know."""

    staging: Account
    production: Account


class NewModel(Part):
    """A model as its file says it, and above which score events pass today."""

    endpoint: SageMaker | Http = Field(discriminator="kind")
    score: Scale
    inputs: Inputs
    capacity: Rate
    languages: Omittable[Languages] = None
    owners: Omittable[Owners] = None
    threshold: Omittable[Number] = None


class Sampled(Part):
    """A canary or a shadow; what it is sent and its threshold only where they differ."""

    model: Name
    traffic: Percent
    fields: Omittable[Fields] = None
    threshold: Omittable[Number] = None


class NewLanguage(Part):
    """Only what is not the same for all languages."""

    model: Omittable[Name] = None
    source: Omittable[Name] = None
    owners: Omittable[Owners] = None
    fields: Omittable[Fields] = None
    threshold: Omittable[Number] = None
    passes: Omittable[Percent] = None
    canary: Omittable[Sampled] = None
    shadows: Omittable[list[Sampled]] = None


class Answers(Part):
    """All that a company's first files are made of."""

    github: Hosting
    owners: Owners = Field(description="Who approves whatever names no owners of its own.")
    owners_apart: Omittable[OwnedApart] = None
    environments: Environments
    sources: Annotated[
        dict[Name, Annotated[dict[FieldName, FieldScope], Field(min_length=1)]],
        Field(min_length=1),
    ]
    models: Annotated[dict[Name, NewModel], Field(min_length=1)]
    languages: Annotated[dict[Tag, NewLanguage], Field(min_length=1)]
    log: Omittable[Annotated[list[str], Field(min_length=1)]] = Field(
        None, description="Prediction logs; docs/evidence.md says which columns they have."
    )
    passes: Omittable[Percent] = Field(
        None,
        description="Share of recorded events that should pass, where no threshold is said.",
    )

    @property
    def apart(self) -> OwnedApart:
        """Who owns what is no language's and no model's."""
        same = OwnedApart(machinery=self.owners, policy=self.owners, workflows=self.owners)
        return self.owners_apart or same

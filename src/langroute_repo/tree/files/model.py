"""config/models/<model>.yaml: a model that a route may name, and where it answers."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field
from pydantic import Tag as UnionTag

from langroute_repo.tree.endpoint_values import BackendPath, HeaderValue, TargetModel, Timeout
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.files.protocol import Headers, Protocol
from langroute_repo.tree.values import (
    Duration,
    EndpointName,
    EnvironmentName,
    FieldName,
    Name,
    Number,
    Omittable,
    Owner,
    Price,
    Rate,
    Region,
    Tag,
    Url,
)


class Inputs(Part):
    """The fields a model accepts."""

    required: list[FieldName] = Field(description="Fields without which it cannot answer.")
    optional: list[FieldName] = Field(default_factory=list, description="Fields it can also use.")


class Scale(Part):
    """The ends of a model's score scale; a higher score is more relevant."""

    minimum: Number = Field(examples=[0])
    maximum: Number = Field(examples=[1])


PER_ENVIRONMENT = frozenset({"name", "url", "inference_component"})
PerEnvironment = Annotated[dict[EnvironmentName, EndpointName], Field(min_length=1)]


SPOKEN = Field(
    None,
    description="What the server speaks. When left out: TensorFlow Serving's rows where the URL "
    "ends in :predict, else JSON with a score, unless the backend's code says otherwise.",
)
LIMIT = Field(
    None, description="The most that a call may take, within the limit of the whole answer."
)


class SageMaker(Part):
    """A SageMaker endpoint."""

    kind: Literal["sagemaker"]
    region: Region
    name: PerEnvironment = Field(description="The endpoint's name in each environment.")
    protocol: Omittable[Protocol] = SPOKEN
    timeout: Omittable[Timeout] = LIMIT
    content_type: Omittable[HeaderValue] = Field(
        None, description="Of the body; application/json when left out."
    )
    custom_attributes: Omittable[HeaderValue] = Field(
        None, description="CustomAttributes, passed on to the model's container."
    )
    inference_component: Omittable[PerEnvironment] = Field(
        None, description="The inference component's name in each environment, where there is one."
    )
    target_variant: Omittable[EndpointName] = Field(
        None, description="The production variant that is asked."
    )
    target_model: Omittable[TargetModel] = Field(
        None, description="The model of a multi-model endpoint."
    )


class Http(Part):
    """A model behind a REST URL, such as TensorFlow Serving or BentoML."""

    kind: Literal["http"]
    url: Annotated[dict[EnvironmentName, Url], Field(min_length=1)] = Field(
        description="The URL in each environment.",
    )
    protocol: Omittable[Protocol] = SPOKEN
    timeout: Omittable[Timeout] = LIMIT
    headers: Omittable[Headers] = Field(
        None,
        description="Sent along: a harmless value, or {variable: NAME} for the one that the "
        "backend has in its environment. Never a secret.",
    )
    ca: Omittable[BackendPath] = Field(
        None, description="The file of authorities in the backend; the system's when left out."
    )


def _any_or_list(value: object) -> str:
    """Which form was meant, so that a mistake in one is not also told as a mistake in the other."""
    return "any" if isinstance(value, str) else "list"


Languages = Annotated[
    Annotated[Literal["any"], UnionTag("any")]
    | Annotated[list[Tag], Field(min_length=1), UnionTag("list")],
    Discriminator(_any_or_list),
]


class Rehearsal(Part):
    """What making its endpoint anew may cost; ./langroute rehearse endpoints does it."""

    instances: Annotated[int, Field(ge=1, le=32)] = Field(
        1, description="The most instances that it may start."
    )
    longest: Duration = Field(
        "30m", description="Time after which it is deleted, in service or not."
    )
    price: Omittable[Price] = Field(
        None,
        description="Of one instance for an hour, from the provider's list, which nothing here "
        "knows.",
    )


class ModelFile(Part):
    """A model that a route may name."""

    folder: ClassVar[str] = "models"
    key: ClassVar[str] = "model"

    model: Name = Field(description="Its name; the same as the file's name.")
    owners: Annotated[list[Owner], Field(min_length=1)] = Field(
        description="Who approves a change of this file."
    )
    status: Literal["active", "deprecated", "retired"] = Field(
        description="deprecated: no new route should name it. retired: no route may name it."
    )
    languages: Languages = Field(
        description="Languages it was made for; a tag covers its regions (pt covers pt-BR)."
    )
    inputs: Inputs
    score: Scale
    capacity: Rate = Field(description="Requests a second it may be asked for, shadows included.")
    endpoint: SageMaker | Http = Field(discriminator="kind")
    rehearsal: Omittable[Rehearsal] = Field(
        default=None,
        description="Has its SageMaker endpoint made anew on a schedule, asked the golden queries, "
        "and deleted, in environments that say rehearsal: true. Never when left out.",
    )

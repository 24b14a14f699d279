"""config/log.yaml: how the company's own prediction log maps to ours.

One key for each of our columns; a column without a key has our name in their log as well.
"""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.files.policy import Factor
from langroute_repo.tree.form import Text
from langroute_repo.tree.values import Name, Omittable, Tag

Column = Annotated[
    str,
    Text(
        r"^\S(.*\S)?$",
        "the name of a column of the log; dots step into nested ones",
        ("model_name", "event.id"),
        longest=255,
    ),
]
# What stands in the log, as text: `true` and 200 are written so as well.
Value = Annotated[str, Text(r"^.+$", "a value of the log, as text", ("live", "true"), longest=200)]
Zone = Annotated[
    str,
    Text(
        r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$",
        "a time zone by its name in the IANA database",
        ("Europe/Warsaw", "UTC"),
        longest=64,
    ),
]
RoleName = Literal["primary", "canary", "shadow"]
Epoch = Literal["seconds", "milliseconds", "microseconds", "nanoseconds"]

TheirColumn = Annotated[
    Omittable[Column], Field(description="Their column; the same name as ours when left out.")
]


class EventIdColumn(Part):
    """The caller's stable id."""

    column: TheirColumn = None
    constant: Omittable[Literal["none"]] = Field(
        default=None, description="none: the log has no ids, so no repeated row can be told."
    )


class TimeColumn(Part):
    """When the answer was given."""

    column: TheirColumn = None
    format: Literal["timestamp", "iso", Epoch] = Field(
        default="timestamp",
        description="timestamp: the column's own type, in JSON lines a text as of ISO 8601. "
        "iso: such a text also in Parquet or a table. Else a number since 1970.",
    )
    zone: Omittable[Zone] = Field(
        default=None, description="The zone of times that do not say theirs; UTC when left out."
    )


class LanguageColumn(Part):
    """The language that was asked for."""

    column: TheirColumn = None
    constant: Omittable[Tag] = Field(
        default=None, description="Every row of the log is of this language."
    )
    values: Omittable[Annotated[dict[Value, Tag], Field(min_length=1)]] = Field(
        default=None,
        description="Their words for languages; any other value is taken as it is.",
        examples=[{"pt_BR": "pt-BR", "iw": "he"}],
    )


class ModelColumn(Part):
    """The model that answered."""

    column: TheirColumn = None
    constant: Omittable[Name] = Field(
        default=None, description="Every row of the log is of this model."
    )
    values: Omittable[Annotated[dict[Value, Name], Field(min_length=1)]] = Field(
        default=None,
        description="Their words for models; any other value is taken as it is.",
        examples=[{"words:3": "words-v3"}],
    )


class RoleColumn(Part):
    """Whether it was a primary's answer, a canary's or a shadow's."""

    column: TheirColumn = None
    constant: Omittable[RoleName] = Field(
        default=None, description="Every row of the log has this role."
    )
    values: Omittable[Annotated[dict[Value, RoleName], Field(min_length=1)]] = Field(
        default=None,
        description="Their words for roles; any other value is taken as it is.",
        examples=[{"live": "primary", "mirror": "shadow"}],
    )


class StatusColumn(Part):
    """Whether the model could answer."""

    column: TheirColumn = None
    constant: Omittable[Annotated[int, Field(ge=100, le=599)]] = Field(
        default=None, description="The status of HTTP that every row of the log has."
    )
    success: Omittable[Annotated[list[Value], Field(min_length=1)]] = Field(
        default=None,
        description="The values that mean success; every other one, and none, is a failure.",
        examples=[["ok", "true"]],
    )


class ScoreColumn(Part):
    """The model's answer."""

    column: TheirColumn = None
    divided_by: Omittable[Factor] = Field(
        default=None,
        description="What the log's number is divided by to lie on the model's scale: 100 where "
        "the log has percentages of a scale from 0 to 1.",
        examples=[100],
    )


class LabelColumn(Part):
    """What a person said of the event later, true or false."""

    column: TheirColumn = None
    values: Omittable[Annotated[dict[Value, bool], Field(min_length=1)]] = Field(
        default=None,
        description="Their words; a value that neither this nor unknown names is refused.",
        examples=[{"relevant": True, "noise": False}],
    )
    unknown: Omittable[Annotated[list[Value], Field(min_length=1)]] = Field(
        default=None, description="Values that say nothing of the event.", examples=[["unsure"]]
    )


class DecisionColumn(LabelColumn):
    """What became of the event, true or false."""

    constant: Omittable[bool] = Field(
        default=None, description="The same for every row of the log."
    )


class LatencyColumn(Part):
    """How long the answer took; `judge` holds candidates to it."""

    column: TheirColumn = None
    unit: Literal["seconds", "milliseconds", "microseconds"] = Field(
        default="milliseconds", description="What the log's number counts."
    )


class SentColumn(Part):
    """A text that is the same where what was sent to a model was, such as a digest of it."""

    column: TheirColumn = None


class LogFile(Part):
    """Where the columns of a prediction log are in the company's own, and what its values mean."""

    event_id: Omittable[EventIdColumn] = None
    time: Omittable[TimeColumn] = None
    language: Omittable[LanguageColumn] = None
    model: Omittable[ModelColumn] = None
    role: Omittable[RoleColumn] = None
    status: Omittable[StatusColumn] = None
    score: Omittable[ScoreColumn] = None
    relevant: Omittable[LabelColumn] = None
    final: Omittable[DecisionColumn] = Field(
        default=None, description="Whether this row's answer was the one that the caller got."
    )
    passed: Omittable[DecisionColumn] = Field(
        default=None, description="Whether this row's score let the event pass."
    )
    latency_ms: Omittable[LatencyColumn] = Field(
        default=None, description="How long the answer took, in milliseconds."
    )
    sent: Omittable[SentColumn] = Field(
        default=None,
        description="A digest of what was sent: a story that came five times is judged once.",
    )

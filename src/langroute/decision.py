"""What a router says of one event: who is asked, what is sent, and what counts as relevant."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, SupportsFloat

from langroute.lookup import Found
from langroute.scale import cell

Role = Literal["primary", "canary", "shadow"]


class MissingField(KeyError):
    """An event without a field, or with a null in it, that the chosen model cannot do without."""

    def __init__(self, field: str, model: str, language: str) -> None:
        super().__init__(field, model, language)
        self.field = field
        self.model = model
        self.language = language

    def __str__(self) -> str:
        return f"event has no {self.field!r}, which {self.model} needs for {self.language}"


class Decision(NamedTuple):
    """Who is asked about one event, with what, and what counts as relevant in the answer.

    A shadow is a decision too, with the role ``shadow``: its answer is only recorded.
    """

    language: str  # the tag of the entry found, as the document writes it
    role: Role
    model: str
    endpoint: Mapping[str, Any]  # as in the document: kind, then region and name, or url, and more
    fields: tuple[str, ...]
    required: tuple[str, ...]  # those of the fields that the model cannot do without
    threshold: float
    minimum: float  # of the model's score scale
    maximum: float
    threshold_cell: int
    plan_hash: str
    requested: str
    found: Found
    bucket: int | None  # 0 to 9999; None when nothing was drawn
    keyed: bool
    shadows: tuple["Decision", ...]
    # Of a canary: the primary, where the document lets it answer what the canary fails on.
    fallback: "Decision | None" = None
    # Of an event that was drawn for the audit: its share, in basis points. The analysts get the
    # event whatever the model says, and each shadow a copy whatever its own share.
    audited: int | None = None
    # Of a shadow: how likely this copy was, in basis points, and whether only the audit brought it.
    copied: int | None = None
    extra: bool = False
    # Of an event that primary and canary are both asked about: the share of such events, in basis
    # points. One of the two answers; the other is among its shadows, with this as well.
    compared: int | None = None

    def payload(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent to the model: those of ``fields`` that the event has, and no others.

        A null counts as not there, for a model would score the word. ``MissingField`` names the
        first required field that the event lacks.
        """
        for name in self.required:
            if event.get(name) is None:
                raise MissingField(name, self.model, self.language)
        return {name: event[name] for name in self.fields if event.get(name) is not None}

    def cell(self, score: SupportsFloat) -> int:
        """The cell of a score on this model's scale, 0 to 1000; ``ScoreError`` if it has none."""
        return cell(score, self.minimum, self.maximum)

    def relevant(self, score: SupportsFloat) -> bool:
        """Whether the event is kept; ``ScoreError`` for a score that decides nothing."""
        return self.cell(score) >= self.threshold_cell

"""How a model's recorded scores are distributed in a language: exact counts for every threshold.

A file holds one count per score cell (0 to 1,000 over the model's scale), so that the share at or
above any threshold on the grid is exact, two windows merge by adding, and a refresh reads as a
small diff.
"""

import hashlib
import json
import sys
from array import array
from functools import cached_property
from typing import Annotated, Any, Literal, SupportsFloat

from pydantic import BaseModel, ConfigDict, Field

from langroute.scale import CELLS, cell
from langroute_repo.tree.values import percentage

PER_LINE = 25

Count = Annotated[int, Field(ge=0, le=2**53)]
Counts = Annotated[list[Count], Field(min_length=CELLS + 1, max_length=CELLS + 1)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class _Generated(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        populate_by_name=True,
        defer_build=True,
        allow_inf_nan=False,
    )


class EvidenceScale(_Generated):
    """The ends of the score scale that the cells divide."""

    minimum: float
    maximum: float


class Window(_Generated):
    """First and last day (UTC, both included) of the log that was counted."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class Events(_Generated):
    """How many events of the language came, whichever model answered them."""

    per_day: Annotated[float, Field(ge=0)]
    peak_per_second: Count


class Week(_Generated):
    """Scored events of a week (by its Monday, UTC) and how many of them passed ``passed_at``."""

    monday: Day
    events: Count
    passed: Count | None


class Evidence(_Generated):
    """The recorded scores of one model in one language."""

    format: Literal[1]
    language: str
    model: str
    score: EvidenceScale
    window: Window
    events: Events
    passed_at: float | None
    weeks: list[Week]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    counts: Counts
    labelled: Counts
    relevant: Counts

    @cached_property
    def total(self) -> int:
        """Recorded scores."""
        return sum(self.counts)

    def holds(self, threshold: SupportsFloat) -> bool:
        """Whether the scale has the threshold on it."""
        return self.score.minimum <= float(threshold) <= self.score.maximum

    def cell(self, threshold: float) -> int:
        """The cell of a threshold on this evidence's scale."""
        return cell(threshold, self.score.minimum, self.score.maximum)

    def passing(self, threshold: float) -> int:
        """Recorded scores at or above the threshold."""
        return sum(self.counts[self.cell(threshold) :])

    def share(self, threshold: float) -> float:
        """Share of recorded scores at or above the threshold, 0 to 1; 0 without any score."""
        return self.passing(threshold) / self.total if self.total else 0.0

    def passes(self, threshold: float) -> str:
        """The share as a seal writes it; 0.0% without any score."""
        return percentage(self.passing(threshold), self.total or 1)

    @property
    def reference(self) -> str:
        """What a seal names: the language and the digest."""
        return f"{self.language}-{self.digest}"

    def computed_digest(self) -> str:
        """The digest that the file's content has; another one written means edited by hand."""
        return digest(
            self.language, self.model, self.score, self.counts, self.labelled, self.relevant
        )


def digest(
    language: str,
    model: str,
    score: EvidenceScale,
    counts: list[int],
    labelled: list[int],
    relevant: list[int],
) -> str:
    """First 8 hex digits of sha256 over identity and counts.

    Language, model and the ends of the scale, a line each, then the three rows of counts as
    unsigned 64-bit numbers, little end first: packing is many times as fast as writing text.
    """
    identity = f"{language}\n{model}\n{float(score.minimum)}\n{float(score.maximum)}\n"
    found = hashlib.sha256(identity.encode())
    for row in (counts, labelled, relevant):
        packed = array("Q", row)
        if sys.byteorder == "big":
            packed.byteswap()
        found.update(packed)
    return found.hexdigest()[:8]


def render(evidence: Evidence) -> str:
    """The file's text: one key a line, counts in rows of 25 cells so that a refresh diffs well."""
    data: dict[str, Any] = evidence.model_dump(by_alias=True)
    lines = []
    for key, value in data.items():
        if key in ("counts", "labelled", "relevant"):
            rows = [value[start : start + PER_LINE] for start in range(0, len(value), PER_LINE)]
            body = ",\n    ".join(",".join(map(str, row)) for row in rows)
            lines.append(f'  "{key}": [\n    {body}\n  ]')
        else:
            lines.append(f'  "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"

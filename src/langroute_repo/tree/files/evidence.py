"""How a model's recorded scores are distributed in a language: exact counts for every threshold.

A file holds one count per score cell (0 to 1,000 over the model's scale), so that the share at or
above any threshold on the grid is exact, two windows merge by adding, and a refresh reads as a
small diff. Format 2 has its labels by what became of the event; format 1, which is read and no
longer written, cannot say how its labels came to be.
"""

import hashlib
import json
import sys
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Annotated, Any, Literal, Self, SupportsFloat

from pydantic import ConfigDict, Field, model_validator

from langroute.scale import CELLS, cell
from langroute_repo.tree.files.generated import Generated
from langroute_repo.tree.files.strata import Count, Strata, added
from langroute_repo.tree.values import percentage

PER_LINE = 25

Counts = Annotated[list[Count], Field(min_length=CELLS + 1, max_length=CELLS + 1)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


LABELS = ("labelled", "relevant")


def _one_or_the_other(schema: dict[str, Any]) -> None:
    """Which keys a file has goes by its format; in a file nothing has a default."""
    for name in (*LABELS, "strata"):
        schema["properties"][name].pop("default", None)
    schema["properties"]["strata"] = schema["properties"]["strata"]["anyOf"][0]
    schema["oneOf"] = [
        {"properties": {"format": {"const": 1}, "strata": False}, "required": list(LABELS)},
        {
            "properties": {"format": {"const": 2}, **dict.fromkeys(LABELS, False)},
            "required": ["strata"],
        },
    ]


class EvidenceScale(Generated):
    """The ends of the score scale that the cells divide."""

    minimum: float
    maximum: float


class Window(Generated):
    """First and last day (UTC, both included) of the log that was counted."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @property
    def days(self) -> int:
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1


class Events(Generated):
    """How many events of the language came, whichever model answered them."""

    per_day: Annotated[float, Field(ge=0)]
    peak_per_second: Count


class Week(Generated):
    """Scored events of a week (by its Monday, UTC) and how many of them passed ``passed_at``."""

    monday: Day
    events: Count
    passed: Count | None


class Evidence(Generated):
    """The recorded scores of one model in one language.

    ``labelled`` and ``relevant`` stand in files of format 1 only; of format 2 they are the sums of
    the strata kept and dropped.
    """

    model_config = ConfigDict(json_schema_extra=_one_or_the_other)

    format: Literal[1, 2]
    language: str
    model: str
    score: EvidenceScale
    window: Window
    events: Events
    passed_at: float | None
    weeks: list[Week]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    counts: Counts
    labelled: Counts = Field(default_factory=list)
    relevant: Counts = Field(default_factory=list)
    strata: Strata | None = None

    @model_validator(mode="after")
    def _labels_of_the_format(self) -> Self:
        written = self.model_fields_set & set(LABELS)
        if self.format == 1 and (len(written) < len(LABELS) or self.strata):
            raise ValueError("format 1 has labelled and relevant, and no strata")
        if self.format == 2 and (written or not self.strata):
            raise ValueError("format 2 has strata, and neither labelled nor relevant")
        if self.strata:
            # A frozen model lets nobody else write: these are what the strata say.
            self.__dict__["labelled"] = added(self.strata, "labelled")
            self.__dict__["relevant"] = added(self.strata, "relevant")
        return self

    @cached_property
    def total(self) -> int:
        """Recorded scores."""
        return sum(self.counts)

    @cached_property
    def above(self) -> Sequence[int]:
        """Recorded scores in each cell or above it: for who asks of many thresholds."""
        return [*accumulate(reversed(self.counts))][::-1]

    def holds(self, threshold: SupportsFloat) -> bool:
        """Whether the scale has the threshold on it."""
        return self.score.minimum <= float(threshold) <= self.score.maximum

    def cell(self, threshold: float) -> int:
        """The cell of a threshold on this evidence's scale."""
        return _cell(threshold, self.score.minimum, self.score.maximum)

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
        if self.strata is None:
            return digest(
                self.language, self.model, self.score, self.counts, self.labelled, self.relevant
            )
        return _whole_digest(self, self.strata)


@lru_cache(maxsize=4096)
def _cell(threshold: float, minimum: float, maximum: float) -> int:
    """Asked again and again of the same few thresholds."""
    return cell(threshold, minimum, maximum)


def with_digest(evidence: Evidence) -> Evidence:
    """The same evidence with the digest that its content has."""
    return evidence.model_copy(update={"digest": evidence.computed_digest()})


def digest(
    language: str,
    model: str,
    score: EvidenceScale,
    counts: list[int],
    labelled: list[int],
    relevant: list[int],
) -> str:
    """Of format 1: first 8 hex digits of sha256 over identity and counts.

    Language, model and the ends of the scale, a line each, then the three rows of counts as
    unsigned 64-bit numbers, little end first: packing is many times as fast as writing text.
    """
    identity = f"{language}\n{model}\n{float(score.minimum)}\n{float(score.maximum)}\n"
    return _hashed(identity, (counts, labelled, relevant))


def _whole_digest(evidence: Evidence, strata: Strata) -> str:
    """Of format 2: over all that the file says. First what is not in rows, as sorted JSON."""
    said = evidence.model_dump(by_alias=True, exclude={"digest", "counts", *LABELS, "strata"})
    said["strata"] = strata.totals
    text = json.dumps(said, sort_keys=True, ensure_ascii=True) + "\n"
    return _hashed(text, (evidence.counts, *strata.rows))


def _hashed(text: str, rows: Iterable[list[int]]) -> str:
    found = hashlib.sha256(text.encode())
    for row in rows:
        packed = array("Q", row)
        if sys.byteorder == "big":
            packed.byteswap()
        found.update(packed)
    return found.hexdigest()[:8]


def render(evidence: Evidence) -> str:
    """The file's text: one key a line, counts in rows of 25 cells so that a refresh diffs well."""
    left_out = {"strata"} if evidence.strata is None else set(LABELS)
    data: dict[str, Any] = evidence.model_dump(by_alias=True, exclude=left_out)
    lines = []
    for key, value in data.items():
        if key in ("counts", *LABELS):
            rows = [value[start : start + PER_LINE] for start in range(0, len(value), PER_LINE)]
            body = ",\n    ".join(",".join(map(str, row)) for row in rows)
            lines.append(f'  "{key}": [\n    {body}\n  ]')
        elif key == "strata":
            lines.append(f'  "{key}": {{\n{_strata(value)}\n  }}')
        else:
            lines.append(f'  "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _strata(strata: dict[str, dict[str, Any]]) -> str:
    """A stratum after the other, its labels a run of cells a line."""
    return ",\n".join(
        f'    "{name}": {{\n'
        + ",\n".join(f'      "{key}": {_written(value)}' for key, value in stratum.items())
        + "\n    }"
        for name, stratum in strata.items()
    )


def _written(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], list):
        body = ",\n        ".join(json.dumps(run, separators=(",", ":")) for run in value)
        return f"[\n        {body}\n      ]"
    return json.dumps(value)

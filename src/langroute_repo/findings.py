"""What people are told of the files: findings with their places, and a run's report of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Related(NamedTuple):
    """Another place that a finding is about."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What somebody wrote about a warning: why it is right, and in which file."""

    because: str
    path: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What people are told. Lines and columns count from 1, columns in characters."""

    rule: str
    level: Level
    path: str
    line: int
    column: int
    end_column: int
    message: str
    hint: str
    fingerprint: str
    depends: Mapping[str, str] = field(default_factory=dict)
    magnitude: Fraction | int = 0
    excerpt: str = ""
    related: tuple[Related, ...] = ()
    # Whether it stood before the change, or no change is looked at: then it blocks nothing.
    standing: bool = False
    # What accepts it in this change, or let it in when it was new.
    accepted: Acceptance | None = None
    # Why it blocks nothing although it is new and nobody accepts it; empty when it does block.
    excused: str = ""
    # Where an acceptance of it may be written; empty where none is needed.
    accept_at: str = ""
    # Whose it is to care, and since which day the line is as it is, where that is known.
    owners: tuple[str, ...] = ()
    since: str = ""

    @property
    def blocks(self) -> bool:
        """An error always does, a warning in the change that brings it until it is accepted."""
        passed = self.standing or self.accepted is not None or bool(self.excused)
        return self.level == "error" or not passed

    @property
    def name(self) -> str:
        """What an acceptance calls it."""
        return f"{self.rule} {self.fingerprint}"


@dataclass(frozen=True, slots=True)
class Ending:
    """What will be out of date or over on a day."""

    day: str
    path: str
    what: str
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run and how many files were looked at.

    ``against`` says what a change was compared with; empty where a state is looked at by itself.
    ``ending`` is told ahead, the earliest first.
    """

    findings: tuple[Finding, ...]
    files: int
    against: str = ""
    ending: tuple[Ending, ...] = ()
    # What could not be looked at, and why.
    notes: tuple[str, ...] = ()
    blocking: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocking", any(finding.blocks for finding in self.findings))

    def count(self, level: Level) -> int:
        """Findings of a level that block."""
        return sum(one.level == level and one.blocks for one in self.findings)

    @property
    def standing(self) -> int:
        return sum(one.standing for one in self.findings)

    @property
    def accepted(self) -> int:
        """Warnings that this change brings and accepts."""
        return sum(one.accepted is not None and not one.standing for one in self.findings)

    @property
    def excused(self) -> int:
        return sum(bool(one.excused) for one in self.findings)

    def beyond(self, before: "Report") -> tuple[Finding, ...]:
        """The findings that block and did not in another report, or are worse than there."""
        known: dict[str, Fraction | int] = {}
        for one in before.findings:
            if one.blocks:
                known[one.fingerprint] = max(one.magnitude, known.get(one.fingerprint, 0))
        return tuple(
            one
            for one in self.findings
            if one.blocks and one.magnitude > known.get(one.fingerprint, -1)
        )

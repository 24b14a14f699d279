"""What people are told of the files: findings with their places, and a run's report of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Related(NamedTuple):
    """Another place that a finding is about."""

    path: str
    line: int
    column: int
    message: str


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
    acknowledged: bool = False
    related: tuple[Related, ...] = ()

    @property
    def blocks(self) -> bool:
        return not self.acknowledged

    @property
    def tag(self) -> str:
        """What an acknowledgement calls the file: the language of a language's file."""
        return PurePosixPath(self.path).stem

    @property
    def acknowledgement(self) -> str:
        """The line by which a pull request accepts exactly this warning."""
        return f"Acknowledge: {self.rule} {self.tag} {self.fingerprint}"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run and how many files were looked at.

    ``against`` says what a change was compared with, ``stale`` holds the acknowledgements of it
    that accept nothing (any more).
    """

    findings: tuple[Finding, ...]
    files: int
    against: str = ""
    stale: tuple[str, ...] = ()
    blocking: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocking", any(finding.blocks for finding in self.findings))

    def count(self, level: Level) -> int:
        """Findings of a level that block."""
        return sum(one.level == level and one.blocks for one in self.findings)

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

    @property
    def acknowledged(self) -> int:
        return sum(finding.acknowledged for finding in self.findings)

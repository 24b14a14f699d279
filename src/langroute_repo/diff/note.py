"""What is to be noted of an effect beside its figures, as data: ``words`` has the sentences."""

from dataclasses import dataclass
from enum import Enum, auto


class Remark(Enum):
    """A note that names nothing."""

    UNRECORDED = auto()
    RECORDED_ONLY = auto()
    VALUE_STAYS = auto()
    PRIMARY_STANDS_IN = auto()
    NOBODY_STANDS_IN = auto()
    AUDITED = auto()


@dataclass(frozen=True, slots=True)
class NoEvidence:
    """A model's scores in a language were never recorded."""

    model: str
    language: str


@dataclass(frozen=True, slots=True)
class AtFault:
    """The file that answers for a language is at fault: ``now``, or before the change."""

    language: str | None
    now: bool


@dataclass(frozen=True, slots=True)
class Instead:
    """Who answers for a language without a file: ``now``, or before; None is nobody."""

    language: str | None
    now: bool


Note = Remark | NoEvidence | AtFault | Instead

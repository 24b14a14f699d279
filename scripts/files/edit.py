"""One file with the bytes that a verb would give it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """``before`` is None for a file that is new."""

    path: str
    before: bytes | None
    after: bytes

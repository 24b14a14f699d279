"""One question that a candidate has to answer, and what its counts say of it."""

from dataclasses import dataclass
from typing import Literal

# Of "broken" the sum over all clauses is wrong in 1 of 100 candidates that are as they should be,
# however often somebody looks; "within" of each clause in 5 of 100 that are not.
State = Literal["within", "open", "broken", "no-data"]


@dataclass(frozen=True, slots=True)
class Clause:
    """What was counted, what is allowed and, while the question is open, what is missing."""

    name: str
    state: State
    counted: str
    allowed: str
    missing: str = ""
    # What a picture or a machine shows: the share that was seen, and the ends of what is allowed.
    share: float | None = None
    low: float = 0.0
    high: float = 1.0

    def __str__(self) -> str:
        allowed = f"allowed {self.allowed}" if self.allowed else ""
        told = "; ".join(filter(None, (self.counted, allowed, self.missing)))
        return f"{self.name}: {told}"

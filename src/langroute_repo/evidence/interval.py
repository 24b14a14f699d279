"""How far a share that was counted may lie from the true one."""

from dataclasses import dataclass
from math import sqrt

from langroute_repo.tree.values import percentage

# 95 of 100 such intervals hold the true share.
Z = 1.96


def wilson(passed: float, total: int, z: float = Z) -> tuple[float, float]:
    """The interval of a share that was counted, after Wilson (1927): 0 to 1, lower end first.

    Unlike the usual ± it stays within 0 and 1 and is honest near both and for few events. Of
    nothing counted nothing is known: 0 to 1.
    """
    if not total:
        return 0.0, 1.0
    share, weight = passed / total, z * z / total
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / total + weight / total / 4) / (1 + weight)
    # Rounding must not put the counted share outside where it is 0 or 1.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


@dataclass(frozen=True, slots=True)
class CountedShare:
    """How many of some counted events have a property; there is at least one."""

    part: int
    whole: int

    @property
    def share(self) -> float:
        return self.part / self.whole

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, in 95 of 100 cases."""
        return wilson(self.part, self.whole)

    def __str__(self) -> str:
        return percentage(self.part, self.whole)

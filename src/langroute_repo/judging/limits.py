"""The limits of the policy that candidates are judged by, as numbers."""

from dataclasses import dataclass
from typing import Self

from langroute.shape import EVERYBODY
from langroute_repo.tree.files.policy import JudgedLimits
from langroute_repo.tree.values import basis_points


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares from 0 to 1; ``recall_points`` of it is a difference of two."""

    recall_points: float = 0.05
    first_verdict: int = 7  # days
    failures: float = 0.01
    slow_answers: float = 0.05
    slow: str = "1s"

    @classmethod
    def of(cls, policy: JudgedLimits) -> Self:
        return cls(
            float(policy.recall_points) / 100,
            int(policy.first_verdict.removesuffix("d")),
            basis_points(policy.failures) / EVERYBODY,
            basis_points(policy.slow_answers) / EVERYBODY,
            policy.slow,
        )

"""What a log says of one day of a candidate beside its primary, in one language."""

from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True)
class Day:
    """Counts of a day (UTC); what can come again is counted on the first day that it came.

    A *candidate* is the canary or a shadow that is judged. A *content* is what was sent to a model:
    a story that several wires tell in the same words is one, however often it comes, for it says
    one thing of a model. A *gain* is a content that the candidate keeps and the primary drops, a
    *loss* the other way round; both by the thresholds in force, whatever was decided then.
    """

    day: date
    # The share of the keyed events that it had to answer, 0 to 1; None on a day of which nobody can
    # say: a shadow's, or one on which it was changed.
    traffic: float | None = None
    answered: int = 0  # keyed events that the candidate answered
    of: int = 0  # keyed events that either answered
    minutes: int = 0  # in which it was asked, as whatever
    minutes_beside: int = 0  # in which its primary was
    failing: int = 0  # minutes in which it failed
    only_it: int = 0  # quarters of an hour in which it failed and its primary did not
    only_beside: int = 0  # the other way round
    answers: int = 0  # as whatever
    slow: int = 0  # of these, later than the limit
    contents: int = 0  # that it gave a score
    passes: int = 0
    contents_beside: int = 0  # that its primary gave a score
    passes_beside: int = 0
    pairs: int = 0  # contents that both gave a score
    gains: int = 0
    losses: int = 0
    labelled_gains: int = 0
    labelled_losses: int = 0
    relevant_gains: int = 0
    relevant_losses: int = 0

    @property
    def disagreements(self) -> int:
        """Contents on which the two decide differently."""
        return self.gains + self.losses

    @property
    def labelled(self) -> int:
        """Those of the disagreements that a person has judged."""
        return self.labelled_gains + self.labelled_losses

    @property
    def relevant(self) -> int:
        """Those of the labelled disagreements that are relevant."""
        return self.relevant_gains + self.relevant_losses

    def plus(self, other: Self) -> "Day":
        """Both together, under this one's day and traffic."""
        counts = {
            name: getattr(self, name) + getattr(other, name)
            for name in self.__slots__
            if name not in ("day", "traffic")
        }
        return Day(self.day, self.traffic, **counts)


def total(days: list[Day]) -> Day:
    """All days together; they have to be at least one."""
    first, *others = days
    for one in others:
        first = first.plus(one)
    return first

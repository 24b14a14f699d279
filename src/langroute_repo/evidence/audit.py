"""What an audit would cost and tell: a drawn share of what is dropped, shown to the analysts.

By the closed form of the estimate itself, on the counts that there are: nobody has to wait two
weeks to learn that two weeks are too few.
"""

from dataclasses import dataclass
from math import ceil, exp, log, sqrt

from langroute_repo.evidence.estimate import FEWEST_DROPPED
from langroute_repo.evidence.interval import Z
from langroute_repo.tree.files.evidence import Evidence

SHARES = (0.01, 0.02, 0.05)
DAYS = 14
# What analysts label of what passes, where nothing has been counted yet: the habit of those known.
LABELLED = 0.6


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit of a share of what is dropped, 0 to 1.

    ``per_day`` are the events that the analysts get more, ``width`` is that of the 95 % interval of
    recall after two weeks: None where so few labels of dropped events tell none, and where no kept
    event was labelled relevant. ``days`` are those until there are enough labels of dropped ones;
    None where nothing is dropped.
    """

    share: float
    per_day: float
    width: float | None
    days: int | None


def audits(evidence: Evidence, at: float, recall: float) -> tuple[Audit, ...]:
    """Of a language whose events a threshold decides, if its recall is about ``recall``.

    ``at`` is asked only where the evidence does not say itself what was dropped.
    """
    strata = evidence.strata
    if strata and strata.kept.events + strata.dropped.events:
        kept = strata.kept.events / (strata.kept.events + strata.dropped.events)
    else:
        kept = evidence.share(at)
    stream = _Stream(evidence.events.per_day, kept, _relevant(evidence), recall)
    return tuple(stream.audit(share) for share in SHARES)


def _relevant(evidence: Evidence) -> float | None:
    """The share of the relevant ones among labelled events that passed; None without any."""
    if evidence.strata is None:
        return None
    kept = evidence.strata.kept
    relevant = kept.above("relevant", 0)
    return relevant / kept.labels if relevant else None


@dataclass(frozen=True, slots=True)
class _Stream:
    per_day: float
    kept: float
    relevant: float | None  # of the kept ones
    recall: float

    def audit(self, share: float) -> Audit:
        dropped = self.per_day * (1 - self.kept)
        more = share * dropped
        days = ceil(FEWEST_DROPPED / more) if more else None
        enough = days is not None and days <= DAYS
        return Audit(share, more, self._width(share) if enough else None, days)

    def _width(self, share: float) -> float | None:
        """By the delta method, half a count added to each side, as the estimate does."""
        if not self.relevant or not 0 < self.recall < 1:
            return None
        kept, dropped = (DAYS * self.per_day * part for part in (self.kept, 1 - self.kept))
        missed = min(1.0, kept * self.relevant * (1 - self.recall) / self.recall / dropped)
        variance = sum(
            max(0.0, 1 - labelled) * (1 - p) / (p * (events * labelled + 1))
            for events, labelled, p in (
                (kept, LABELLED, self.relevant),
                (dropped, share, missed),
            )
        )
        middle, reach = log(self.recall / (1 - self.recall)), Z * sqrt(variance)
        low, high = (1 / (1 + exp(-end)) for end in (middle - reach, middle + reach))
        return high - low

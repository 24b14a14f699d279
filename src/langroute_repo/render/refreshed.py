"""How it is told that new scores are not what they were: how sure it is, and what it looks like."""

from math import ceil, exp, sqrt

from langroute_repo.render.scores.histogram import EIGHTHS, bucketed
from langroute_repo.tree.files.evidence import Evidence

BUCKETS = 20
CERTAIN = 1_000_000


def fits_better(gain: float) -> str:
    """How much more likely something is, of a natural logarithm, with the word that follows."""
    times = exp(min(gain, 50.0))
    return (
        "over a million times better than" if times > CERTAIN else f"{times:,.0f} times better than"
    )


def pictured(what: str, evidence: Evidence) -> str:
    """The scores as a row of bars, their heights square roots of the counts."""
    counts = bucketed(evidence.counts, BUCKETS)
    steps = len(EIGHTHS) - 1
    bars = "".join(EIGHTHS[ceil(sqrt(count / (max(counts) or 1)) * steps)] for count in counts)
    low, high = evidence.score.minimum, evidence.score.maximum
    return f"{what} {low:g} {bars} {high:g}"

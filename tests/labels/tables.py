"""The tables of docs/evidence.md on recall, as `./langroute bench --only labels` prints them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from langroute_repo.evidence.estimate import FEWEST_DROPPED
from tests.labels.coverage import (
    MONTHS,
    Covered,
    Figure,
    by_estimate,
    by_labels_alone,
    covered,
    followed,
    ratio_to,
    recall_at,
)
from tests.labels.simulated import Population, population

# Models and languages of the sample with many labels, as unlike each other as there are.
PAIRS = (
    ("relevance-words-v1", "de"),
    ("relevance-words-v1", "en"),
    ("relevance-chars-v2", "en"),
    ("relevance-use-v3", "de"),
)
PER_DAY = (60, 300, 1300)
AUDITS = (0.01, 0.02, 0.05)
FACTORS = (1.0, 1.2, 0.8)
RAISED = (1.1, 1.2, 1.5)
SHOWN = (0, 1, 2, 3, 6, 9, MONTHS)
SEEDS = 20


def populations(root: Path) -> list[Population]:
    """From the evidence of the sample company, whose folder ``root`` is."""
    return [population(root / f"config/evidence/{model}/{tag}.json") for model, tag in PAIRS]


def tables(root: Path, draws: int) -> Iterator[str]:
    """All lines. ``draws`` are of each pair, at each number of events and each audit."""
    of = populations(root)
    yield from _recall(of, draws)
    yield ""
    yield from _ratio(of, draws)
    yield ""
    yield from _ratchet(of[0])


def _recall(of: Sequence[Population], draws: int) -> Iterator[str]:
    yield "| events a day | audit | drawn in 14 days | known | covers | width | tells too little |"
    yield "|---|---|---|---|---|---|---|"
    for per_day in PER_DAY:
        for audit in AUDITS:
            found = [covered(of, per_day, audit, recall_at(one), draws) for one in FACTORS]
            dropped = sum(_dropped(one) for one in of) / len(of)
            audited = f"{per_day * 14 * audit * dropped:.0f}"
            yield f"| {per_day:,} | {audit:.0%} | {audited} | {_cells(found)} |"


def _ratio(of: Sequence[Population], draws: int) -> Iterator[str]:
    yield "| events a day | known | covers | width | tells too little |"
    yield "|---|---|---|---|---|"
    for per_day in PER_DAY:
        figures: list[Figure] = [ratio_to(one) for one in RAISED]
        found = [covered(of, per_day, 0.0, one, draws) for one in figures]
        yield f"| {per_day:,} | {_cells(found)} |"


def _cells(found: Sequence[Covered]) -> str:
    known = sum(one.known for one in found) / len(found)
    if known < 0.5:
        return f"{known:.0%}: fewer than {FEWEST_DROPPED} | – | – | –"
    covers = [one.covers for one in found]
    width = sum(one.width for one in found) / len(found)
    bias = sum(one.bias for one in found) / len(found)
    # Half a point the other way is still none.
    low = f"{max(0.0, -bias) * 100:.1f} points"
    held = f"{min(covers):.0%}–{max(covers):.0%}"
    return f"{known:.0%} | {held} | {width * 100:.0f} points | {low}"


def _dropped(of: Population) -> float:
    threshold = of.recalling(0.85)
    return sum(of.weights[:threshold]) / sum(of.weights)


def _ratchet(of: Population) -> Iterator[str]:
    months = " | ".join("before" if month == 0 else f"month {month}" for month in SHOWN)
    yield f"| labels | {months} | lowest |"
    yield f"|---|{'---|' * (len(SHOWN) + 1)}"
    ways = [
        ("all taken for random ones", 0.0, by_labels_alone),
        ("of what passes", 0.0, by_estimate),
        *((f"and an audit of {audit:.0%}", audit, by_estimate) for audit in AUDITS),
    ]
    for name, audit, choose in ways:
        runs = [list(followed(of, 300, audit, choose, seed)) for seed in range(SEEDS)]
        means = [sum(one) / SEEDS for one in zip(*runs, strict=True)]
        shown = " | ".join(f"{means[month] * 100:.0f}" for month in SHOWN)
        yield f"| {name} | {shown} | {min(map(min, runs)) * 100:.0f} |"

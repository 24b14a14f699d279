"""Events and labels drawn as a company has them, from how real scores of the sample are spread.

Analysts label a share of what passes and all of what an audit draws of the rest. A story is told
three times, which makes three events of one score that are labelled each for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random

from langroute.scale import CELLS
from langroute_repo.tree.files.evidence import Events, Evidence, EvidenceScale, Week, Window
from langroute_repo.tree.files.strata import Strata, Stratum, UnknownStratum, sparse

TOLD = 3  # times a story is told
LABELLED = 0.6  # of what passes
POOLED = 25  # cells on either side whose labels say how often a score is relevant
SCALE = EvidenceScale(minimum=0.0, maximum=1.0)


@dataclass(frozen=True)
class Population:
    """How often each cell comes, and how often it is relevant."""

    name: str
    weights: Sequence[float]
    relevant: Sequence[float]

    @cached_property
    def accumulated(self) -> list[float]:
        return list(accumulate(self.weights))

    def recall(self, cell: int) -> float:
        """The true share of relevant events at or above a cell."""
        mass = [one * often for one, often in zip(self.weights, self.relevant, strict=True)]
        return sum(mass[cell:]) / sum(mass)

    def recalling(self, share: float) -> int:
        """The highest cell from which at least a share of the relevant events passes."""
        return next(cell for cell in range(CELLS, -1, -1) if self.recall(cell) >= share)


def population(path: Path) -> Population:
    """As an evidence file has it; a cell's labels are a sample of it, however they came to be."""
    found = Evidence.model_validate_json(path.read_bytes())
    often = []
    for cell in range(CELLS + 1):
        near = slice(max(0, cell - POOLED), cell + POOLED + 1)
        labelled, relevant = sum(found.labelled[near]), sum(found.relevant[near])
        often.append(relevant / labelled if labelled else 0.0)
    return Population(f"{path.parent.name} in {path.stem}", found.counts, often)


def drawn(of: Population, events: int, threshold: int, audit: float, random: Random) -> Evidence:
    """The evidence of so many events; the threshold is a cell, the audit a share of what drops."""
    counts = [0] * (CELLS + 1)
    rows = {side: ([0] * (CELLS + 1), [0] * (CELLS + 1)) for side in (True, False)}
    stories = random.choices(range(CELLS + 1), cum_weights=of.accumulated, k=events // TOLD)
    chance = random.random
    for cell in stories:
        kept = cell >= threshold
        counts[cell] += TOLD
        share = LABELLED if kept else audit
        labels = (chance() < share) + (chance() < share) + (chance() < share)
        relevant = chance() < of.relevant[cell]
        if labels:
            rows[kept][0][cell] += labels
            rows[kept][1][cell] += labels * relevant
    above = sum(counts[threshold:])
    return Evidence.model_construct(
        format=2,
        language="de",
        model="words",
        score=SCALE,
        window=Window.model_construct(first="2026-11-01", last="2026-11-14"),
        events=Events(per_day=0.0, peak_per_second=0),
        passed_at=threshold / CELLS,
        weeks=list[Week](),
        digest="00000000",
        counts=counts,
        labelled=[one + other for one, other in zip(rows[True][0], rows[False][0], strict=True)],
        relevant=[one + other for one, other in zip(rows[True][1], rows[False][1], strict=True)],
        strata=Strata(
            kept=_stratum(above, (threshold, CELLS), rows[True]),
            dropped=_stratum(sum(counts) - above, (0, threshold - 1), rows[False]),
            unknown=UnknownStratum(events=0, labelled=0, relevant=0),
        ),
    )


def _stratum(
    events: int, cells: tuple[int, int], rows: tuple[Sequence[int], Sequence[int]]
) -> Stratum:
    return Stratum(
        events=events,
        cells=list(cells) if events else None,
        labelled=sparse(rows[0]),
        relevant=sparse(rows[1]),
    )

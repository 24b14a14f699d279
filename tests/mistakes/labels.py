"""Labels as companies have them: of most of what passes, and of a drawn share of what is dropped.

A measurement of mistakes needs what no company has, too: which events are relevant whether or not
anybody has labelled them. For the shipped evidence ``relevant.json`` has them by cell, counted from
the same recorded scores; for evidence that is drawn here they are kept beside it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from langroute.scale import CELLS
from langroute_repo.tree.files.evidence import Evidence, Week, Window, with_digest
from langroute_repo.tree.files.strata import Strata, Stratum, UnknownStratum, dense, sparse

HERE = Path(__file__).parent
LABELLED = 0.6  # of what passes, as in the shipped evidence
_RELEVANT: dict[str, list[int]] = {}  # by the digest of what was drawn


@dataclass(frozen=True, slots=True)
class Habit:
    """Which events a company sees: those above its own threshold (a cell), or those that another
    model keeps: of the relevant ones and of the others a share each. And its audit.
    """

    threshold: int | None
    kept: tuple[float, float]
    audit: float

    def keeps(self, cell: int, relevant: bool, chance: Random) -> bool:
        if self.threshold is not None:
            return cell >= self.threshold
        return chance.random() < self.kept[0 if relevant else 1]


def relevant(evidence: Evidence) -> list[int]:
    """Relevant events by cell, labelled or not."""
    drawn = _RELEVANT.get(evidence.digest)
    return drawn or _shipped()[f"{evidence.model}/{evidence.language}"]


@cache
def _shipped() -> dict[str, list[int]]:
    found = json.loads((HERE / "relevant.json").read_text())
    return {pair: dense(runs) for pair, runs in found.items()}


def habit(evidence: Evidence) -> Habit:
    """The one that gave evidence its labels."""
    strata = evidence.strata
    assert strata is not None
    own = strata.dropped.cells is None or strata.dropped.cells[1] < CELLS
    kept, dropped, good = strata.kept, strata.dropped, sum(relevant(evidence))
    passed = kept.above("relevant", 0) * kept.events / max(1, kept.labels)
    shares = passed / max(1, good), (kept.events - passed) / max(1, evidence.total - good)
    return Habit(
        kept.cells[0] if own and kept.cells else None,
        (min(1.0, shares[0]), min(1.0, max(0.0, shares[1]))),
        dropped.labels / max(1, dropped.events),
    )


def labelled(
    shape: Evidence, counts: list[int], truth: list[int], how: Habit, chance: Random
) -> Evidence:
    """The evidence that a company with such a habit gets of such events."""
    rows = {kept: ([0] * (CELLS + 1), [0] * (CELLS + 1)) for kept in (True, False)}
    events = {True: 0, False: 0}
    for cell, number in enumerate(counts):
        for at in range(number):
            good = at < truth[cell]
            kept = how.keeps(cell, good, chance)
            events[kept] += 1
            if chance.random() < (LABELLED if kept else how.audit):
                rows[kept][0][cell] += 1
                rows[kept][1][cell] += good
    limit = how.threshold
    strata = Strata(
        kept=_stratum(events[True], (limit or 0, CELLS), rows[True]),
        dropped=_stratum(events[False], (0, CELLS if limit is None else limit - 1), rows[False]),
        unknown=UnknownStratum(events=0, labelled=0, relevant=0),
    )
    made = with_digest(
        Evidence.model_validate(
            {
                **shape.model_dump(by_alias=True, exclude={"labelled", "relevant"}),
                "counts": counts,
                "strata": strata.model_dump(),
            }
        )
    )
    _RELEVANT[made.digest] = truth
    return made


def _stratum(events: int, cells: tuple[int, int], rows: Sequence[list[int]]) -> Stratum:
    return Stratum(
        events=events,
        cells=list(cells) if events else None,
        labelled=sparse(rows[0]),
        relevant=sparse(rows[1]),
    )


def renamed(evidence: Evidence, tag: str, window: Window, weeks: list[Week]) -> Evidence:
    """The same events, as if they were another language's."""
    made = with_digest(
        evidence.model_copy(update={"language": tag, "window": window, "weeks": weeks})
    )
    _RELEVANT[made.digest] = relevant(evidence)
    return made

"""Evidence whose labels are told by what became of the event."""

from collections.abc import Mapping

from langroute.scale import CELLS
from langroute_repo.tree.files.evidence import (
    Events,
    Evidence,
    EvidenceScale,
    Week,
    Window,
    with_digest,
)
from langroute_repo.tree.files.strata import Strata, Stratum, UnknownStratum, sparse

Labels = Mapping[int, tuple[int, int]]  # labelled and relevant by cell

NOTHING = UnknownStratum(events=0, labelled=0, relevant=0)


def row(counts: Mapping[int, int]) -> list[int]:
    return [counts.get(cell, 0) for cell in range(CELLS + 1)]


def stratum(events: int, cells: tuple[int, int] | None, labels: Labels) -> Stratum:
    labelled, relevant = (
        sparse(row({cell: pair[at] for cell, pair in labels.items()})) for at in (0, 1)
    )
    return Stratum(
        events=events,
        cells=list(cells) if cells else None,
        labelled=labelled,
        relevant=relevant,
    )


def stratified(
    counts: Mapping[int, int],
    threshold: int | None,
    kept: Labels,
    dropped: Labels,
    unknown: UnknownStratum = NOTHING,
    others: bool = False,
) -> Evidence:
    """Of a model that decided by a threshold (a cell) itself, or, ``others``, of a shadow.

    Of a shadow half of the events were kept.
    """
    total = sum(counts.values())
    above = sum(number for cell, number in counts.items() if cell >= (threshold or 0))
    if others:
        above = total // 2
    whole = (0, CELLS)
    lowest = whole if others else (threshold or 0, CELLS)
    highest = whole if others else (0, (threshold or 0) - 1)
    return with_digest(
        Evidence(
            format=2,
            language="de",
            model="words",
            score=EvidenceScale(minimum=0.0, maximum=1.0),
            window=Window.model_validate({"from": "2026-10-26", "to": "2026-11-08"}),
            events=Events(per_day=12.5, peak_per_second=3),
            passed_at=None if threshold is None else threshold / CELLS,
            weeks=[Week(monday="2026-10-26", events=total, passed=None)],
            digest="00000000",
            counts=row(counts),
            strata=Strata(
                kept=stratum(above, lowest if above else None, kept),
                dropped=stratum(total - above, highest if total > above else None, dropped),
                unknown=unknown,
            ),
        )
    )

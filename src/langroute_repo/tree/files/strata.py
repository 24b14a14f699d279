"""Labels by what became of the event, for people label what they see and see only what passes.

A label of an event that passed and one of an event that was dropped stand for different numbers of
events. How many each stands for is told by how many events each stratum has.
"""

from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Annotated, Literal

from pydantic import Field

from langroute.scale import CELLS
from langroute_repo.tree.files.generated import Generated

Count = Annotated[int, Field(ge=0, le=2**53)]
Cell = Annotated[int, Field(ge=0, le=CELLS)]
Run = Annotated[list[Count], Field(min_length=2, max_length=CELLS + 2)]
Runs = Annotated[
    list[Run],
    Field(
        max_length=CELLS + 1,
        description="The cells that have any, as runs: the first cell of the run, then a count "
        "for it and for each one that follows.",
    ),
]
Row = Literal["labelled", "relevant"]

# A gap of up to three cells takes less room as zeros than as the beginning of another run.
BRIDGED = 3


class Stratum(Generated):
    """The events that were decided one way, and the labels of those that have one.

    ``cells`` are the first and the last cell that such an event may have. Where every decision was
    the model's own, those kept go from the lowest score that was kept to the end of the scale, and
    those dropped from its beginning to the highest that was dropped; otherwise both go over all of
    it. None where there is no event.
    """

    events: Count
    cells: Annotated[list[Cell], Field(min_length=2, max_length=2)] | None
    labelled: Runs
    relevant: Runs

    @cached_property
    def labels(self) -> int:
        """Events with a label."""
        return sum(sum(run[1:]) for run in self.labelled)

    def above(self, row: Row, cell: int) -> int:
        """Labels, or relevant ones, of scores in the cell or above it."""
        return (self.labelled_above if row == "labelled" else self.relevant_above)[cell]

    @cached_property
    def labelled_above(self) -> Sequence[int]:
        """Labels of scores in each cell or above it: asked for at one threshold after the other."""
        return _above(self.labelled)

    @cached_property
    def relevant_above(self) -> Sequence[int]:
        """The same of the relevant ones."""
        return _above(self.relevant)


class UnknownStratum(Generated):
    """The events of which nobody knows how they were decided; their labels say nothing."""

    events: Count
    labelled: Count
    relevant: Count


class Strata(Generated):
    """All events that the model's labels can stand for, by what was decided of each.

    The decision is that of the answer which the caller got, this model's or another one's.
    """

    kept: Stratum
    dropped: Stratum
    unknown: UnknownStratum

    @cached_property
    def events(self) -> int:
        """Events however they were decided."""
        return self.kept.events + self.dropped.events + self.unknown.events

    @property
    def totals(self) -> list[object]:
        """All that is not in the rows, in the order of the file."""
        decided = [part for one in (self.kept, self.dropped) for part in (one.events, one.cells)]
        unknown = self.unknown
        return [*decided, unknown.events, unknown.labelled, unknown.relevant]

    @cached_property
    def rows(self) -> tuple[list[int], ...]:
        """Labelled and relevant kept ones, then labelled and relevant dropped ones, by cell."""
        return tuple(
            dense(runs)
            for one in (self.kept, self.dropped)
            for runs in (one.labelled, one.relevant)
        )


def added(strata: Strata, row: Row) -> list[int]:
    """Labels or relevant ones of every cell, kept or dropped."""
    first = 0 if row == "labelled" else 1
    kept, dropped = strata.rows[first], strata.rows[first + 2]
    return [one + other for one, other in zip(kept, dropped, strict=True)]


def _above(runs: Runs) -> Sequence[int]:
    """The last one is that of the cell after the scale's end, above which there is nothing."""
    return array("Q", [*accumulate(reversed([*dense(runs), 0]))][::-1])


def dense(runs: Sequence[Sequence[int]]) -> list[int]:
    """A count for every cell; ValueError for runs that overlap or end off the scale."""
    row = [0] * (CELLS + 1)
    free = 0
    for first, *counts in runs:
        if first < free or first + len(counts) > len(row):
            raise ValueError(f"the run of cells from {first} overlaps another or the scale's end")
        row[first : first + len(counts)] = counts
        free = first + len(counts)
    return row


def sparse(row: Sequence[int]) -> list[list[int]]:
    """The runs of cells that hold anything."""
    runs: list[list[int]] = []
    for cell, number in enumerate(row):
        if not number:
            continue
        gap = cell - runs[-1][0] - len(runs[-1]) + 1 if runs else BRIDGED + 1
        if gap > BRIDGED:
            runs.append([cell, number])
        else:
            runs[-1] += [*[0] * gap, number]
    return runs

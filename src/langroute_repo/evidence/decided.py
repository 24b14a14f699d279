"""Which events a model's labels stand for: how many were kept and dropped, and by whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from langroute.scale import CELLS
from langroute_repo.evidence.label_sql import COMPLAINT
from langroute_repo.evidence.log import Cell, Grouped, LabelCell
from langroute_repo.evidence.sql import (
    BY_SCORE,
    COUNTED,
    DROPPED,
    FAILED,
    KEPT,
    NOT_DECIDED,
    UNKNOWN,
)
from langroute_repo.tree.files.strata import Strata, Stratum, UnknownStratum, sparse

Pair = tuple[str, str]  # model, language
STRATA = (KEPT, DROPPED, UNKNOWN)


@dataclass(slots=True)
class _Decided:
    """Events by their decision, the cells that decided so, and rows that decided nothing."""

    events: dict[int, int] = field(default_factory=lambda: dict.fromkeys(STRATA, 0))
    lowest_kept: int = CELLS
    highest_dropped: int = 0
    of_others: int = 0

    @property
    def own(self) -> bool:
        """Whether most of the model's scores are of events that it decided itself."""
        return self.events[KEPT] + self.events[DROPPED] >= max(1, self.of_others)


class Decisions:
    """What was decided in a log, by every model and in every language."""

    def __init__(self, grouped: Grouped) -> None:
        self._by_model: dict[Pair, _Decided] = defaultdict(_Decided)
        self._labels: dict[Pair, list[LabelCell]] = defaultdict(list)
        for cell in grouped.cells:
            self._take(cell, grouped)
        for cell in grouped.retried:
            self._by_model[_pair(cell)].events[UNKNOWN] -= cell.events
        for label in grouped.labels:
            self._labels[label.model, label.language].append(label)

    def _take(self, cell: Cell, grouped: Grouped) -> None:
        if cell.decision == UNKNOWN and cell.reason in FAILED:
            self._by_model[_pair(cell)].events[UNKNOWN] += cell.events
        if cell.reason != COUNTED or cell.cell is None:
            return
        pair = _pair(cell)
        held = self._by_model[pair]
        decision = cell.decision
        if decision == BY_SCORE:
            passing = grouped.passing.get(pair)
            decision = UNKNOWN if passing is None else KEPT if cell.cell >= passing else DROPPED
        if decision == NOT_DECIDED:
            held.of_others += cell.events
            return
        held.events[decision] += cell.events
        if decision == KEPT:
            held.lowest_kept = min(held.lowest_kept, cell.cell)
        elif decision == DROPPED:
            held.highest_dropped = max(held.highest_dropped, cell.cell)

    def undrawn(self) -> int:
        """Labels of dropped events that nobody drew, each once: with whoever decided the event."""
        labels = (one for among in self._labels.values() for one in among if one.own)
        return sum(one.labelled for one in labels if one.stratum == COMPLAINT)

    def strata(self, pair: Pair) -> Strata:
        """The events and the labels of a model in a language.

        Where it decided most of what it scored, those alone: of them its threshold is known to
        separate kept from dropped. Otherwise those that others decided. Never both: a canary scores
        all that it decides and, compared with the primary, a share of the rest, so together they
        would stand for events of which its own are too many.
        """
        held = self._by_model[pair]
        if held.own:
            labels = [one for one in self._labels[pair] if one.own]
            kept, dropped = (held.lowest_kept, CELLS), (0, held.highest_dropped)
            return _strata(held.events, labels, kept, dropped)
        others = [
            one.events
            for other, one in self._by_model.items()
            if other[1] == pair[1] and other != pair
        ]
        events = {stratum: sum(one[stratum] for one in others) for stratum in STRATA}
        labels = [one for one in self._labels[pair] if not one.own]
        return _strata(events, labels, (0, CELLS), (0, CELLS))


def _pair(cell: Cell) -> Pair:
    return str(cell.model), str(cell.language)


def _strata(
    events: dict[int, int],
    labels: Sequence[LabelCell],
    kept: tuple[int, int],
    dropped: tuple[int, int],
) -> Strata:
    unknown = [one for one in labels if one.stratum == UNKNOWN]
    labelled = sum(one.labelled for one in unknown)
    return Strata(
        kept=_stratum(events[KEPT], kept, [one for one in labels if one.stratum == KEPT]),
        dropped=_stratum(
            events[DROPPED], dropped, [one for one in labels if one.stratum == DROPPED]
        ),
        unknown=UnknownStratum(
            # Of an event whose own row was lost only the label tells that it came.
            events=max(events[UNKNOWN], labelled),
            labelled=labelled,
            relevant=sum(one.relevant for one in unknown),
        ),
    )


def _stratum(events: int, cells: tuple[int, int], labels: Sequence[LabelCell]) -> Stratum:
    labelled, relevant = ([0] * (CELLS + 1) for _ in range(2))
    for one in labels:
        labelled[one.cell] += one.labelled
        relevant[one.cell] += one.relevant
    return Stratum(
        events=events,
        cells=list(cells) if events else None,
        labelled=sparse(labelled),
        relevant=sparse(relevant),
    )

"""How often an interval holds the true value, and what following a suggestion for a year does."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import mean

from langroute.scale import CELLS
from langroute_repo.evidence.estimate import Estimate, NotKnown, recall, recall_ratio
from langroute_repo.tree.files.evidence import Evidence
from tests.labels.simulated import Population, drawn

DAYS = 14
WANTED = 0.85
MONTHS = 12


@dataclass(frozen=True)
class Covered:
    """Of many draws: how many knew the value, and of those how many intervals held it."""

    known: float
    covers: float
    width: float
    bias: float


Figure = Callable[[Evidence, Population], tuple[Estimate | NotKnown, float]]


def recall_at(factor: float) -> Figure:
    """Recall at the threshold in force times a factor, as it is told and as it is."""

    def figure(evidence: Evidence, of: Population) -> tuple[Estimate | NotKnown, float]:
        at = round(float(evidence.passed_at or 0) * factor, 3)
        return recall(evidence, at), of.recall(evidence.cell(at))

    return figure


def ratio_to(factor: float) -> Figure:
    """Recall at the threshold in force times a factor over that at the threshold itself."""

    def figure(evidence: Evidence, of: Population) -> tuple[Estimate | NotKnown, float]:
        at = float(evidence.passed_at or 0)
        other = round(at * factor, 3)
        truth = of.recall(evidence.cell(other)) / of.recall(evidence.cell(at))
        return recall_ratio(evidence, at, other), truth

    return figure


def covered(
    populations: Iterable[Population],
    per_day: int,
    audit: float,
    figure: Figure,
    draws: int,
    seed: int = 1,
) -> Covered:
    """Draw two weeks of each population so many times, with a threshold of 85 % recall."""
    random = Random(seed)
    found: list[tuple[Estimate, float]] = []
    asked = 0
    for of in populations:
        threshold = of.recalling(WANTED)
        for _ in range(draws):
            told, truth = figure(drawn(of, per_day * DAYS, threshold, audit, random), of)
            asked += 1
            if isinstance(told, Estimate):
                found.append((told, truth))
    if not found:
        return Covered(0.0, 0.0, 0.0, 0.0)
    return Covered(
        known=len(found) / asked,
        covers=mean(told.low <= truth <= told.high for told, truth in found),
        width=mean(told.high - told.low for told, _ in found),
        bias=mean(told.share - truth for told, truth in found),
    )


Choice = Callable[[Evidence], int | None]


def by_estimate(evidence: Evidence) -> int | None:
    """The highest cell that is told to reach the recall that is wanted; None where none is told."""
    low, high = 0, CELLS
    while low < high:
        middle = (low + high + 1) // 2
        told = recall(evidence, middle / CELLS)
        if isinstance(told, NotKnown):
            return None
        low, high = (middle, high) if told.share >= WANTED else (low, middle - 1)
    return low


def by_labels_alone(evidence: Evidence) -> int | None:
    """The same, every label taken for a random one: what was done before."""
    wanted = WANTED * sum(evidence.relevant)
    kept = 0
    for cell in range(CELLS, -1, -1):
        kept += evidence.relevant[cell]
        if kept >= wanted:
            return cell
    return None


def followed(
    of: Population, per_day: int, audit: float, choose: Choice, seed: int = 1
) -> Iterator[float]:
    """True recall at the beginning, and after each month in which the suggestion is followed."""
    random = Random(seed)
    threshold = of.recalling(WANTED)
    yield of.recall(threshold)
    for _ in range(MONTHS):
        told = choose(drawn(of, per_day * 30, threshold, audit, random))
        threshold = threshold if told is None else max(1, told)
        yield of.recall(threshold)

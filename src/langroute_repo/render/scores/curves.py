"""What passes, recall and precision over all thresholds, as SVG, with bands where they may lie.

The width is that of the picture of the scores, so that one threshold stands above itself.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from langroute.scale import CELLS
from langroute_repo.evidence import estimate
from langroute_repo.evidence.estimate import Estimate, NotKnown
from langroute_repo.render.scores.histogram import Figure
from langroute_repo.render.scores.svg import LEFT, WIDTH
from langroute_repo.tree.files.evidence import Evidence

HEIGHT, TOP, BOTTOM = 150, 8, 22
STEP = 10  # cells between two points: half a pixel of a telephone's


class Point(NamedTuple):
    """A share with its interval, at a cell."""

    cell: int
    share: float
    low: float
    high: float


def curves(figure: Figure) -> str:
    """One picture; what it shows is also its description. Parts where nothing is known are gaps."""
    evidence = figure.evidence
    after = figure.cells[1] or 0
    x = _x(after)
    parts = [
        f'<svg viewBox="0 0 {WIDTH + 2 * LEFT} {TOP + HEIGHT + BOTTOM}" role="img" '
        f'aria-label="{escape(_description(figure))}">',
        *_grid(),
        *_known(evidence, estimate.recall, "recall"),
        *_known(evidence, estimate.precision, "precision"),
        _line([_passing(evidence, cell) for cell in _cells()], "passes"),
        f'<line class="at after" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + HEIGHT}"/>',
        "</svg>",
    ]
    return "\n".join(parts)


def _description(figure: Figure) -> str:
    return (
        f"share of events that pass, recall and precision of {figure.model} in {figure.tag} "
        f"at each threshold; the figures stand beside it"
    )


def _cells() -> range:
    return range(0, CELLS + 1, STEP)


def _passing(evidence: Evidence, cell: int) -> Point:
    share = sum(evidence.counts[cell:]) / evidence.total
    return Point(cell, share, share, share)


Measure = Callable[[Evidence, float], Estimate | NotKnown]


def _known(evidence: Evidence, measure: Measure, name: str) -> Iterator[str]:
    """The band and the line of each stretch in which a measure is known."""
    low, high = evidence.score.minimum, evidence.score.maximum
    stretch: list[Point] = []
    for cell in _cells():
        found = measure(evidence, low + (high - low) * cell / CELLS)
        if isinstance(found, Estimate):
            stretch.append(Point(cell, found.share, found.low, found.high))
            continue
        yield from _drawn(stretch, name)
        stretch = []
    yield from _drawn(stretch, name)


def _drawn(stretch: list[Point], name: str) -> Iterator[str]:
    if len(stretch) > 1:
        upper = [f"{_x(one.cell):.0f},{_y(one.high):.1f}" for one in stretch]
        lower = [f"{_x(one.cell):.0f},{_y(one.low):.1f}" for one in reversed(stretch)]
        yield f'<polygon class="band {name}" points="{" ".join([*upper, *lower])}"/>'
        yield _line(stretch, name)


def _line(points: list[Point], name: str) -> str:
    at = " ".join(f"{_x(one.cell):.0f},{_y(one.share):.1f}" for one in points)
    return f'<polyline class="curve {name}" points="{at}"/>'


def _grid() -> Iterator[str]:
    for share in (0, 0.5, 1):
        y = _y(share)
        yield f'<line class="axis" x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y}" y2="{y}"/>'
        above = y + 14 if share == 1 else y - 4
        yield (
            f'<text x="{LEFT + WIDTH}" y="{above}" text-anchor="end">{100 * share:.0f}%</text>'
            if share
            else ""
        )


def _x(cell: int) -> float:
    return LEFT + cell / CELLS * WIDTH


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share)

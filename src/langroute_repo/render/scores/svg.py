"""A model's recorded scores in a language as SVG, with its thresholds marked.

Upwards all recorded scores, downwards those labelled relevant, each half on a scale of its own;
heights are square roots as in the text. The bars between two thresholds, whose events change
sides, stand out. Colours are classes that the page defines for dark and light.
"""

from collections.abc import Iterator
from html import escape
from math import sqrt

from langroute.scale import CELLS
from langroute_repo.render.scores.histogram import Figure, bucketed

BUCKETS = 50
WIDTH, UP, DOWN, LEFT, TOP = 640, 110, 60, 8, 34
BAR = WIDTH / BUCKETS


def svg(figure: Figure) -> str:
    """One picture, of the page's width at most; what it shows is also its description."""
    relevant = sum(figure.evidence.relevant)
    height = TOP + UP + (DOWN if relevant else 0) + 24
    parts = [
        f'<svg viewBox="0 0 {WIDTH + 2 * LEFT} {height}" role="img" '
        f'aria-label="{escape(description(figure))}">',
        *_bars(figure, figure.evidence.counts, UP, "all"),
        *(_bars(figure, figure.evidence.relevant, -DOWN, "relevant") if relevant else ()),
        f'<line class="axis" x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{TOP + UP}" y2="{TOP + UP}"/>',
        *_ends(figure, height),
        *_thresholds(figure, height - 20),
        "</svg>",
    ]
    return "\n".join(parts)


def description(figure: Figure) -> str:
    """What the picture shows, for those who do not see it."""
    values = [f"{at:f}" for at in (figure.before, figure.after) if at is not None]
    return (
        f"{figure.evidence.total:,} recorded scores of {figure.model} in {figure.tag}, "
        f"threshold {' before, then '.join(values)}"
    )


def _bars(figure: Figure, counts: list[int], reach: int, name: str) -> Iterator[str]:
    """Bars from the axis, upwards for a positive reach."""
    buckets = bucketed(counts, BUCKETS)
    most = max(buckets)
    for index, count in enumerate(buckets):
        if count:
            height = max(1.0, sqrt(count / most) * abs(reach))
            top = TOP + UP - (height if reach > 0 else -1)
            kind = f"{name} changing" if _changes_sides(figure, index) else name
            yield (
                f'<rect class="{kind}" x="{LEFT + index * BAR + 0.75:.2f}" y="{top:.1f}" '
                f'width="{BAR - 1.5:.2f}" height="{height:.1f}"/>'
            )


def _changes_sides(figure: Figure, bucket: int) -> bool:
    """Whether the middle of a bucket lies between both thresholds."""
    before, after = figure.cells
    if before is None or after is None:
        return False
    return min(before, after) <= (bucket + 0.5) * CELLS / BUCKETS < max(before, after)


def _ends(figure: Figure, height: int) -> Iterator[str]:
    score = figure.evidence.score
    yield f'<text x="{LEFT}" y="{height - 6}">{score.minimum:g}</text>'
    yield f'<text x="{LEFT + WIDTH}" y="{height - 6}" text-anchor="end">{score.maximum:g}</text>'


def _thresholds(figure: Figure, bottom: int) -> Iterator[str]:
    """A line for each; labels on both sides of them, so that near ones do not overlap."""
    before, after = figure.cells
    if before is None or after is None:
        cell, at = (after, figure.after) if before is None else (before, figure.before)
        yield from _threshold(cell or 0, f"{at:f}", "after", bottom, left=(cell or 0) > CELLS / 2)
        return
    rises = after >= before
    yield from _threshold(before, f"{figure.before:f} before", "before", bottom, left=rises)
    yield from _threshold(after, f"{figure.after:f} after", "after", bottom, left=not rises)


def _threshold(cell: int, words: str, name: str, bottom: int, left: bool) -> Iterator[str]:
    x = LEFT + cell / CELLS * WIDTH
    yield f'<line class="at {name}" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="{bottom}"/>'
    yield (
        f'<text class="{name}" x="{x + (-5 if left else 5):.1f}" y="18" '
        f'text-anchor="{"end" if left else "start"}">{words}</text>'
    )

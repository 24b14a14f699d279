"""Both models' scores as one picture: upwards the candidate's, downwards its primary's."""

from collections.abc import Iterator, Sequence
from math import ceil, sqrt

from langroute.scale import CELLS
from langroute_repo.output.judge import JudgeCandidate, JudgeScale
from langroute_repo.render.judgement.chart import RIGHT, WIDTH, Figure, path, short, svg, text
from langroute_repo.render.scores.histogram import bucketed
from langroute_repo.wording import counted

BUCKETS = 50
LEFT, TOP, REACH = 8, 18, 62  # units; REACH is the height of the highest bar of each
AXIS = TOP + REACH
HEIGHT = AXIS + REACH + 34
BAR = (WIDTH - LEFT - RIGHT) / BUCKETS


def scores(one: JudgeCandidate) -> Figure:
    """Contents by score, those that a model keeps filled; heights are square roots."""
    own = _value(one.scale, one.threshold_cell)
    beside = _value(one.primary_scale, one.primary_threshold_cell)
    kept = _kept(one.cells, one.threshold_cell)
    kept_beside = _kept(one.primary_cells, one.primary_threshold_cell)
    title = f"Scores: it keeps {kept}, its primary {kept_beside}"
    return Figure(
        title,
        svg(HEIGHT, _drawn(one, own, beside)),
        f"Upwards {counted(sum(one.cells), 'content')} of {one.model}, threshold {own}; downwards "
        f"{sum(one.primary_cells):,} of {one.primary}, threshold {beside}. Heights are square "
        "roots, each model's on a scale of its own.",
        (("own", "candidate"), ("beside", "primary"), ("dropped", "dropped")),
    )


def _drawn(one: JudgeCandidate, own: str, beside: str) -> Iterator[str]:
    yield from _bars(one.cells, one.threshold_cell, "own", -1)
    yield from _bars(one.primary_cells, one.primary_threshold_cell, "beside", 1)
    yield path("axis", [f"M{LEFT} {AXIS}H{WIDTH - RIGHT}"])
    yield from _threshold(one.threshold_cell, own, "own", TOP - 12, AXIS)
    yield from _threshold(one.primary_threshold_cell, beside, "beside", AXIS, HEIGHT - 20)
    yield text(LEFT, HEIGHT - 3, _ends(one, "minimum"))
    yield text(WIDTH - RIGHT, HEIGHT - 3, _ends(one, "maximum"), "end")


def _bars(cells: Sequence[int], threshold: int, name: str, way: int) -> Iterator[str]:
    """``way`` is -1 upwards; a bar is of what is kept if its middle lies above the threshold."""
    counts = bucketed(cells, BUCKETS)
    most = max(counts, default=0)
    ends = [AXIS + way * (sqrt(count / most) * REACH if count else 0) for count in counts]
    first = max(0, ceil(threshold * BUCKETS / CELLS - 0.5))
    yield _steps(f"{name} dropped", ends, range(first))
    yield _steps(name, ends, range(first, BUCKETS))


def _steps(name: str, ends: Sequence[float], of: range) -> str:
    """The outline of bars beside each other."""
    if not any(ends[at] != AXIS for at in of):
        return ""
    drawn = (f"V{short(ends[at])}h{short(BAR)}" for at in of)
    return path(name, [f"M{short(LEFT + of.start * BAR)} {AXIS}", *drawn, f"V{AXIS}z"])


def _threshold(cell: int, words: str, name: str, top: float, bottom: float) -> Iterator[str]:
    """A line through one half, with its value at the half's far end."""
    x = LEFT + cell / CELLS * (WIDTH - LEFT - RIGHT)
    right = cell > CELLS * 0.8
    upper = top < AXIS - 1
    yield path(f"at {name}", [f"M{x:.1f} {top}V{bottom}"])
    yield text(
        x + (-4 if right else 4),
        top + 10 if upper else bottom - 1,
        words,
        "end" if right else "",
        "strong",
    )


def _ends(one: JudgeCandidate, end: str) -> str:
    """One number where both models have the same scale."""
    own, beside = (getattr(scale, end) for scale in (one.scale, one.primary_scale))
    return f"{own:g}" if own == beside else f"{own:g} and {beside:g}"


def _value(scale: JudgeScale, cell: int) -> str:
    """A threshold as its file has it: it lies on a grid of a thousand steps."""
    at = scale.minimum + cell * (scale.maximum - scale.minimum) / CELLS
    return f"{at:.3f}" if (scale.minimum, scale.maximum) == (0, 1) else f"{at:g}"


def _kept(cells: Sequence[int], threshold: int) -> str:
    total = sum(cells)
    return f"{sum(cells[threshold:]) / total:.1%}" if total else "nothing"

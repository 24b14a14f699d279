"""A model's recorded scores in a language as a picture in text, with its thresholds marked.

Heights are square roots of the counts: most events score near zero, and the rare ones around a
threshold are what matters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, sqrt

from langroute.scale import CELLS
from langroute_repo.diff.changes import Change
from langroute_repo.diff.effect import Effect
from langroute_repo.diff.kind import Known
from langroute_repo.diff.reading import Reading
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.wording import counted

BUCKETS, WIDTH, ROWS = 20, 60, 4
EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of a picture; ``blocks`` from empty to full."""

    blocks: str
    axis: str
    before: str
    after: str
    arrow: str


UNICODE = Marks(EIGHTHS, "─", "△", "▲", "→")
# Where stdout cannot show the others.
ASCII = Marks(" #", "-", "o", "^", "->")


@dataclass(frozen=True, slots=True)
class Figure:
    """The scores of a model in a language, and the thresholds to mark; one of them is given."""

    tag: str
    model: str
    evidence: Evidence
    before: Decimal | None
    after: Decimal | None

    @property
    def cells(self) -> tuple[int | None, int | None]:
        """Both thresholds as cells."""
        before, after = (
            None if at is None else self.evidence.cell(float(at))
            for at in (self.before, self.after)
        )
        return before, after


def figures(change: Change, effect: Effect) -> Iterator[Figure]:
    """What there is to see of a change: of a moved threshold one picture, of two models two."""
    old, new, tag = effect.before, effect.after, str(change.language)
    if change.kind.known is Known.THRESHOLD and old and new and new.evidence:
        yield Figure(tag, new.model, new.evidence, old.at, new.at)
    elif change.kind.known not in (Known.THRESHOLD, Known.SEAL):
        if old and old.evidence:
            yield Figure(tag, old.model, old.evidence, old.at, None)
        if new and new.evidence and (old is None or old.model != new.model):
            yield Figure(tag, new.model, new.evidence, None, new.at)


def of_reading(tag: str, reading: Reading) -> Figure | None:
    """The picture of one threshold."""
    if reading.evidence is None:
        return None
    return Figure(tag, reading.model, reading.evidence, None, reading.at)


def bucketed(counts: Sequence[int], buckets: int) -> list[int]:
    """Counts of cells summed into equal buckets; the last cell, the scale's end, joins the last."""
    held = [0] * buckets
    for cell, count in enumerate(counts):
        held[min(cell * buckets // CELLS, buckets - 1)] += count
    return held


def drawn(figure: Figure, marks: Marks = UNICODE, width: int = WIDTH) -> list[str]:
    """The picture as lines of so many columns, and what they show."""
    counts = bucketed(figure.evidence.counts, BUCKETS)
    bars = _bars(counts, marks, width)
    return [*bars, _axis(figure, marks, width), _legend(figure, marks, width)]


def _bars(counts: list[int], marks: Marks, width: int) -> Iterator[str]:
    """Rows from the top; a bucket with any score is seen."""
    steps = len(marks.blocks) - 1
    heights = [ceil(sqrt(count / max(counts)) * ROWS * steps) for count in counts]
    for row in reversed(range(ROWS)):
        filled = (max(0, min(steps, height - row * steps)) for height in heights)
        yield "".join(marks.blocks[fill] * (width // BUCKETS) for fill in filled).rstrip()


def _axis(figure: Figure, marks: Marks, width: int) -> str:
    line = [marks.axis] * width
    for cell, mark in zip(figure.cells, (marks.before, marks.after), strict=True):
        if cell is not None:
            line[min(cell * width // CELLS, width - 1)] = mark
    return "".join(line)


def _legend(figure: Figure, marks: Marks, width: int) -> str:
    low, high = figure.evidence.score.minimum, figure.evidence.score.maximum
    counts = f"{counted(figure.evidence.total, 'score')} from {low:g} to {high:g}"
    return f"{_values(figure, marks, width)}; {counts}, heights by square root"


def _values(figure: Figure, marks: Marks, width: int) -> str:
    before, after = figure.before, figure.after
    if before is None or after is None:
        return f"{marks.before} {before:f}" if after is None else f"{marks.after} {after:f}"
    columns = {min((cell or 0) * width // CELLS, width - 1) for cell in figure.cells}
    if len(columns) == 1:
        return f"{marks.after} {before:f} {marks.arrow} {after:f}"
    return f"{marks.before} {before:f} {marks.arrow} {marks.after} {after:f}"

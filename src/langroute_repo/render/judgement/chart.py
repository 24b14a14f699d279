"""What pictures of days are made of: places of days and values, bars, lines, bands and axes in SVG.

Colours are classes that the page defines for dark and light. A path for all bars of a kind keeps a
page of many candidates small.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

# As wide as a telephone shows it; three stand beside each other on a desktop, as large.
WIDTH, LEFT, RIGHT = 360, 42, 8
GAP = 0.25  # of a day's width
FEWEST = 7  # days that there is room for, so that one alone is no wall
MOST = 20  # days that are drawn, the last ones: a page stays small however long a log is


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, with a title that says what it comes to and words that say what it shows.

    ``keys`` are classes of the picture with what they stand for.
    """

    title: str
    picture: str
    words: str
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """Days from left to right between two values, ``top`` and ``bottom`` being places in SVG."""

    days: int
    top: int
    bottom: int
    most: float
    least: float = 0.0

    @property
    def step(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(FEWEST, self.days)

    def x(self, day: float) -> float:
        """The middle of a day, counted from 0."""
        return LEFT + (day + 0.5) * self.step

    def y(self, value: float) -> float:
        inside = min(self.most, max(self.least, value))
        return self.bottom - (inside - self.least) / (self.most - self.least) * (
            self.bottom - self.top
        )

    def bars(self, name: str, values: Sequence[float], down: Sequence[float] = ()) -> str:
        """Bars upwards, and downwards from 0 as well; a value is at least seen."""
        below = down or [0.0] * len(values)
        return self.strokes(
            name,
            (
                (day, self.y(-under), self.y(value))
                for day, (value, under) in enumerate(zip(values, below, strict=True))
                if value or under
            ),
        )

    def strokes(self, name: str, of: Iterable[tuple[int, float, float]]) -> str:
        """Bars on days from one height to another: lines as wide as a bar, which are short."""
        drawn = (
            f"M{self.x(day):.0f} {begin:.0f}V{_seen(round(begin), end):.0f}"
            for day, begin, end in of
        )
        return path(name, drawn, f' stroke-width="{short(self.step * (1 - GAP))}"')

    def line(self, name: str, values: Sequence[float | None]) -> str:
        """Through the middles of the days, from a little before each that begins it anew."""
        parts, before = [], None
        for day, value in enumerate(values):
            if value is not None:
                y = short(self.y(value))
                start = f"M{self.x(day) - 3:.0f} {y}h3" if before is None else ""
                parts.append(f"{start}L{self.x(day):.0f} {y}")
            before = value
        return path(name, parts)

    def band(self, name: str, lows: Sequence[float], highs: Sequence[float]) -> str:
        """The area between two lines, from the first day's edge to the last one's."""
        ends = [-0.5, *range(self.days), self.days - 0.5]
        upper = [highs[0], *highs, highs[-1]]
        lower = [lows[0], *lows, lows[-1]]
        there = zip(ends, upper, strict=True)
        back = zip(reversed(ends), reversed(lower), strict=True)
        points = [f"{self.x(day):.0f} {self.y(value):.0f}" for day, value in (*there, *back)]
        return path(name, [f"M{'L'.join(points)}z"])

    def between(self, name: str, low: float, high: float) -> str:
        """The area between two values across all days."""
        top, bottom = short(self.y(high)), short(self.y(low))
        return path(name, [f"M{LEFT} {top}H{WIDTH - RIGHT}V{bottom}H{LEFT}z"])

    def row(self, name: str, first: int, last: int, middle: float, high: float) -> str:
        """A box for each of some days in a row: one line with gaps."""
        begin = LEFT + (first + GAP / 4) * self.step
        end = LEFT + (last + 1 - GAP / 4) * self.step
        gaps = f"{self.step * (1 - GAP / 2):.2f} {self.step * GAP / 2:.2f}"
        more = f' stroke-width="{short(high)}" stroke-dasharray="{gaps}"'
        return path(name, [f"M{short(begin)} {short(middle)}H{short(end)}"], more)

    def dots(self, name: str, values: Sequence[float | None]) -> str:
        """A round point for each value: a line of no length with round ends."""
        return path(
            name,
            (
                f"M{self.x(day):.0f} {short(self.y(value))}h0"
                for day, value in enumerate(values)
                if value is not None
            ),
        )

    def level(self, name: str, value: float) -> str:
        """A line across all days."""
        return path(name, [f"M{LEFT} {short(self.y(value))}H{WIDTH - RIGHT}"])

    def marks(self, values: Iterable[tuple[float, str]]) -> Iterator[str]:
        """Values beside the axis; one too near to an earlier one is left out."""
        taken: list[float] = []
        for value, words in values:
            y = self.y(value)
            if all(abs(y - other) >= 12 for other in taken):
                taken.append(y)
                yield text(LEFT - 5, y + 4, words, "end")


def svg(height: int, parts: Iterable[str]) -> str:
    """One picture; who does not see it reads what stands beside it, which says the same."""
    inside = "".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true">{inside}</svg>'


def dates(days: Sequence[str], y: float) -> Iterator[str]:
    """The first and the last day below a picture."""
    plot = Plot(len(days), 0, 1, 1.0)
    if days:
        yield text(LEFT, y, day_of(days[0]))
    if len(days) > 1:
        yield text(LEFT + len(days) * plot.step, y, day_of(days[-1]), "end")


def day_of(day: str) -> str:
    """``26 Oct``."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b}"


def runs(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Equal words in a row, with the first and the last place of each run."""
    edges = [0, *(at for at in range(1, len(words)) if words[at] != words[at - 1]), len(words)]
    return [(words[low], low, high - 1) for low, high in pairwise(edges) if words]


def path(name: str, parts: Iterable[str], more: str = "") -> str:
    """One path of a class; nothing where it has no part."""
    drawn = "".join(parts)
    return f'<path class="{name}" d="{drawn}"{more}/>' if drawn else ""


def _seen(begin: float, end: float) -> float:
    """The end of a bar that is at least a unit high."""
    if abs(end - begin) >= 1:
        return end
    return begin - 1 if end <= begin else begin + 1


def text(x: float, y: float, words: str, anchor: str = "", name: str = "") -> str:
    where = f' text-anchor="{anchor}"' if anchor else ""
    kind = f' class="{name}"' if name else ""
    return f'<text x="{short(x)}" y="{short(y)}"{where}{kind}>{escape(words)}</text>'


def short(number: float) -> str:
    """With at most one digit behind the point."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")

"""What happens to each language in all, and to each endpoint at its peak, as tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from langroute_repo.diff.impact import EndpointImpact, Impact, LanguageImpact
from langroute_repo.render.difference.words import in_short
from langroute_repo.render.figures import percent, whole
from langroute_repo.tree.endpoint_load import in_words
from langroute_repo.tree.values import points

ARROW = "→"
UNKNOWN, NOBODY = "unknown", "—"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row, with a title and the columns' names."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def aligned(table: Table) -> list[str]:
    """Its lines for a terminal; the title stands over the first column."""
    cells = [(table.title, *table.header[1:]), *((f"  {row[0]}", *row[1:]) for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def language_table(impact: Impact, most: int) -> Table:
    """Each language whose answers can change; more than ``most`` of them as one row."""
    concerned = [one for one in impact.languages.values() if one.answers]
    header = ("language", "passes", "for the analysts", "of all events", "change model")
    rows = [_language(one) for one in concerned]
    if len(concerned) > most:
        rows = [_together(concerned)]
    return Table("each language in all", header, rows)


def _language(one: LanguageImpact) -> tuple[str, ...]:
    before, after = one.passes_before, one.passes_after
    rate = one.sides.per_day
    return (
        one.tag,
        _moved(_known(before, percent), _known(after, percent)),
        _moved(*(_known(one.per_day(share), whole) for share in one.reaches)),
        UNKNOWN if rate is None else f"{whole(rate)} a day",
        _split(one),
    )


def _split(one: LanguageImpact) -> str:
    split = one.sides.split
    if split is None:
        return UNKNOWN
    if split.incomplete:
        return NOBODY
    return points(split.moved) if split.moved else "none"


def _together(languages: list[LanguageImpact]) -> tuple[str, ...]:
    """The sums of those that are known."""
    sums = list(filter(None, map(_events, languages)))
    unknown = len(languages) - len(sums)
    name = f"{len(languages)} languages" + (f", {unknown} unknown" if unknown else "")
    if not any(one[-1] for one in sums):
        return (name, UNKNOWN, UNKNOWN, UNKNOWN, "")
    *passing, was, now, rate = (sum(column) for column in zip(*sums, strict=True))
    return (
        name,
        _moved(*(percent(one / rate) for one in passing)),
        _moved(whole(was), whole(now)),
        f"{whole(rate)} a day",
        _splits(languages),
    )


def _events(one: LanguageImpact) -> tuple[float, ...] | None:
    """A day: that pass before and after, that the analysts get, and all; None unless known."""
    shares = (one.passes_before, one.passes_after, *one.reaches, 1.0)
    known = [number for share in shares if (number := one.per_day(share)) is not None]
    return tuple(known) if len(known) == len(shares) else None


def _splits(languages: list[LanguageImpact]) -> str:
    shares = {_split(one) for one in languages}
    return shares.pop() if len(shares) == 1 else "differs"


def endpoint_table(impact: Impact) -> Table:
    """Each model that is asked for more or less, or can take more or less, as far as one sees."""
    header: tuple[str, ...] = ("endpoint", "asked for", "can take", "of that", "not counted")
    rows = [row for one in impact.endpoints if ARROW in "".join(row := _endpoint(one))]
    if not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    return Table("each endpoint at the peak", header, rows)


def _endpoint(one: EndpointImpact) -> tuple[str, ...]:
    return (
        one.model,
        _moved(_rate(one.before), _rate(one.after)),
        _moved(_rate(one.capacity_before), _rate(one.capacity_after)),
        _used(one),
        in_short(list(one.unknown)) if one.unknown else "",
    )


def _rate(requests: Fraction | None) -> str:
    return NOBODY if requests is None else in_words(requests)


def _used(one: EndpointImpact) -> str:
    before, after = _use(one.before, one.capacity_before), _use(one.after, one.capacity_after)
    return _moved(before, after) + (", too much" if one.over else "")


def _use(asked: Fraction | None, can: Fraction | None) -> str:
    return NOBODY if asked is None or can is None else f"{100 * float(asked / can):.0f}%"


def _known(number: float | None, words: Callable[[float], str]) -> str:
    return UNKNOWN if number is None else words(number)


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before} {ARROW} {after}"

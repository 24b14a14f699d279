"""A difference as text and Markdown: direct changes first, indirect ones apart."""

from collections.abc import Iterator

from langroute_repo.diff.changes import Change, Difference
from langroute_repo.diff.impact import Impact, Told
from langroute_repo.diff.kind import Known, Risk
from langroute_repo.diff.risk import risk_in_all
from langroute_repo.render.difference.headline import headline
from langroute_repo.render.difference.tables import Table, aligned, endpoint_table, language_table
from langroute_repo.render.difference.words import in_short, noted, sentences, value
from langroute_repo.render.figures import events
from langroute_repo.render.markdown import prose
from langroute_repo.render.scores.histogram import UNICODE, Marks, drawn, figures

# More languages than this are told by name only, with what happens to all of them.
MOST_LANGUAGES = 8
# A reader of text looks at a few pictures; the HTML page has all of them.
MOST_PICTURES = 4


class DiffReport:
    """What is told of a difference, in each of its forms."""

    def __init__(self, found: Difference) -> None:
        self.found = found
        self.impact = Impact(found)
        self.told: list[Told] = self.impact.told
        self.headline = headline(self.impact)
        self.risk: Risk = risk_in_all(self.impact)

    def text(self, marks: Marks = UNICODE) -> str:
        """For a terminal."""
        lines = [self.headline, f"risk: {self.risk}"]
        for title, group in self.sections():
            lines += ["", title]
            for row in self.rows(group):
                lines += [f"  {row.what}", *(f"    {line}" for line in row.lines)]
                lines += self._pictures(row, marks)
        for table in self.tables():
            lines += ["", *aligned(table)]
        if self._thresholds > MOST_PICTURES:
            lines += ["", f"{self._thresholds} thresholds move: --format html has their pictures"]
        return "\n".join(lines) + "\n"

    def _pictures(self, row: "Row", marks: Marks) -> Iterator[str]:
        if self._thresholds > MOST_PICTURES:
            return
        for picture in row.pictures(marks):
            yield ""
            yield from (f"    {line}".rstrip() for line in picture)

    @property
    def _thresholds(self) -> int:
        return sum(change.kind.known is Known.THRESHOLD for change, _ in self.told)

    def markdown(self) -> str:
        """For a pull request; what comes from files is escaped."""
        lines = [f"**{prose(self.headline)}**", "", f"Risk: {self.risk}"]
        for title, group in self.sections():
            header = ("where", "change", "effect")
            rows = [(row.where, row.change, "; ".join(row.lines)) for row in self.rows(group)]
            lines += ["", f"### {prose(title)}", "", *_markdown(Table("", header, rows))]
        for table in self.tables():
            lines += ["", f"### {prose(table.title)}", "", *_markdown(table)]
        return "\n".join(lines) + "\n"

    def sections(self) -> Iterator[tuple[str, list[Told]]]:
        direct = [one for one in self.told if one[0].language and one[0].direct]
        others = [one for one in self.told if not one[0].language]
        if direct:
            yield "directly", direct
        for cause in dict.fromkeys(change.cause for change, _ in self.told if change.cause):
            yield f"indirectly, through {cause}", [o for o in self.told if o[0].cause == cause]
        if others:
            yield "files that are no language's", others

    def rows(self, told: list[Told]) -> list["Row"]:
        """Equal changes of several languages together; of many languages all of a kind."""
        many = len({change.language for change, _ in told}) > MOST_LANGUAGES
        groups: dict[tuple[object, ...], list[Told]] = {}
        for one in told:
            change = one[0]
            alike: tuple[object, ...] = (change.kind, change.path)
            if not many or change.language is None:
                alike = (*alike, value(change.before), value(change.after))
            groups.setdefault(alike if change.language else (change.file, *alike), []).append(one)
        return [Row(group) for group in groups.values()]

    def tables(self, most: int = MOST_LANGUAGES) -> list[Table]:
        """What happens to each language in all, or to more than ``most``; and to each endpoint."""
        found = language_table(self.impact, most), endpoint_table(self.impact)
        return [table for table in found if table.rows]


class Row:
    """One change, or equal ones of several languages, told once."""

    def __init__(self, group: list[Told]) -> None:
        change, effect = group[0]
        self.group = group
        self.languages = [str(one.language) for one, _ in group if one.language]
        self.where = ", ".join(self.languages) or change.file
        if len(self.languages) > MOST_LANGUAGES:
            self.where = f"{self.where} ({len(self.languages)} languages)"
        self.change = in_one_line([one for one, _ in group])
        self.what = f"{self.where}  {self.change}"
        self.lines = sentences(change, effect) if len(group) == 1 else _together(group)

    def pictures(self, marks: Marks = UNICODE) -> list[list[str]]:
        """The scores around a threshold that moves, each as lines; of several changes none."""
        change, effect = self.group[0]
        if len(self.group) > 1 or change.kind.known is not Known.THRESHOLD:
            return []
        return [drawn(figure, marks) for figure in figures(change, effect)]


def _together(group: list[Told]) -> list[str]:
    """What equal changes do in all; what they have in common is told as it is."""
    return [*_totals(group), *_verdicts(group)]


def _totals(group: list[Told]) -> list[str]:
    known = [effect.events_per_day for _, effect in group if effect.events_per_day is not None]
    unknown = [str(change.language) for change, one in group if one.events_per_day is None]
    if known:
        words = f"{events(sum(known))} for the analysts in all"
        return [words + (f" (not known for {in_short(unknown)})" if unknown else "")]
    notes = {effect.notes for _, effect in group}
    return [noted(one) for one in notes if one and len(notes) == 1]


def _verdicts(group: list[Told]) -> Iterator[str]:
    """Of canaries that begin, in which languages anybody can say soon what becomes of them."""
    found = [(str(one.language), effect.takes.outlook) for one, effect in group if effect.takes]
    soon = [tag for tag, outlook in found if outlook and outlook.days is not None]
    late = [tag for tag, _ in found if tag not in soon]
    if soon:
        yield f"a verdict within a month in {in_short(soon)}"
    if late:
        yield f"no verdict within a month at these rates in {in_short(late)}"


def in_one_line(changes: list[Change]) -> str:
    """Kind, place and values of equal changes; without the values when they differ."""
    first = changes[0]
    where = ".".join(map(str, first.path))
    if not where:
        return str(first.kind)  # of a whole file
    moves = {f"{value(one.before)} → {value(one.after)}" for one in changes}
    return f"{first.kind} {where}" + (f" {moves.pop()}" if len(moves) == 1 else "")


def _markdown(table: Table) -> list[str]:
    rows = [table.header, *table.rows]
    cells = ["| " + " | ".join(prose(cell) for cell in row) + " |" for row in rows]
    return [cells[0], "|" + "---|" * len(table.header), *cells[1:]]

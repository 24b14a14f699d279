"""What a change does, as Markdown: its rows, the scores around a threshold, what a merge does."""

from collections.abc import Iterable, Sequence

from langroute_repo.output.diff import DiffOutput, DiffRow, DiffSection, DiffTable
from langroute_repo.output.review import PlannedRollout
from langroute_repo.render.comment.findings import folded
from langroute_repo.render.comment.page_limit import Section, as_many
from langroute_repo.render.markdown import code, cut, fenced, prose
from langroute_repo.wording import counted, listed

CELL = 1_000  # characters
# More changes than this are folded: the headline and the tables below tell their effect.
MOST_OPEN = 10
MOST_LANGUAGES = 9
ELSEWHERE = "`./langroute diff` shows"


def changes(diff: DiffOutput, room: int) -> Section:
    """Each change in a row, equal ones once; then what changes where; then its number."""
    if not diff.sections:
        return Section("changes", ("",))
    rows = [row for section in diff.sections for row in section.rows]
    names = [f"- {_where(row)}: {prose(cut(row.change, 80))}" for row in rows]
    rest = f"- … and {{}} more: {ELSEWHERE} them all"
    title = "#### What changes"
    return Section(
        "changes",
        (
            "\n\n".join(_section(section) for section in diff.sections),
            f"{title}\n\n{as_many(names, room, rest)}",
            f"{title}\n\n{counted(len(rows), 'change')}: {ELSEWHERE} them.",
        ),
    )


def _section(section: DiffSection) -> str:
    table = _table(("where", "change", "effect"), [_row(row) for row in section.rows])
    if len(section.rows) <= MOST_OPEN:
        return f"#### {prose(_titled_change(section.title))}\n\n{table}"
    return folded(f"{_titled_change(section.title)}: {counted(len(section.rows), 'row')}", table)


def _titled_change(title: str) -> str:
    """The heading over a section of the difference."""
    if title == "directly":
        return "What changes"
    return f"What changes {'in ' * title.startswith('files ')}{cut(title, 200)}"


def _row(row: DiffRow) -> list[str]:
    kind, _, rest = row.change.partition(" ")
    change = "<br>".join(filter(None, (f"**{_cell(kind)}**", _cell(rest))))
    return [_where(row), change, "<br>".join(_cell(line) for line in row.effect[:12])]


def _where(row: DiffRow) -> str:
    """A few languages by name, the rest by their number; or the file."""
    return prose(
        cut(listed(row.languages, longest=MOST_LANGUAGES) if row.languages else row.where, CELL)
    )


def _cell(text: str) -> str:
    return prose(cut(text, CELL))


def _table(header: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown."""
    names = list(header)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def tables(diff: DiffOutput) -> Section:
    """Each language in all, and each endpoint at its peak."""
    told = [_titled(table) for table in diff.tables if table.header]
    return Section("tables", ("\n\n".join(told), f"Each language in all: {ELSEWHERE} it."))


def _titled(table: DiffTable) -> str:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    title = cut(table.title, 200)
    return f"#### {prose(title[:1].upper() + title[1:])}\n\n" + _table(
        (_cell(name) for name in table.header), rows
    )


def pictures(diff: DiffOutput) -> Section:
    """The recorded scores around each threshold that moves, folded."""
    told = [
        f"{_where(row)}: {prose(cut(row.change, 200))}\n\n"
        + "\n\n".join(fenced(cut(line, 120) for line in picture[:12]) for picture in row.pictures)
        for section in diff.sections
        for row in section.rows
        if row.pictures
    ]
    if not told:
        return Section("pictures", ("",))
    title = f"Recorded scores: {counted(len(told), 'picture')}"
    shown = f"{title}; {ELSEWHERE} them."
    return Section("pictures", (folded(title, "\n\n".join(told)), shown))


def rollouts(diff: DiffOutput | None, planned: Sequence[PlannedRollout], room: int) -> Section:
    """What a merge does, environment by environment."""
    if not planned or diff is None:
        return Section("rollouts", ("",))
    steps = [f"1. **{prose(one.environment[:80])}**: {_step(one, diff)}" for one in planned]
    rest = "1. … and {} more environments"
    title = "#### On merge"
    return Section(
        "rollouts",
        (
            f"{title}\n\n" + "\n".join(steps),
            f"{title}\n\n{as_many(steps, room, rest)}",
        ),
    )


def _step(one: PlannedRollout, diff: DiffOutput) -> str:
    hashes = diff.plan_hash
    before, after = (side.get(one.environment) for side in (hashes.before, hashes.after))
    if after is None:
        return "nothing, for its document does not compile"
    if before == after:
        return "nothing, for its document stays as it is"
    behind = f"after {prose(one.after[:80])} runs it, " if one.after else ""
    step, growth, duration, bake = (
        prose(text[:40]) for text in (one.step, one.growth, one.duration, one.bake)
    )
    return (
        f"{behind}plan {code(after[:12])} reaches the readers within {duration}, "
        f"{step} at a time ({growth}); for {bake} more an alarm takes it back"
    )

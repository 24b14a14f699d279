"""A difference as one HTML page that needs nothing else; what comes from files is escaped."""

from collections.abc import Iterator
from html import escape

from langroute_repo.render.difference.report import DiffReport, Row
from langroute_repo.render.difference.tables import Table
from langroute_repo.render.difference.words import sentences
from langroute_repo.render.html_page import document
from langroute_repo.render.scores.histogram import Figure, figures
from langroute_repo.render.scores.svg import svg


def page(report: DiffReport) -> str:
    """The whole page."""
    return document(report.headline, "\n".join(_body(report)))


def _body(report: DiffReport) -> Iterator[str]:
    yield f"<h1>{escape(report.headline)}</h1>"
    yield f'<p><span class="risk {report.risk}">risk: {report.risk}</span></p>'
    for table in report.tables(most=len(report.impact.languages)):
        yield f"<h2>{escape(table.title)}</h2>"
        yield from _table(table)
    for title, group in report.sections():
        yield f"<h2>{escape(title)}</h2>"
        for row in report.rows(group):
            yield from _row(row)
    yield f"<footer>{' '.join(_footer(report))}</footer>"


def _table(table: Table) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    yield "<thead><tr>" + "".join(f"<th>{escape(name)}</th>" for name in table.header)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table></div>"


def _row(row: Row) -> Iterator[str]:
    yield f"<article><h3>{escape(row.where)}</h3><p><code>{escape(row.change)}</code></p>"
    yield from (f"<p>{escape(line)}</p>" for line in row.lines)
    for change, effect in row.group:
        drawings = [_figure(figure) for figure in figures(change, effect)]
        if drawings and len(row.group) > 1:
            told = "".join(f"<p>{escape(line)}</p>" for line in sentences(change, effect))
            yield f"<h3>{escape(str(change.language))}</h3>{told}"
        yield from drawings
    yield "</article>"


def _figure(figure: Figure) -> str:
    relevant = sum(figure.evidence.relevant)
    down = f"; downwards the {relevant:,} labelled relevant" if relevant else "; none is labelled"
    window = figure.evidence.window
    caption = (
        f"{figure.model} in {figure.tag}: {figure.evidence.total:,} recorded scores of "
        f"{window.first} to {window.last}{down}"
    )
    return f"<figure>{svg(figure)}<figcaption>{escape(caption)}</figcaption></figure>"


def _footer(report: DiffReport) -> Iterator[str]:
    before, after = report.found.before.name, report.found.after.name
    if before != after:
        yield f"{escape(before)} → {escape(after)}."
    yield "In parentheses stands where the true share lies, in 95 of 100 cases."
    yield "Heights of bars are square roots, for most events score near the lower end;"
    yield "where two thresholds are marked, the events between them change sides."

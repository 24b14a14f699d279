"""A difference as one HTML page that needs nothing else: no network, no script.

Everything that comes from files is escaped; the content security policy forbids what is not here.
"""

from collections.abc import Iterator
from html import escape

from langroute_repo.render.difference.report import DiffReport, Row
from langroute_repo.render.difference.tables import Table
from langroute_repo.render.difference.words import sentences
from langroute_repo.render.scores.histogram import Figure, figures
from langroute_repo.render.scores.svg import svg

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2330; --soft: #5c6675;
  --line: #d9dee6; --card: #f6f8fb; --all: #8da2bf; --relevant: #3f8f5f; --hot: #d9822b;
  --low: #2f7d4f; --medium: #a86400; --high: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --ink: #e4e8ee; --soft: #9aa5b4;
  --line: #2d3542; --card: #1a2029; --all: #5f7594; --relevant: #58b27d; --hot: #e89a45;
  --low: #6fcf97; --medium: #f0b458; --high: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
* + h3 { margin-top: 1.5rem; }
p { margin: .25rem 0; }
.soft, footer, figcaption { color: var(--soft); font-size: .875rem; }
.risk { display: inline-block; padding: .1rem .6rem; border: 1px solid; border-radius: 1rem;
  font-size: .875rem; }
.none { color: var(--soft); } .low { color: var(--low); } .medium { color: var(--medium); }
.high { color: var(--high); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; white-space: nowrap; }
th { color: var(--soft); font-weight: 500; font-size: .875rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .8rem 1rem; margin: .6rem 0; }
code { font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
figure { margin: 1rem 0 .25rem; } svg { width: 100%; height: auto; display: block; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
svg text.after { fill: var(--ink); font-weight: 600; }
rect.all { fill: var(--all); } rect.relevant { fill: var(--relevant); }
rect.changing { fill: var(--hot); }
line.axis { stroke: var(--line); } line.at { stroke: var(--ink); stroke-width: 1.5; }
line.before { stroke: var(--soft); stroke-dasharray: 4 3; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
"""


def page(report: DiffReport) -> str:
    """The whole page."""
    body = "\n".join(_body(report))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.headline)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


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

"""Findings for people: place, rule, the line with a caret under the fault, and the cure."""

from collections.abc import Iterator

from langroute_repo.findings import Finding, Report

COLOURS = {"error": "31;1", "warning": "33;1", "hint": "36"}
# A longer line is cut around the fault; 10 MB on one line must not end up on a terminal.
WIDEST = 120


def text(report: Report, colour: bool = False) -> str:
    """The findings that block, then one line that counts; accepted ones are only counted."""
    offered = bool(report.against)
    blocks = ["\n".join(_block(one, colour, offered)) for one in report.findings if one.blocks]
    return "\n\n".join([*blocks, summary(report)]) + "\n"


def summary(report: Report) -> str:
    """The closing line."""
    files = _count(report.files, "file")
    parts = [
        _count(report.count("error"), "error") if report.count("error") else "",
        _count(report.count("warning"), "warning") if report.count("warning") else "",
    ]
    said = " and ".join(part for part in parts if part) or "no findings"
    accepted = f" ({report.acknowledged} accepted)" if report.acknowledged else ""
    against = f", compared with {printable(report.against)}" if report.against else ""
    return f"{said} in {files}{accepted}{against}{_stale(report)}"


def _stale(report: Report) -> str:
    """The acknowledgements that nobody needs: told, and no reason to block."""
    if not report.stale:
        return ""
    count = _count(len(report.stale), "acknowledgement")
    lines = "".join(f"\n  {printable(line)}" for line in report.stale)
    return f"\n{count} of nothing that is found:{lines}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _block(finding: Finding, colour: bool, offered: bool) -> Iterator[str]:
    """``offered``: a warning shows the line that would accept it."""
    where = f"{finding.path}:{finding.line}:{finding.column}"
    level = _paint(finding.level, finding.level, colour)
    yield f"{where}: {level}: {printable(finding.message)} [{finding.rule}]"
    if finding.excerpt.strip():
        yield from _excerpt(finding)
    yield f"  {_paint('hint', 'hint', colour)}: {printable(finding.hint)}"
    for place in finding.related:
        yield f"  see {place.path}:{place.line}:{place.column}: {printable(place.message)}"
    if offered and finding.level == "warning":
        yield "  to accept it, write into the pull request's text or a commit message:"
        yield f"    {finding.acknowledgement}"


def _excerpt(finding: Finding) -> Iterator[str]:
    start = max(0, finding.column - WIDEST // 2) if len(finding.excerpt) > WIDEST else 0
    line = printable(finding.excerpt[start : start + WIDEST])
    column = finding.column - start
    length = max(1, min(finding.end_column - finding.column, len(line) - column + 1))
    number = str(finding.line)
    yield f"  {number} | {line}"
    yield f"  {' ' * len(number)} | {' ' * (column - 1)}{'^' * length}"


def printable(text: str) -> str:
    """The text with characters that a terminal would act on, or nobody can see, made visible."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


def _paint(style: str, word: str, colour: bool) -> str:
    return f"\033[{COLOURS[style]}m{word}\033[0m" if colour else word

"""Findings for people: place, rule, the line with a caret under the fault, and the cure."""

from collections.abc import Iterator, Sequence

from langroute_repo.findings import Ending, Finding, Report
from langroute_repo.render.findings.acceptance import acceptance_lines
from langroute_repo.wording import counted

COLOURS = {"error": "31;1", "warning": "33;1", "hint": "36"}
# A longer line is cut around the fault; 10 MB on one line must not end up on a terminal.
WIDEST = 120
MOST = 20  # standing ones, and endings


def text(report: Report, colour: bool = False) -> str:
    """The findings that block, then what was accepted or stands, then one line that counts."""
    alone = not report.against
    blocks = ["\n".join(_block(one, colour)) for one in report.findings if alone or one.blocks]
    if not alone:
        passed = [one for one in report.findings if not one.blocks]
        blocks += ["\n".join(_passed(one)) for one in passed if not one.standing]
        blocks += ["\n".join(_standing([one for one in passed if one.standing]))]
    blocks += [f"note: {printable(note)}" for note in report.notes]
    blocks += ["\n".join(ending_lines(report.ending)), summary(report)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def summary(report: Report) -> str:
    """The closing line."""
    files = counted(report.files, "file")
    parts = [
        counted(report.count("error"), "error") if report.count("error") else "",
        counted(report.count("warning"), "warning") if report.count("warning") else "",
    ]
    said = " and ".join(part for part in parts if part) or "no findings that block"
    if not report.findings:
        said = "no findings"
    passed = [
        f"{report.accepted:,} accepted" if report.accepted else "",
        f"{report.excused:,} for going back" if report.excused else "",
        f"{report.standing:,} standing" if report.standing else "",
    ]
    others = ", ".join(part for part in passed if part)
    against = f", compared with {printable(report.against)}" if report.against else ""
    return f"{said} in {files}{f' ({others})' if others else ''}{against}"


def _block(finding: Finding, colour: bool) -> Iterator[str]:
    level = _paint(finding.level, finding.level, colour)
    yield f"{_where(finding)}: {level}: {printable(finding.message)} [{finding.rule}]"
    if finding.excerpt.strip():
        yield from _excerpt(finding)
    yield f"  {_paint('hint', 'hint', colour)}: {printable(finding.hint)}"
    for place in finding.related:
        yield f"  see {place.path}:{place.line}:{place.column}: {printable(place.message)}"
    if finding.accept_at:
        yield f"  to accept it, bring {finding.accept_at} with this change, and say why:"
        for line in acceptance_lines(finding.accept_at, [finding.name]):
            yield f"    {line}"
    if finding.standing:
        yield from _since(finding)


def _passed(finding: Finding) -> Iterator[str]:
    """A finding of the change that blocks nothing, in a few lines: what it is, and why."""
    word = "accepted" if finding.accepted else "told"
    yield f"{_where(finding)}: {word}: {printable(finding.message)} [{finding.rule}]"
    if finding.accepted:
        yield f"  because: {printable(finding.accepted.because)}"
        yield f"  in {finding.accepted.path}, {_owned(finding)}"
    else:
        yield f"  {finding.excused}, so it blocks nothing"


def _standing(findings: Sequence[Finding]) -> Iterator[str]:
    """What stood before, a line each."""
    if findings:
        yield "standing since before this change:"
    for one in findings[:MOST]:
        since = f" since {one.since}" if one.since else ""
        let_in = one.accepted.path if one.accepted else "nobody"
        yield f"  {_where(one)} [{one.rule}]{since}, {_owned(one)}, accepted by {let_in}"
    if len(findings) > MOST:
        yield f"  and {len(findings) - MOST:,} more; ./langroute check tells them all"


def _since(finding: Finding) -> Iterator[str]:
    """Since when it stands, whose it is, and what let it in."""
    since = f"stands since {finding.since}; " if finding.since else ""
    let_in = "nobody"
    if finding.accepted:
        let_in = f"{finding.accepted.path}: {printable(finding.accepted.because)}"
    yield f"  {since}{_owned(finding)}; accepted by {let_in}"


def _owned(finding: Finding) -> str:
    return f"owned by {', '.join(finding.owners) or 'nobody'}"


def ending_lines(ending: Sequence[Ending]) -> Iterator[str]:
    """What ends within 30 days, a line each."""
    if ending:
        yield "ends within 30 days:"
    for one in ending[:MOST]:
        of = f" ({', '.join(one.owners)})" if one.owners else ""
        yield f"  {one.day}  {one.path}: {printable(one.what)}{of}"
    if len(ending) > MOST:
        yield f"  and {len(ending) - MOST:,} more"


def _where(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column}"


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

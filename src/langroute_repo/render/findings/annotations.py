"""Findings as GitHub workflow commands, which become annotations on the lines of a pull request."""

from collections.abc import Iterator

from langroute_repo.findings import Finding, Report
from langroute_repo.render.findings.acceptance import acceptance_lines

# GitHub shows at most 10 annotations per step and kind; one is kept for "and N more".
MOST = 9


def github(report: Report) -> str:
    """One workflow command per finding that blocks, errors first, then the closing count."""
    blocking = [finding for finding in report.findings if finding.blocks]
    lines: list[str] = []
    for level in ("error", "warning"):
        of_level = [one for one in blocking if one.level == level]
        lines.extend(_commands(of_level, level))
    return "".join(f"{line}\n" for line in lines)


def _commands(findings: list[Finding], level: str) -> Iterator[str]:
    for one in findings[:MOST]:
        place = f"file={_value(one.path)},line={one.line},col={one.column},title={_value(one.rule)}"
        accepting = _offered(one)
        yield f"::{level} {place}::{_message(f'{one.message} — {one.hint}{accepting}')}"
    if len(findings) > MOST:
        yield f"::{level}::{len(findings) - MOST} more in the job's summary"


def _offered(one: Finding) -> str:
    """The file that would accept it, to be pasted in the browser."""
    if not one.accept_at:
        return ""
    return "\n".join(
        ["", f"to accept it: {one.accept_at}", *acceptance_lines(one.accept_at, [one.name])]
    )


def command(level: str, message: str) -> str:
    """An annotation of the run as a whole."""
    return f"::{level}::{_message(message)}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

"""Findings as Markdown: what blocks with its cure and the line to paste, and what is accepted."""

import re
from itertools import islice

from langroute_repo.output.check import CheckFinding, CheckOutput
from langroute_repo.render.github_links import Links
from langroute_repo.render.markdown import code, cut, fenced, prose
from langroute_repo.render.page_limit import Section, as_many
from langroute_repo.wording import counted

# What a hint says to write, as `{at: 0.432, passes: 25.4%, evidence: de-ac0d9ba0}`.
TO_PASTE = re.compile(r"(\{at: [^{}]{1,200}\})")
MESSAGE, SHORT_MESSAGE = 1_500, 160  # characters of a finding's text
MOST_RELATED = 5
REST = "- … and {} more: `./langroute check --against` tells them all"
HOW_TO_ACCEPT = "To accept one, put its line into the pull request's text or a commit message."


def blocking(check: CheckOutput, level: str) -> list[CheckFinding]:
    """The findings of a level that keep the change from being merged."""
    return [one for one in check.findings if one.level == level and not one.acknowledged]


def errors(check: CheckOutput, links: Links, room: int) -> Section:
    """Every error; on a full page as many as fit into ``room`` in one line each."""
    found = blocking(check, "error")
    if not found:
        return Section("errors", ("",))
    title = f"#### ❌ {counted(len(found), 'error')}"
    short = [_short(one, links) for one in found]
    return Section(
        "errors",
        (
            "\n\n".join([title, *(_full(one, links) for one in found)]),
            f"{title}\n\n{chr(10).join(short)}",
            f"{title}\n\n{as_many(short, room, REST)}",
        ),
    )


def warnings(check: CheckOutput, links: Links, room: int) -> Section:
    """Every warning that blocks, with the line that accepts it; on a full page as many as fit."""
    found = blocking(check, "warning")
    if not found:
        return Section("warnings", ("",))
    title = f"#### ⚠️ {counted(len(found), 'warning')} to cure or to accept\n\n{HOW_TO_ACCEPT}"
    short = [f"{_short(one, links)}\n{_line(one)}" for one in found]
    return Section(
        "warnings",
        (
            "\n\n".join([title, *(f"{_full(one, links)}\n{_line(one)}" for one in found)]),
            f"{title}\n\n{chr(10).join(short)}",
            f"{title}\n\n{as_many(short, room, REST)}",
        ),
    )


def accepted(check: CheckOutput, links: Links) -> Section:
    """What is found and does not block, folded; then its number only."""
    found = [one for one in check.findings if one.acknowledged]
    if not found:
        return Section("accepted", ("",))
    title = f"{counted(len(found), 'finding')} accepted"
    told = "\n".join(_short(one, links) for one in found)
    return Section("accepted", (folded(title, told), f"{title}."))


def stale(check: CheckOutput) -> Section:
    """Acknowledgements that accept nothing (any more)."""
    lines = check.stale_acknowledgements
    if not lines:
        return Section("stale", ("",))
    title = f"{counted(len(lines), 'acknowledgement')} of nothing that is found"
    return Section(
        "stale", (f"{title}:\n\n{fenced(cut(one, MESSAGE) for one in lines)}", f"{title}.")
    )


def folded(title: str, told: str) -> str:
    """A part that opens on a click; GitHub needs the empty lines."""
    return f"<details><summary>{prose(title)}</summary>\n\n{told}\n\n</details>"


def _full(one: CheckFinding, links: Links) -> str:
    parts = [
        f"- **{links.rule(one.rule)}** at {links.place(one.path, one.line, one.column)}",
        prose(cut(one.message, MESSAGE)),
        f"➜ {_hint(cut(one.hint, MESSAGE))}",
        *(
            f"see {links.place(place.path, place.line, place.column)}: "
            f"{prose(cut(place.message, SHORT_MESSAGE))}"
            for place in islice(one.related, MOST_RELATED)
        ),
    ]
    return "<br>".join(parts)  # a comment would break the line at a line's end as well


def _short(one: CheckFinding, links: Links) -> str:
    where = links.place(one.path, one.line, one.column)
    return f"- **{links.rule(one.rule)}** at {where}: {prose(cut(one.message, SHORT_MESSAGE))}"


def _hint(hint: str) -> str:
    """The cure; what is to be written as code, so that it can be copied."""
    parts = enumerate(TO_PASTE.split(hint))
    return "".join(code(part) if index % 2 else _between(part) for index, part in parts)


def _between(part: str) -> str:
    """Prose with the blanks that part it from the code beside it."""
    before, after = (" " * blank for blank in (part[:1].isspace(), part[-1:].isspace()))
    return f"{before}{prose(part)}{after}"


def _line(one: CheckFinding) -> str:
    """The line that accepts a warning, indented into its item."""
    lines = fenced([cut(one.acknowledgement or "", SHORT_MESSAGE)]).split("\n")
    return "\n".join(f"  {line}" for line in lines)

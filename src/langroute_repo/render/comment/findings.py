"""Findings as Markdown: what blocks, with its cure and the file to bring, and what does not."""

import re
from collections.abc import Iterator
from itertools import islice

from langroute_repo.output.check import CheckFinding, CheckOutput
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page_limit import Section, as_many
from langroute_repo.render.findings.acceptance import acceptance_lines
from langroute_repo.render.markdown import code, cut, fenced, prose
from langroute_repo.wording import counted

# What a hint says to write, as `{at: 0.432, passes: 25.4%, evidence: de-ac0d9ba0}`.
TO_PASTE = re.compile(r"(\{at: [^{}]{1,200}\})")
MESSAGE, SHORT_MESSAGE = 1_500, 160  # characters of a finding's text
MOST_RELATED = 5
SHORT = 80
ACCEPTED = "config/accepted/"
REST = "- … and {} more: `./langroute check --against` tells them all"
HOW_TO_ACCEPT = (
    "What is right all the same, this change accepts itself: by a file that it brings (in the "
    "browser: Add file, Create new file), with the reason and only the names that are meant:"
)


def blocking(check: CheckOutput, level: str) -> list[CheckFinding]:
    """The findings of a level that keep the change from being merged."""
    return [one for one in check.findings if one.level == level and one.blocks]


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
    """Every warning that blocks, and the files that would accept them; or as many as fit."""
    found = blocking(check, "warning")
    if not found:
        return Section("warnings", ("",))
    title = f"#### ⚠️ {counted(len(found), 'warning')} to cure or to accept"
    short = [_short(one, links) for one in found]
    how = [HOW_TO_ACCEPT, as_many(list(_files(found)), room, REST, "\n\n")]
    return Section(
        "warnings",
        (
            "\n\n".join([title, *(_full(one, links) for one in found), *how]),
            "\n\n".join([title, "\n".join(short), *how]),
            f"{title}\n\n{as_many(short, room, REST)}",
        ),
    )


def _files(found: list[CheckFinding]) -> Iterator[str]:
    """A file for each folder, which accepts everything that belongs there."""
    folders: dict[str, list[CheckFinding]] = {}
    for one in found:
        if one.accept_at:
            folders.setdefault(one.accept_at.rpartition("/")[0], []).append(one)
    for ones in folders.values():
        path = str(ones[0].accept_at)
        names = [cut(f"{one.rule} {one.fingerprint}", SHORT_MESSAGE) for one in ones]
        lines = acceptance_lines(path, names) if path.startswith(ACCEPTED) else []
        yield f"{code(cut(path, MESSAGE))}\n{fenced(cut(line, MESSAGE) for line in lines)}"


def accepted(check: CheckOutput, links: Links, room: int) -> Section:
    """What this change brings and accepts or is excused for: open, with why, whose and where."""
    found = [one for one in check.findings if not one.blocks and not one.standing]
    if not found:
        return Section("accepted", ("",))
    title = f"#### ☑️ {counted(len(found), 'warning')} accepted or told"
    full = [f"{_short(one, links)}<br>{_why(one)}" for one in found]
    return Section(
        "accepted",
        (
            "\n\n".join([title, "\n".join(full)]),
            f"{title}\n\n{as_many(full, room, REST)}",
            f"{title}: `./langroute check --against` tells them all.",
        ),
    )


def standing(check: CheckOutput, links: Links, room: int) -> Section:
    """What stood before and blocks nothing, folded; then its number only."""
    found = [one for one in check.findings if one.standing and one.level == "warning"]
    if not found:
        return Section("standing", ("",))
    title = f"{counted(len(found), 'warning')} stood before"
    told = [f"{_short(one, links)}<br>{_stands(one)}" for one in found]
    return Section(
        "standing",
        (folded(title, "\n".join(told)), folded(title, as_many(told, room, REST)), f"{title}."),
    )


def ending(check: CheckOutput, room: int) -> Section:
    """What is out of date or over within 30 days, folded; then its number only."""
    if not check.ending:
        return Section("ending", ("",))
    title = f"{counted(len(check.ending), 'thing')} to look at within 30 days"
    told = [
        f"- {prose(cut(one.day, SHORT))} {code(cut(one.path, SHORT_MESSAGE))}: "
        f"{prose(cut(one.what, SHORT_MESSAGE))}{_of(one.owners)}"
        for one in check.ending
    ]
    return Section("ending", (folded(title, as_many(told, room, REST)), f"{title}."))


def _why(one: CheckFinding) -> str:
    if one.accepted:
        return (
            f"**{prose(cut(one.accepted.because, MESSAGE))}**, in "
            f"{code(cut(one.accepted.path, SHORT_MESSAGE))}{_of(one.owners)}"
        )
    return f"{prose(cut(one.excused or '', SHORT_MESSAGE))}, so it needs no acceptance"


def _stands(one: CheckFinding) -> str:
    since = f"since {prose(cut(one.since, SHORT))}, " if one.since else ""
    let_in = code(cut(one.accepted.path, SHORT_MESSAGE)) if one.accepted else "nobody"
    return f"{since}accepted by {let_in}{_of(one.owners)}"


def _of(owners: list[str]) -> str:
    named = ", ".join(prose(cut(one, SHORT)) for one in owners[:MOST_RELATED])
    return f" ({named})" if named else ""


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

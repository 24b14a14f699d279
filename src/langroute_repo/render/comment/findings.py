"""What blocks, as Markdown: each finding with its cure, and the file to bring that accepts it."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from langroute_repo.output.check import CheckFinding, CheckOutput
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page_limit import Section, as_many, fitting
from langroute_repo.render.comment.parts import bold, folded
from langroute_repo.render.findings.acceptance import acceptance_lines
from langroute_repo.render.markdown import brief, code, cut, fenced, prose
from langroute_repo.wording import counted, listed

# What a hint says to write, as `{at: 0.432, passes: 25.4%, evidence: de-ac0d9ba0}`.
TO_PASTE = re.compile(r"(\{at: [^{}]{1,200}\})")
# What a file is about, by its path: the tag of a language, otherwise the file.
OF_LANGUAGE = re.compile(
    r"config/(?:languages|cases|(?:evidence|golden)/[^/]+)/([^/]+)\.(?:yaml|json)"
)
MESSAGE, SHORT_MESSAGE = 1_500, 160  # characters of a finding's text
NAME = 80
MOST_RELATED = 5
# More of them are folded, rule by rule, so that what the change does is seen beside them.
MOST_OPEN = 5
MOST_NAMED = 12
MORE_NAMES = 400  # characters of a list of them
ACCEPTED = "config/accepted/"
MORE_RULES = "… and {} more rules: `./langroute check --against` names them"
REST = "- … and {} more: `./langroute check --against` tells them all"
# How a finding begins that stands by itself; below its rule's name it begins with its place.
NAMED = "**{}** at "
HOW_TO_ACCEPT = (
    "What is right all the same, this change accepts itself: by a file that it brings (in the "
    "browser: Add file, Create new file; here: `./langroute accept`), with the reason and only "
    "the names that are meant:"
)


def blocking(check: CheckOutput, level: str) -> list[CheckFinding]:
    """The findings of a level that keep the change from being merged."""
    return [one for one in check.findings if one.level == level and one.blocks]


def errors(check: CheckOutput, links: Links, room: int) -> Section:
    """Every error; on a full page as many as fit into ``room`` in one line each."""
    found = blocking(check, "error")
    if not found:
        return Section("errors", ("",))
    told = [f"#### ❌ Errors\n\n{form}" for form in _forms(found, links, room)]
    lacks = "the cures of errors", "the places of errors", "some of the errors"
    return Section("errors", tuple(told), lacks)


def warnings(check: CheckOutput, links: Links, room: int) -> Section:
    """Every warning that blocks, and the files that would accept them; or as many as fit."""
    found = blocking(check, "warning")
    if not found:
        return Section("warnings", ("",))
    title = "#### ⚠️ Warnings to cure or to accept"
    full, lines, places, few = (f"{title}\n\n{form}" for form in _forms(found, links, room))
    files = list(_files(found))
    many = _how_to_accept(files, "\n\n".join(files))
    some = _how_to_accept(files, as_many(files, room, REST, "\n\n"))
    return Section(
        "warnings",
        (
            f"{full}{many}",
            f"{full}{some}",
            f"{lines}{some}",
            f"{places}{some}",
            few,
        ),
        (
            "some of the files that accept warnings",
            "the cures of warnings",
            "the places of warnings",
            "some of the warnings",
        ),
    )


def _forms(found: Sequence[CheckFinding], links: Links, room: int) -> tuple[str, ...]:
    """In full, in a line each, without the places, and as many lines as fit into ``room``."""
    groups: dict[str, list[CheckFinding]] = {}
    for one in found:
        groups.setdefault(one.rule, []).append(one)
    if len(found) <= MOST_OPEN:
        full, lines = ([told(one, links) for one in found] for told in (_full, _short))
        few = as_many(lines, room, REST)
        return "\n\n".join(full), "\n".join(lines), "\n".join(lines), few
    ranked = sorted(groups.values(), key=len, reverse=True)
    return (
        _groups(ranked, links, lambda ones: [_full(one, links, "") for one in ones]),
        _groups(ranked, links, lambda ones: [_short(one, links, "") for one in ones]),
        _groups(ranked, links, lambda ones: _one_with_its_place(ones, links)),
        _fewest(ranked, links, room),
    )


def _fewest(ranked: Sequence[list[CheckFinding]], links: Links, room: int) -> str:
    """As many as fit: the rule that found most gets half of the room, the others the rest."""
    shares = [room // 2, *(room // 4 // len(ranked) for _ in ranked[1:])]
    shown = [
        _group(ones, links, _as_many(ones, links, share))
        for ones, share in zip(ranked, shares, strict=True)
    ]
    return as_many(shown, room, MORE_RULES, "\n\n")


def _as_many(found: Sequence[CheckFinding], links: Links, room: int) -> str:
    """The first in a line each, and of the others what they are about."""
    lines = _one_with_its_place(found, links)
    count = fitting(lines, room)
    if count == len(lines):
        return "\n".join(lines)
    names = brief(", ".join(_subjects(found[count:])), MORE_NAMES)
    return "\n".join([*lines[:count], f"{REST.format(f'{len(found) - count:,}')}: {names}"])


def _groups(
    ranked: Sequence[list[CheckFinding]],
    links: Links,
    told: Callable[[list[CheckFinding]], list[str]],
) -> str:
    return "\n\n".join(_group(ones, links, "\n".join(told(ones))) for ones in ranked)


def _one_with_its_place(found: Sequence[CheckFinding], links: Links) -> list[str]:
    """The first in a line, the others in a shorter one that links to nothing."""
    return [_short(found[0], links, ""), *map(_shortest, found[1:])]


def _group(found: Sequence[CheckFinding], links: Links, told: str) -> str:
    """What one rule found, behind its name and the languages where it did."""
    rule = found[0].rule
    named = brief(listed(_subjects(found), longest=MOST_NAMED), SHORT_MESSAGE)
    summary = f"{bold(rule)}: {len(found):,} in {named}"
    return folded(summary, f"What it is about: {links.rule(rule)}\n\n{told}")


def _subjects(found: Sequence[CheckFinding]) -> list[str]:
    return list(dict.fromkeys(_subject(one.path) for one in found))


def _subject(path: str) -> str:
    of = OF_LANGUAGE.fullmatch(path)
    return of[1] if of else cut(path, NAME)


def _how_to_accept(files: Sequence[str], told: str) -> str:
    title = f"How to accept what is right all the same: {counted(len(files), 'file')}"
    return f"\n\n{folded(title, f'{HOW_TO_ACCEPT}{chr(10) * 2}{told}')}" if files else ""


def _files(found: Sequence[CheckFinding]) -> Iterator[str]:
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


def short(one: CheckFinding, links: Links) -> str:
    """A finding in one line, without its cure."""
    where = links.place(one.path, one.line, one.column)
    return f"{links.rule(one.rule)} at {where}: {brief(one.message, SHORT_MESSAGE)}"


def _full(one: CheckFinding, links: Links, named: str = NAMED) -> str:
    rule = named.format(links.rule(one.rule))
    parts = [
        f"- {rule}{links.place(one.path, one.line, one.column)}",
        brief(one.message, MESSAGE),
        f"➜ {_hint(cut(one.hint, MESSAGE))}",
        *(
            f"see {links.place(place.path, place.line, place.column)}: "
            f"{brief(place.message, SHORT_MESSAGE)}"
            for place in islice(one.related, MOST_RELATED)
        ),
    ]
    return "<br>".join(parts)  # a comment would break the line at a line's end as well


def _short(one: CheckFinding, links: Links, named: str = NAMED) -> str:
    where = links.place(one.path, one.line, one.column)
    rule = named.format(links.rule(one.rule))
    return f"- {rule}{where}: {brief(one.message, SHORT_MESSAGE)}"


def _shortest(one: CheckFinding) -> str:
    return f"- {brief(_subject(one.path), NAME)}: {brief(one.message, SHORT_MESSAGE)}"


def _hint(hint: str) -> str:
    """The cure; what is to be written as code, so that it can be copied."""
    parts = enumerate(TO_PASTE.split(hint))
    return "".join(code(part) if index % 2 else _between(part) for index, part in parts)


def _between(part: str) -> str:
    """Prose with the blanks that part it from the code beside it."""
    before, after = (" " * blank for blank in (part[:1].isspace(), part[-1:].isspace()))
    return f"{before}{prose(part)}{after}"

"""Warnings that block nothing: what this change accepts, what stood before, what will end."""

from collections.abc import Sequence

from langroute_repo.output.check import CheckFinding, CheckOutput
from langroute_repo.render.comment.findings import MESSAGE, REST, SHORT_MESSAGE, short
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page_limit import Section, as_many
from langroute_repo.render.comment.parts import first_open, folded, owners
from langroute_repo.render.markdown import brief, code, cut
from langroute_repo.wording import counted

SHORT = 80  # characters
SHOWN = 5


def accepted(check: CheckOutput, links: Links, room: int) -> Section:
    """What this change brings and accepts or is excused for, and why: each reason once."""
    found = brought(check)
    if not found:
        return Section("accepted", ("",))
    title = "#### ☑️ Accepted or excused"
    reasons: dict[tuple[str, str], list[CheckFinding]] = {}
    for one in found:
        file, because = (one.accepted.path, one.accepted.because) if one.accepted else ("", "")
        reasons.setdefault((file, because or str(one.excused)), []).append(one)
    full = [_reason(path, why, ones, links) for (path, why), ones in reasons.items()]
    return Section(
        "accepted",
        (
            f"{title}\n\n{first_open(full, SHOWN, 'reasons')}",
            f"{title}\n\n{as_many(full, room, REST)}",
            f"{title}\n\n`./langroute check --against` tells them all.",
        ),
        ("some of what was accepted", "what was accepted"),
    )


def brought(check: CheckOutput) -> list[CheckFinding]:
    """The warnings that this change brings and that block nothing."""
    return [one for one in check.findings if not one.blocks and not one.standing]


def _reason(path: str, why: str, found: Sequence[CheckFinding], links: Links) -> str:
    """Why, in whose file, and then each warning that it is about."""
    told = [f"  - {short(one, links)}" for one in found]
    words = brief(why, MESSAGE)
    if not path:
        return "\n".join([f"- {words}, so these need no acceptance:", *told])
    whose = f" of {owners(found[0].owners)}" if found[0].owners else ""
    return "\n".join([f"- **{words}**<br>in {code(cut(path, SHORT_MESSAGE))}{whose}", *told])


def standing(check: CheckOutput, links: Links, room: int) -> Section:
    """What stood before and blocks nothing, folded; then its number only."""
    found = [one for one in check.findings if one.standing and one.level == "warning"]
    if not found:
        return Section("standing", ("",))
    title = f"{counted(len(found), 'warning')} stood before"
    told = [f"- {short(one, links)}<br>{_stands(one)}" for one in found]
    return Section(
        "standing",
        (folded(title, "\n".join(told)), folded(title, as_many(told, room, REST)), f"{title}."),
        ("some of the warnings that stood before", "the warnings that stood before"),
    )


def ending(check: CheckOutput, room: int) -> Section:
    """What is out of date or over within 30 days, folded; then its number only."""
    if not check.ending:
        return Section("ending", ("",))
    title = f"{counted(len(check.ending), 'thing')} to look at within 30 days"
    told = [
        f"- {brief(one.day, SHORT)} {code(cut(one.path, SHORT_MESSAGE))}: "
        f"{brief(one.what, SHORT_MESSAGE)}{_of(one.owners)}"
        for one in check.ending
    ]
    shown = folded(title, as_many(told, room, REST))
    return Section("ending", (shown, f"{title}."), ("what is to be looked at soon",))


def notes(check: CheckOutput) -> Section:
    """What could not be looked at; never cut, for silence would say that it was."""
    return Section(
        "notes", ("\n\n".join(f"**Note**: {brief(one, MESSAGE)}" for one in check.notes),)
    )


def _stands(one: CheckFinding) -> str:
    since = f"since {brief(one.since, SHORT)}, " if one.since else ""
    let_in = code(cut(one.accepted.path, SHORT_MESSAGE)) if one.accepted else "nobody"
    return f"{since}accepted by {let_in}{_of(one.owners)}"


def _of(names: list[str]) -> str:
    return f" ({owners(names)})" if names else ""

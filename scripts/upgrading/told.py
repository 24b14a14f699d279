"""What is said of an upgrade that was made: on the terminal, and in the message of its commit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langroute_repo.render.table import labelled
from langroute_repo.upgrade.carry import Choice, Entry
from langroute_repo.upgrade.order import Order
from langroute_repo.wording import counted, listed
from scripts.terminal.exit_codes import DONE, REFUSED

SHOWN = 20  # findings; the others are counted, and `check` shows them
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What was carried over, and what the company's files are to the new version.

    ``documents`` has for each environment whether it keeps its bytes, and lines about it;
    ``acceptances`` the files whose rule the new version does not know, with the rule.
    """

    moves: Mapping[str, Entry | None]
    decisions: Sequence[tuple[str, Choice]]
    generated: Sequence[str]
    errors: Sequence[Mapping[str, Any]]
    warnings: Sequence[Mapping[str, Any]]
    acceptances: Sequence[tuple[str, str]]
    documents: Mapping[str, tuple[bool, list[str]]]
    note: str = ""

    @property
    def exit_code(self) -> int:
        """Refused where `check` of the new version blocks what that of the old one let pass."""
        return REFUSED if self.errors else DONE


def page(order: Order, told: Told) -> Iterator[str]:
    """For the terminal."""
    yield f"langroute {order.old_version} -> {order.version} ({order.new[:12]} of {order.origin})"
    yield ""
    yield from labelled(list(_rows(order, told))).splitlines()
    yield ""
    yield f"branch {order.branch} has it as one commit; what is checked out here is as it was"
    yield f"next: git switch {order.branch}, ./langroute test, and a pull request"
    yield f"what is new: git show {order.branch}:CHANGELOG.md"


def message(order: Order, told: Told) -> str:
    """For whoever reviews the commit."""
    rows = labelled(list(_rows(order, told)))
    return f"Take version {order.version} of langroute\n\nIt was {order.old_version}.\n\n{rows}"


def _rows(order: Order, told: Told) -> Iterator[Row]:
    yield "tool", _carried(told.moves)
    for path, choice in told.decisions:
        yield "", f"{path}: {_DECIDED[choice]}"
    yield "yours", f"nothing but .langroute.json{_generated(told.generated)}"
    if told.note:
        yield "rules", told.note
    yield from _findings("errors", told.errors)
    yield from _warnings(told.warnings)
    for path, rule in told.acceptances:
        yield "accepted", f"{path} names {rule}, which is no rule of {order.version}"
    if not told.documents:
        yield "documents", "no environment has one"
    for environment, (_, lines) in told.documents.items():
        for index, line in enumerate(lines):
            yield ("" if index else environment), line


_DECIDED: dict[Choice, str] = {
    "merge": "both changes",
    "keep": "as it was here",
    "overwrite": "as the new version has it",
}


def _carried(moves: Mapping[str, Entry | None]) -> str:
    gone = sum(one is None for one in moves.values())
    written = counted(len(moves) - gone, "file")
    return f"{written} written, {gone:,} deleted"


def _generated(paths: Sequence[str]) -> str:
    return f", and generated anew: {listed(paths)}" if paths else ""


def _findings(label: str, findings: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    if not findings:
        yield label, "none that was not one before"
        return
    yield label, f"{counted(len(findings), 'finding')} would newly be an error:"
    for one in findings[:SHOWN]:
        yield "", f"{one['path']}:{one['line']}:{one['column']} {one['rule']}: {one['message']}"
    if len(findings) > SHOWN:
        yield "", f"and {len(findings) - SHOWN:,} more: ./langroute check"


def _warnings(findings: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    if findings:
        rules = sorted({str(one["rule"]) for one in findings})
        yield "warnings", f"{len(findings):,} new, which block nothing: {listed(rules)}"

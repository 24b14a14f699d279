"""What becomes of each file of the tool's, and who has to decide it where that is not plain."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from langroute_repo.company.ownership import is_companys
from langroute_repo.render.table import labelled
from langroute_repo.tree.plan import Plan, UnusablePlan, plan
from langroute_repo.upgrade.carry import (
    Choice,
    Clash,
    Entry,
    Files,
    Touched,
    chosen,
    files_of,
    idle,
    is_at,
    moves,
    touched,
    twice,
)
from langroute_repo.upgrade.order import Order
from langroute_repo.upgrade.staging import Unmergeable, content, merged, stored
from langroute_repo.wording import counted
from scripts.generated.companys import environments_of
from scripts.generated.deployments import FOLDER
from scripts.generated.workflows import APPROVAL, adapted
from scripts.terminal.failure import Failure

CONFLICT = " in the same lines"
SHOWN = 20  # files


@dataclass(frozen=True)
class Decided:
    """An order's files: of the old version, of the new one, and of the company."""

    order: Order

    @property
    def root(self) -> Path:
        return Path(self.order.root)

    @property
    def choices(self) -> Mapping[Choice, list[str]]:
        return {
            "merge": self.order.merge,
            "keep": self.order.keep,
            "overwrite": self.order.overwrite,
        }

    def is_tools(self, path: str) -> bool:
        """By both lists: neither version takes what the other calls the company's."""
        theirs = any(is_at(path, one) for one in self.order.companys)
        return not theirs and not is_companys(path)

    @cached_property
    def old(self) -> Files:
        return self._fitted(files_of(self.root, self.order.old))

    @cached_property
    def new(self) -> Files:
        return self._fitted(files_of(self.root, self.order.new))

    @cached_property
    def here(self) -> Files:
        return files_of(self.root, self.order.head)

    @cached_property
    def touched(self) -> list[Touched]:
        return touched(self.old, self.here, self.new, self.is_tools)

    def moves(self) -> dict[str, Entry | None]:
        """What is to be written and deleted; a Failure while something is not decided."""
        if astray := idle(self.touched, self.choices):
            raise Failure(
                f"{astray[0]} is no file of the tool's that was changed here",
                "only for those that were is there something to decide",
            )
        if both := twice(self.choices):
            raise Failure(f"{both[0]} is to be two things at once", "name it for one of them")
        open_ones = [one for one in self.touched if not chosen(one.path, self.choices)]
        if open_ones:
            raise self._undecided(open_ones)
        try:
            return moves(self.old, self.here, self.new, self.is_tools, self._decide)
        except Clash as error:
            raise Failure(str(error), "move the one that is yours") from error

    def decisions(self) -> list[tuple[str, Choice]]:
        """What was decided for which path, to be told."""
        found = ((one.path, chosen(one.path, self.choices)) for one in self.touched)
        return [(path, choice) for path, choice in found if choice]

    def _decide(self, one: Touched) -> Entry | None:
        choice = chosen(one.path, self.choices)
        if choice == "merge":
            try:
                return merged(self.root, one)
            except Unmergeable:
                raise Failure(
                    f"{one.path} cannot be merged: it and {self.order.version} differ in the same "
                    "lines",
                    f"--keep {one.path} or --overwrite {one.path}; then bring in the rest by hand: "
                    f"git diff {self.order.old[:12]} {self.order.new[:12]} -- {one.path}",
                ) from None
        return one.here if choice == "keep" else one.new

    def _undecided(self, files: list[Touched]) -> Failure:
        states = [(one.path, self._state(one)) for one in files]
        shown = labelled(states[:SHOWN], indent="  ")
        more = f"  and {len(files) - SHOWN:,} more\n" if len(files) > SHOWN else ""
        fit = [path for path, state in states if not state.endswith(CONFLICT)]
        rest = "" if len(fit) == len(files) else ", and --keep PATH or --overwrite PATH for others"
        named = fit if len(fit) <= SHOWN else sorted({_outermost(path) for path in fit})
        merge = ["--merge", *named] if fit else []
        command = shlex.join([*shlex.split(self.order.again), *merge])
        return Failure(
            f"{counted(len(files), 'file')} of the tool's changed here since "
            f"{self.order.old_version}:\n{shown}{more}".rstrip("\n"),
            f"say what becomes of each, here and with every version: {command}{rest}; or bring "
            "your change to the tool's own repository",
        )

    def _state(self, one: Touched) -> str:
        did = "deleted" if one.here is None else "added" if one.old is None else "changed"
        if one.only_here:
            return f"{did} here, and as before in {self.order.version}"
        does = "deletes" if one.new is None else "adds" if one.old is None else "changes"
        both = f"{did} here, and {self.order.version} {does} it"
        try:
            merged(self.root, one)
        except Unmergeable:
            return both + CONFLICT
        return f"{both} elsewhere"

    def _fitted(self, files: dict[str, Entry]) -> Files:
        """With workflows as `generate` makes them of plan and environments: that is no change.

        Whether there is one for approvals follows from the plan alone.
        """
        found: dict[str, Entry] = {}
        environments = environments_of(self.root)
        for path, one in files.items():
            is_one = path.startswith(f"{FOLDER}/") and path.endswith(".yml")
            if is_one and one.mode.startswith("100"):
                text = content(self.root, one).decode("utf-8", errors="surrogateescape")
                fit = adapted(path, text, self._plan, environments)
                if fit != text:
                    raw = fit.encode("utf-8", errors="surrogateescape")
                    found[path] = Entry(one.mode, stored(self.root, raw))
        return {path: one for path, one in {**files, **found}.items() if path != APPROVAL}

    @cached_property
    def _plan(self) -> Plan:
        try:
            return plan(self.root)
        except UnusablePlan as error:
            raise Failure(error.message, error.hint) from error


def _outermost(path: str) -> str:
    """The folder at the root that a path lies in; itself where it lies in none."""
    top, slash, _ = path.partition("/")
    return top + slash

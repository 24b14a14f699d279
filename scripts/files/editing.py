"""What `set`, `seal` and `new` share: an edit is shown, held against the rules, and only then done.

Nothing is written that would bring a finding of level error that was not there before, or make one
worse; what was wrong elsewhere before does not keep anybody from working.
"""

import argparse
import difflib
import hashlib
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from langroute_repo.editing.write import WriteError, create, overwrite
from langroute_repo.findings import Finding, Report
from langroute_repo.render.findings_text import text
from langroute_repo.tree.git import GitError, Revision
from langroute_repo.tree.read import KINDS, read, read_file
from langroute_repo.tree.snapshot import Entry, Folder
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import Colour, paint
from validators.engine import run as run_rules
from validators.finding import Given

COLOURS = {"+": Colour.GREEN, "-": Colour.RED, "@": Colour.CYAN}


@dataclass(frozen=True, slots=True)
class Edit:
    """One file with the bytes it shall have; ``before`` is None for a file that is new."""

    path: str
    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class Tried:
    """The tree as the edits would leave it, and the findings that they would bring."""

    tree: Tree
    new: tuple[Finding, ...]
    files: int
    # Rules whose findings the next edit cures, so that they do not keep from writing this one.
    follow: Collection[str] = ()

    @property
    def refused(self) -> bool:
        return any(one.level == "error" and one.rule not in self.follow for one in self.new)

    @property
    def to_acknowledge(self) -> list[Finding]:
        return [one for one in self.new if one.level == "warning" and one.rule not in self.follow]

    @property
    def to_do(self) -> list[Finding]:
        return [one for one in self.new if one.rule in self.follow]


class Version:
    """The files on disk with one of them as an edit has it; for `diff`, nothing else changed."""

    def __init__(self, root: Path, path: str, raw: bytes) -> None:
        self._folder, self._path, self._raw = Folder(root), path, raw
        self.name = "the edited files"

    def entries(self) -> list[Entry]:
        return self._folder.entries()

    def read(self, path: str) -> bytes:
        return self._raw if path == self._path else self._folder.read(path)

    def prefetch(self, paths: Sequence[str]) -> None:
        pass

    def digests(self) -> dict[str, str]:
        return {self._path: hashlib.sha256(self._raw).hexdigest()}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options that every editing verb has."""
    from scripts.files.day import day

    parser.add_argument("--dry-run", action="store_true", help="show it and write nothing")
    parser.add_argument("--today", type=day, metavar="DATE", help="check as of this day")


def judged_as_of(arguments: argparse.Namespace) -> date:
    """The day that was given, or the current one."""
    from scripts.files.day import today

    given: date | None = arguments.today
    return given or today()


def tree_of(root: Path) -> Tree:
    """The files as they lie on disk."""
    return read(Folder(root))


def committed(root: Path, tree: Tree) -> Tree:
    """The state that a pull request of the edits would change, as far as is known here.

    That is the last commit: a warning then has the fingerprint that `check --against` gives it, as
    long as no earlier commit of the branch moves the same value. Where git cannot say, it is the
    tree before the edit.
    """
    try:
        head = Revision(root, "HEAD")
        return read_before(head, Folder(root), tree) if head.entries() else tree
    except GitError:
        return tree


def attempt(
    tree: Tree,
    edits: Iterable[Edit],
    today: date,
    follow: Collection[str] = (),
    *,
    base: Tree | None = None,
) -> Tried:
    """Hold the rules against the tree with and without the edits, both as changes of ``base``."""
    edited, base = tree, base or tree
    for edit in edits:
        edited = _with(edited, edit)
    before = run_rules(Given(tree=tree, today=today, before=base))
    after = run_rules(Given(tree=edited, today=today, before=base))
    return Tried(edited, after.beyond(before), after.files, follow)


def _with(tree: Tree, edit: Edit) -> Tree:
    folder, name = edit.path.split("/")[1:]
    file = read_file(edit.after, edit.path, KINDS[folder])
    group = {**getattr(tree, folder), name.removesuffix(".yaml"): file}
    changed: dict[str, Any] = {folder: dict(sorted(group.items()))}
    return replace(tree, **changed)


def finish(
    root: Path, tried: Tried, edits: Sequence[Edit], told: Sequence[str], dry_run: bool
) -> int:
    """Show the effect, the change and what the rules say; write it unless they refuse."""
    blocks = ["".join(f"{line}\n" for line in told), _change(edits)]
    if tried.new:
        blocks.append(text(Report(tried.new, tried.files), colour=_coloured()))
    sys.stdout.write("\n".join(block for block in blocks if block))
    if tried.refused:
        print(f"\nnothing was written: the check would refuse it{_examples_first(tried)}")
        return REFUSED
    _print_acknowledgements(tried.to_acknowledge)
    if dry_run:
        print("\nnothing was written: --dry-run")
        return DONE
    write(root, edits)
    paths = " ".join(edit.path for edit in edits)
    print(f"\nwritten: {paths}")
    if tried.to_do:
        print("next: mend what the check says above, then commit all of it together")
    else:
        print("next: ./langroute check, then commit it and open a pull request")
    return DONE


def write(root: Path, edits: Sequence[Edit]) -> None:
    """Write the files; a failure names the one that was not written."""
    for edit in edits:
        try:
            if edit.before is None:
                create(root / edit.path, edit.after)
            else:
                overwrite(root / edit.path, edit.after, edit.before)
        except WriteError as error:
            raise Failure(error.message.replace(f"{root}/", ""), error.hint) from error


def _coloured() -> bool:
    from scripts.terminal.lines import wants_colour

    return wants_colour()


def _change(edits: Iterable[Edit]) -> str:
    """The edits as a diff, with one line around each change."""
    lines: list[str] = []
    for edit in edits:
        old, new = (edit.before or b"").decode(), edit.after.decode()
        name = edit.path if edit.before is not None else "/dev/null"
        lines += difflib.unified_diff(
            old.splitlines(), new.splitlines(), name, edit.path, lineterm="", n=1
        )
    return "".join(f"{_painted(line)}\n" for line in lines)


def _painted(line: str) -> str:
    colour = COLOURS.get(line[:1])
    return paint(line, colour, sys.stdout) if colour else line


def _print_acknowledgements(findings: Sequence[Finding]) -> None:
    """The lines by which a pull request accepts the new warnings."""
    if not findings:
        return
    print("\na warning blocks the merge until the pull request's text, or a commit, accepts it:")
    for one in findings:
        print(f"  {one.acknowledgement}")


def _examples_first(tried: Tried) -> str:
    errors = (one for one in tried.new if one.level == "error")
    if all(one.path.startswith("config/cases/") for one in errors):
        return "; if its examples are out of date, change them first"
    return ""

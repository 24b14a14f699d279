"""What `set`, `seal` and `new` share: an edit is shown, held against the rules, and only then done.

Nothing is written that would bring a finding of level error that was not there before, or make one
worse; what was wrong elsewhere before does not keep anybody from working.
"""

import argparse
import difflib
import hashlib
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from langroute_repo.editing.write import WriteError, create, overwrite
from langroute_repo.findings import Finding, Report
from langroute_repo.render.findings.text import text
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.git import GitError, Revision
from langroute_repo.tree.read import GOLDEN, KINDS, SINGLE, read_file
from langroute_repo.tree.snapshot import Entry, Folder
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree
from scripts.files import accepting
from scripts.files.against import ran_until
from scripts.files.day import day, today
from scripts.files.edit import Edit
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import Colour, paint, wants_colour
from validators.engine import run as run_rules
from validators.finding import Given

COLOURS = {"+": Colour.GREEN, "-": Colour.RED, "@": Colour.CYAN}


@dataclass(frozen=True, slots=True)
class Tried:
    """The tree as the edits would leave it, and the findings that they would bring.

    ``found`` are all that there would be: an edit by hand, before it is sealed, brought some.
    """

    tree: Tree
    new: tuple[Finding, ...]
    found: tuple[Finding, ...]
    files: int
    # Rules whose findings the next edit cures, so that they do not keep from writing this one.
    follow: Collection[str] = ()

    @property
    def refused(self) -> bool:
        return any(one.level == "error" and one.rule not in self.follow for one in self.new)

    @property
    def to_accept(self) -> list[Finding]:
        return [one for one in self.found if one.accept_at and one.rule not in self.follow]

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
    parser.add_argument("--dry-run", action="store_true", help="show it and write nothing")
    parser.add_argument("--today", type=day, metavar="DATE", help="check as of this day")
    accepting.arguments(parser)


def judged_as_of(arguments: argparse.Namespace) -> date:
    """The day that was given, or the current one."""
    given: date | None = arguments.today
    return given or today()


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


# Folders whose files' names, and whose owners, `generate` writes elsewhere as well.
NAMED = ("languages", "models", "sources", "environments")
# An acceptance of the value that stood there until now: told, to be removed with the next step.
STALE = ("acceptance-of-nothing",)


def attempt(
    tree: Tree,
    edits: Iterable[Edit],
    today: date,
    follow: Collection[str] = (),
    *,
    base: Tree | None = None,
    root: Path | None = None,
) -> Tried:
    """Hold the rules against the tree with and without the edits, both as changes of ``base``.

    With ``root`` the base is the last commit there, whose history says what is going back.
    """
    edited, base = tree, base or tree
    for edit in edits:
        edited = with_edit(edited, edit)
    before, after = (
        run_rules(Given(tree=one, today=today, before=base, ran_until=_ran_until(one, root)))
        for one in (tree, edited)
    )
    return Tried(edited, after.beyond(before), after.findings, after.files, (*follow, *STALE))


def _ran_until(tree: Tree, root: Path | None) -> Callable[[str], str | None]:
    return ran_until(tree, root, "HEAD") if root else lambda _: None


def with_edit(tree: Tree, edit: Edit) -> Tree:
    """The tree as the edit leaves it."""
    if edit.path.startswith(GOLDEN):
        stem = edit.path.removeprefix(GOLDEN).removesuffix(".yaml")
        golden = {**tree.golden, stem: read_file(edit.after, edit.path, GoldenFile)}
        return replace(tree, golden=dict(sorted(golden.items())))
    if edit.path in SINGLE:
        alone: dict[str, Any] = {
            Path(edit.path).stem: read_file(edit.after, edit.path, SINGLE[edit.path])
        }
        return replace(tree, **alone)
    folder, name = edit.path.split("/")[1:]
    file = read_file(edit.after, edit.path, KINDS[folder])
    group = {**getattr(tree, folder), name.removesuffix(".yaml"): file}
    changed: dict[str, Any] = {folder: dict(sorted(group.items()))}
    return replace(tree, **changed)


def finish(
    arguments: argparse.Namespace, tried: Tried, edits: Sequence[Edit], told: Sequence[str]
) -> int:
    """Show the effect, the change and what the rules say; write it unless they refuse."""
    root: Path = arguments.root
    wanted = accepting.accepting(arguments, arguments.accept)
    accepted = accepting.acceptances(accepting.chosen(tried.to_accept, wanted), wanted)
    everything = [*edits, *accepted]
    left = tuple(one for one in tried.new if one.fingerprint not in wanted.fingerprints)
    blocks = ["".join(f"{line}\n" for line in told), _change(everything)]
    if left:
        blocks.append(text(Report(left, tried.files), colour=wants_colour()))
    sys.stdout.write("\n".join(block for block in blocks if block))
    if tried.refused:
        print(f"\nnothing was written: the check would refuse it{_examples_first(tried)}")
        return REFUSED
    waiting = [one for one in left if one.accept_at and one not in tried.to_do]
    _print_to_accept(waiting, written=not arguments.dry_run)
    if arguments.dry_run:
        print("\nnothing was written: --dry-run")
        return DONE
    write(root, everything)
    print(f"\nwritten: {' '.join(edit.path for edit in everything)}")
    print(f"next: {_next(tried, everything)}")
    return DONE


def _next(tried: Tried, edits: Sequence[Edit]) -> str:
    """What has to be done until the check of a pull request passes, in its order."""
    generate = "./langroute generate, " if any(map(_is_generated_from, edits)) else ""
    if tried.to_do:
        return f"mend what the check says above, {generate}then commit all of it together"
    new = " ".join(edit.path for edit in edits if edit.before is None)
    add = f"git add {new}, " if new else ""
    them = "all of it" if generate else "it"
    return f"{add}{generate}./langroute check, then commit {them} and open a pull request"


def _is_generated_from(edit: Edit) -> bool:
    """Whether CODEOWNERS, the stacks or the schemas hold what it brings: a name, or owners."""
    if edit.path.split("/")[1] not in NAMED:
        return False
    return edit.before is None or _owners(edit.path, edit.before) != _owners(edit.path, edit.after)


def _owners(path: str, raw: bytes) -> Any:
    return getattr(read_file(raw, path, KINDS[path.split("/")[1]]).model, "owners", None)


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


def _print_to_accept(findings: Sequence[Finding], *, written: bool) -> None:
    """The command by which the change accepts its warnings, or what to add to this one."""
    if findings:
        names = " ".join(dict.fromkeys(one.fingerprint for one in findings))
        print("\na warning blocks the merge until the change itself accepts it; if it is right:")
        command = "./langroute accept" if written else "add to this command --accept"
        print(f'  {command} {names} --because "…"')


def _examples_first(tried: Tried) -> str:
    errors = (one for one in tried.new if one.level == "error")
    if all(one.path.startswith("config/cases/") for one in errors):
        return "; if its examples are out of date, change them first"
    return ""

"""The examples of the rules: each a few files laid over one smallest valid tree.

``tests/rules/<rule>/<example>/`` holds the overlay (``config/…``, ``removed.txt`` with one path a
line, ``documents/<environment>.json`` for what the compiler would never make) and ``output.txt``,
the whole text that a person sees. An example whose name starts with ``good`` has no finding of its
rule.
An example of a rule on changes is a change of the base; when it has a folder ``before/`` (with its
own ``config/…`` and ``removed.txt``), that is laid over the base to give the state before, and
``earlier/`` likewise gives the state of 30 days before, without which nobody looks for it.
``message.txt`` is the message of the one commit that makes it.
``UPDATE_EXPECTED=1`` writes the outputs anew; read the diff.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from langroute_repo.findings import Report
from langroute_repo.render.findings.text import text
from langroute_repo.tree.read import read
from langroute_repo.tree.state_before import read_before
from tests.memory import Memory
from validators.engine import run
from validators.finding import Given
from validators.rules import RULES

Files = dict[str, bytes]
HERE = Path(__file__).parent
BASE = HERE / "base"
TODAY = date(2026, 11, 22)
EARLIER = "2026-10-23"
# Of these an example is a change even where both states are alike.
ON_CHANGES = {rule.name for rule in RULES if rule.group == "change"} | {"acceptance-of-nothing"}


@dataclass(frozen=True)
class Example:
    """One overlay and the output it must give."""

    rule: str
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.rule}/{self.folder.name}"

    @property
    def good(self) -> bool:
        return self.folder.name.startswith("good")

    @property
    def output(self) -> Path:
        return self.folder / "output.txt"

    @property
    def changes(self) -> bool:
        """Whether there is a state before."""
        return self.rule in ON_CHANGES or (self.folder / "before").exists()

    @property
    def message(self) -> str:
        """The message of the commit that makes the change."""
        file = self.folder / "message.txt"
        return file.read_text() if file.exists() else ""

    @property
    def files(self) -> Files:
        """The base with the example laid over it."""
        return overlaid(self.folder)

    @property
    def files_before(self) -> Files:
        """The state before, of an example that is a change."""
        return overlaid(self.folder / "before")

    @cached_property
    def report(self) -> Report:
        after = Memory(self.files)
        tree = read(after)
        given = Given(tree=tree, today=TODAY, pushed=self.documents())
        if self.changes:
            before = read_before(Memory(self.files_before), after, tree)
            given = replace(
                given,
                before=replace(before, name="main"),
                messages=(self.message,),
                title=self.message.partition("\n")[0],
            )
        if (self.folder / "earlier").exists():
            then = Memory(overlaid(self.folder / "earlier"))
            earlier = replace(read_before(then, after, tree), name=EARLIER)
            given = replace(given, earlier=lambda: earlier)
        return run(given)

    def documents(self) -> dict[str, bytes]:
        """Documents that are pushed as they are, for what the compiler would never make."""
        files = sorted((self.folder / "documents").glob("*.json"))
        return {file.stem: file.read_bytes() for file in files}

    @property
    def rendered(self) -> str:
        return text(self.report)


def overlaid(overlay: Path) -> Files:
    """The files of the base with those of an overlay, and without those it removes."""
    laid = base() | held(overlay / "config", overlay)
    for path in removed(overlay):
        del laid[path]
    return laid


@cache
def base() -> Files:
    return held(BASE)


def held(folder: Path, root: Path | None = None) -> Files:
    """All that a folder holds, by path from ``root``, which is the folder itself."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root or folder).as_posix(): path.read_bytes() for path in found}


def removed(overlay: Path) -> list[str]:
    """The files of the base that an overlay removes."""
    file = overlay / "removed.txt"
    return file.read_text().split() if file.exists() else []


@cache
def examples() -> tuple[Example, ...]:
    """All examples, by rule and name; the first bad one of a rule is shown in its documentation."""
    return tuple(_examples())


def _examples() -> Iterator[Example]:
    for rule in sorted(HERE.iterdir()):
        if rule.is_dir() and rule != BASE and not rule.name.startswith("_"):
            for folder in sorted(rule.iterdir()):
                if folder.is_dir():
                    yield Example(rule.name, folder)

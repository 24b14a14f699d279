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

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from langroute_repo.findings import Report
from langroute_repo.render.findings.text import text
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.state_before import read_before
from validators.engine import run
from validators.finding import Given
from validators.rules import RULES

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

    def lay(self, target: Path) -> Path:
        """Lay the example over a copy of the base."""
        return laid(self.folder, target)

    def report(self, target: Path) -> Report:
        folder = Folder(self.lay(target / "after"))
        tree = read(folder)
        given = Given(tree=tree, today=TODAY, pushed=self.documents())
        if self.changes:
            before = Folder(laid(self.folder / "before", target / "before"))
            given = replace(
                given,
                before=replace(read_before(before, folder, tree), name="main"),
                messages=(self.message,),
                title=self.message.partition("\n")[0],
            )
        if (self.folder / "earlier").exists():
            then = Folder(laid(self.folder / "earlier", target / "earlier"))
            earlier = replace(read_before(then, folder, tree), name=EARLIER)
            given = replace(given, earlier=lambda: earlier)
        return run(given)

    def documents(self) -> dict[str, bytes]:
        """Documents that are pushed as they are, for what the compiler would never make."""
        files = sorted((self.folder / "documents").glob("*.json"))
        return {file.stem: file.read_bytes() for file in files}

    def rendered(self, target: Path) -> str:
        return text(self.report(target))


def laid(overlay: Path, target: Path) -> Path:
    """A copy of the base with the files of an overlay, and without those it removes."""
    shutil.copytree(BASE, target, dirs_exist_ok=True)
    if (overlay / "config").exists():
        shutil.copytree(overlay / "config", target / "config", dirs_exist_ok=True)
    for path in removed(overlay):
        (target / path).unlink()
    return target


def removed(overlay: Path) -> list[str]:
    """The files of the base that an overlay removes."""
    file = overlay / "removed.txt"
    return file.read_text().split() if file.exists() else []


def examples() -> Iterator[Example]:
    """All examples, by rule and name; the first bad one of a rule is shown in its documentation."""
    for rule in sorted(HERE.iterdir()):
        if rule.is_dir() and rule != BASE and not rule.name.startswith("_"):
            for folder in sorted(rule.iterdir()):
                if folder.is_dir():
                    yield Example(rule.name, folder)

"""The examples of the rules: each a few files laid over one smallest valid tree.

``tests/rules/<rule>/<example>/`` holds the overlay (``config/…``, ``removed.txt`` with one path a
line, ``documents/<environment>.json`` for what the compiler would never make) and ``output.txt``,
the whole text that a person sees. An example whose name starts with ``good`` has no findings.
``UPDATE_EXPECTED=1`` writes the outputs anew; read the diff.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from validators.engine import run
from validators.finding import Given, Report
from validators.render.text import text

HERE = Path(__file__).parent
BASE = HERE / "base"
TODAY = date(2026, 11, 22)


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

    def lay(self, target: Path) -> Path:
        """Lay the example over a copy of the base."""
        shutil.copytree(BASE, target, dirs_exist_ok=True)
        if (self.folder / "config").exists():
            shutil.copytree(self.folder / "config", target / "config", dirs_exist_ok=True)
        removed = self.folder / "removed.txt"
        for path in removed.read_text().split() if removed.exists() else ():
            (target / path).unlink()
        return target

    def report(self, target: Path) -> Report:
        tree = read(Folder(self.lay(target)))
        return run(Given(tree=tree, today=TODAY, pushed=self.documents()))

    def documents(self) -> dict[str, bytes]:
        """Documents that are pushed as they are, for what the compiler would never make."""
        files = sorted((self.folder / "documents").glob("*.json"))
        return {file.stem: file.read_bytes() for file in files}

    def rendered(self, target: Path) -> str:
        return text(self.report(target))


def examples() -> Iterator[Example]:
    """All examples, by rule and name; the first bad one of a rule is shown in its documentation."""
    for rule in sorted(HERE.iterdir()):
        if rule.is_dir() and rule != BASE and not rule.name.startswith("_"):
            for folder in sorted(rule.iterdir()):
                if folder.is_dir():
                    yield Example(rule.name, folder)

"""The sample company, German alone, with days of a canary, and its verbs in this process."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.tour.canary_way import LANGUAGE, Way
from tests.verbs.tool import Done


@dataclass
class Company:
    """`./langroute` on a company whose canary is compared on every event."""

    way: Way
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Done:
        code = main(["--root", str(self.way.root), *words])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)

    @property
    def log(self) -> tuple[str, ...]:
        return ("--log", *map(str, self.way.logs))

    def judge(self, verb: str, today: date, *words: str) -> Done:
        """With what analysts say of everything that they were asked about until then."""
        asked, labels = self.way.folder / "ask.jsonl", self.way.folder / "labels.jsonl"
        self("judge", LANGUAGE, *self.log, "--today", str(today), "--to-label", str(asked))
        self.way.days.labelled(asked, labels)
        return self(
            verb, LANGUAGE, *self.log, "--today", str(today), "--labels", str(labels), *words
        )


def company(folder: Path, capsys: pytest.CaptureFixture[str], *, spoiled: bool = False) -> Company:
    """A new one; its canary has 10 %."""
    return Company(Way(folder, "10%", spoiled), capsys)

"""A company with a canary in one language, in a repository whose commits have days."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.tour.canary_days import Days
from tests.sample import ACME
from tests.verbs.tool import Done

LANGUAGE = "de"
BEGAN = date(2026, 10, 31)
COMPARED = date(2026, 11, 1)
EVENTS = 600  # a day


def dated(root: Path, day: date, *words: str) -> None:
    """Git on a day, at noon."""
    at = f"{day}T12:00:00Z"
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    subprocess.run(
        ("git", "-C", str(root), *who, *words),
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at},
    )


@dataclass
class Company:
    """The sample company, German alone, with its canary compared on every event."""

    root: Path
    days: Days
    capsys: pytest.CaptureFixture[str]
    logs: list[Path] = field(default_factory=list)

    def __call__(self, *words: str) -> Done:
        code = main(["--root", str(self.root), *words])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)

    def live(self, first: date, number: int, traffic: float) -> date:
        """Logs of so many days; the day after the last one."""
        for at in range(number):
            self.logs.append(self.days.write(first + timedelta(days=at), traffic))
        return first + timedelta(days=number)

    def commit(self, day: date, message: str) -> None:
        dated(self.root, day, "commit", "-qam", message)

    def judge(self, verb: str, today: date, *words: str) -> Done:
        """With what analysts say of everything that they were asked about until then."""
        asked, labels = self.days.folder / "ask.jsonl", self.days.folder / "labels.jsonl"
        given = ("--log", *map(str, self.logs), "--today", str(today))
        self("judge", LANGUAGE, *given, "--to-label", str(asked))
        self.days.labelled(asked, labels)
        return self(verb, LANGUAGE, *given, "--labels", str(labels), *words)

    @property
    def file(self) -> Path:
        return self.root / f"config/languages/{LANGUAGE}.yaml"


def company(folder: Path, capsys: pytest.CaptureFixture[str], *, spoiled: bool = False) -> Company:
    """A new one, whose canary is compared since ``COMPARED``; no examples, for they fix shares."""
    root, logs = folder / "company", folder / "logs"
    shutil.copytree(ACME / "config", root / "config")
    logs.mkdir()
    for kind in ("languages", "cases", "golden"):
        for path in (root / "config" / kind).rglob("*.*"):
            if path.is_file() and (kind != "languages" or path.stem != LANGUAGE):
                path.unlink()
    subprocess.run(("git", "init", "-q", "-b", "main", str(root)), check=True)
    dated(root, BEGAN, "add", "-A")
    dated(root, BEGAN, "commit", "-qm", "As it is")
    made = Company(root, Days(logs, LANGUAGE, 0.193, 0.282, spoiled, EVENTS), capsys)
    text = made.file.read_text()
    made.file.write_text(text.replace("traffic: 10%\n", "traffic: 10%\n  compared: 100%\n"))
    made.commit(COMPARED, "Compare the two")
    return made

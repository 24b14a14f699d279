"""Weeks of a canary in seconds: one that becomes the primary, and one that has lost its inputs.

Its own copy of the sample company, whose commits have days, for a canary is judged since what git
says. German alone, and without its examples: they fix who answers at the share of today.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from langroute_repo.company.ownership import SAMPLE
from langroute_repo.tree.snapshot import CONFIG
from scripts import PROJECT
from scripts.tour.canary_days import EVENTS, Days
from scripts.tour.workspace import Company

LANGUAGE = "de"
BEGAN, FIRST = date(2026, 10, 31), date(2026, 11, 1)
PRIMARY_AT, CANARY_AT = 0.193, 0.282  # the sample's thresholds
ENOUGH = 12  # days, with 20 labels each, for a model that is 4 points better
FEW = 5  # days that show one that has lost its inputs
AFTER = 2  # the day of a change, which counts for nobody, and a whole one


@dataclass
class Way:
    """A company with a canary in one language that is compared on every event, and its logs."""

    folder: Path
    share: str  # that the canary begins with
    spoiled: bool = False
    logs: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay the files and commit them as of the days on which it all began."""
        shutil.copytree(PROJECT / SAMPLE / CONFIG, self.root / CONFIG)
        for kind in ("languages", "cases", "golden"):
            for path in (self.root / CONFIG / kind).rglob("*.yaml"):
                if kind != "languages" or path.stem != LANGUAGE:
                    path.unlink()
        text = self.file.read_text(encoding="utf-8").partition("\nshadows:")[0]
        text = text.replace("traffic: 10%\n", f"traffic: {self.share}\n  compared: 100%\n")
        self.file.write_text(text, encoding="utf-8")
        self.git(BEGAN, "-c", "init.defaultBranch=main", "init", "-q")
        self.git(BEGAN, "add", "-A")
        self.git(BEGAN, "commit", "-qm", "As it is")
        logs = self.folder / "logs"
        logs.mkdir()
        self.days = Days(logs, LANGUAGE, PRIMARY_AT, CANARY_AT, self.spoiled)

    @property
    def root(self) -> Path:
        return self.folder / "company"

    @property
    def file(self) -> Path:
        return self.root / CONFIG / f"languages/{LANGUAGE}.yaml"

    def live(self, first: date, number: int, traffic: float) -> date:
        """Logs of so many days; the day after the last one."""
        for at in range(number):
            self.logs.append(self.days.write(first + timedelta(days=at), traffic))
        return first + timedelta(days=number)

    def commit(self, day: date, message: str) -> None:
        """All that has changed, as of a day."""
        self.git(day, "commit", "-qam", message)

    def git(self, day: date, *words: str) -> None:
        """Git at noon of a day, with nobody's settings."""
        at = f"{day}T12:00:00Z"
        environ = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        environ |= {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at}
        environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        who = ("-c", "user.name=Demo", "-c", "user.email=demo@localhost")
        subprocess.run(
            ("git", "-C", str(self.root), *who, *words),
            check=True,
            capture_output=True,
            env=environ,
        )


def shown(folder: Path, say: Callable[[str], None]) -> None:
    """Both stories, each in a folder of its own, with the commands that you would run."""
    say(f"{EVENTS:,} events a day, of which both models are asked; their scores are real, and what")
    say("analysts say of a disagreement is as often relevant as it was counted")
    _good(folder, say)
    _spoiled(folder, say)


def _good(folder: Path, say: Callable[[str], None]) -> None:
    folder = folder / "good"
    folder.mkdir()
    way = Way(folder, "5%")
    company = Company(way.root)
    day = way.live(FIRST, ENOUGH, 0.05)
    say(f"\nafter {ENOUGH} days at 5%: whom to ask, and what they said")
    labels = _asked(company, way, day)
    for share in ("10%", "25%", "45%", "65%"):
        _ramp(company, way, day, labels, silent=share != "10%")
        say(f"somebody approves {share}, and two days later")
        way.commit(day, f"{LANGUAGE}: {share}")
        day = way.live(day, AFTER, int(share.rstrip("%")) / 100)
    _ramp(company, way, day, labels)
    company.git("diff", "--stat")


def _spoiled(folder: Path, say: Callable[[str], None]) -> None:
    folder = folder / "spoiled"
    folder.mkdir()
    way = Way(folder, "5%", spoiled=True)
    company = Company(way.root)
    day = way.live(FIRST, FEW, 0.05)
    say("\nand one that has lost its inputs: as many pass, as fast, without an error")
    labels = _asked(company, way, day)
    _ramp(company, way, day, labels, ends=1)


def _asked(company: Company, way: Way, day: date) -> Path:
    asked, labels = way.folder / "ask.jsonl", way.folder / "labelled.jsonl"
    words = ("--to-label", str(asked), "--today", str(day), "--log", *map(str, way.logs))
    shown_as = f"judge {LANGUAGE} --to-label ask.jsonl --log predictions.jsonl"
    company.langroute("judge", LANGUAGE, *words, shown_as=shown_as)
    return way.days.labelled(asked, labels)


def _ramp(
    company: Company, way: Way, day: date, labels: Path, ends: int = 0, silent: bool = False
) -> None:
    words = ("--labels", str(labels), "--today", str(day), "--log", *map(str, way.logs))
    given = f"--today {day} --labels labelled.jsonl --log predictions.jsonl"
    shown_as = f"ramp {LANGUAGE} --write {given}"
    company.langroute(
        "ramp", LANGUAGE, "--write", *words, ends=ends, silent=silent, shown_as=shown_as
    )

#!/usr/bin/env python3
"""Runs the tests where other people's files lie: what a company keeps must turn none of them red.

    .ci/elsewhere.py               another company's checkout, and one merge, chosen by the commit
    .ci/elsewhere.py NAME …        these; the names are printed by --list
    .ci/elsewhere.py --all         all of them, with the tests marked slow as well

Each is a copy of this checkout's files in a repository of its own, with the sample company at its
root or, for `another-company`, the one of `another_company.py`. A merge is a commit that changes
what its name says, made with the tool's own verbs; all its warnings are accepted by the verb
`accept`, and `check` passes on it. In `later` nothing is merged, and years have passed.

There `./langroute test` runs the steps `generated`, `config` and `tests`, those that see files of a
company; of the tests, unless --whole or --all is given, those of NEAR that are not marked slow. (No
other test sees such a file either: `tests/conftest.py` refuses it to each of them, everywhere.) The
first .venv serves all. Needs git and Python 3.11; to be run after `./langroute test`, which makes
.venv.

Exit 0 when all of them pass, 1 when one does not. A company's own checkout is told and left alone.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / ".ci")]

import another_company  # noqa: E402

from langroute_repo.company.ownership import (  # noqa: E402
    ORIGIN,
    SAMPLE,
    SAMPLE_DAY,
    tools,
)

# Settings of a caller's git, and what says that this is CI, where nothing is sealed.
LEFT_OUT = ("GIT_", "GITHUB_", "CI")
BECAUSE = "agreed for this test"
STEPS = ("generated", "config", "tests")
# What is about the checkout itself, its workflows, its stacks and its pages, or runs its programs.
NEAR = tuple(
    f"tests/{one}" for one in ("company", "infra", "readme", "setup", "verbs", "workflows")
)
AUTHOR = {
    f"GIT_{who}_{what}": "elsewhere@localhost"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


@dataclass(frozen=True)
class Checkout:
    """A copy of the tool, and whichever company lives in it."""

    root: Path

    def run(self, *command: str, ends: int | None = 0, **more: str) -> str:
        """What a command prints; one that ends otherwise ends all of this."""
        environ = {name: text for name, text in os.environ.items() if not name.startswith(LEFT_OUT)}
        done = subprocess.run(
            command,
            cwd=self.root,
            env=environ | AUTHOR | {"GIT_CONFIG_GLOBAL": os.devnull} | more,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if ends is not None and done.returncode != ends:
            raise SystemExit(
                f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def langroute(self, *words: str, ends: int | None = 0) -> str:
        """A verb, as of the day that the sample lives in."""
        return self.run("./langroute", *words, ends=ends, LANGROUTE_TODAY=SAMPLE_DAY)

    def commit(self, message: str) -> None:
        self.run("git", "add", "-A")
        self.run("git", "commit", "-qm", message)

    def edit(self, path: str, *edits: tuple[str, str]) -> None:
        """Replace in a file what a pattern of several lines fits, which must be there."""
        file = self.root / path
        text = file.read_text("utf-8")
        for pattern, new in edits:
            text, count = re.subn(pattern, new, text, flags=re.MULTILINE | re.DOTALL)
            if not count:
                raise SystemExit(f"{path} has nothing that fits {pattern!r}")
        file.write_text(text, "utf-8")

    def merge(self, message: str) -> None:
        """Commit what was changed as a pull request is merged: generated, accepted, checked."""
        self.langroute("generate")
        self.run("git", "add", "-A")
        told = json.loads(
            self.langroute("check", "--against", "HEAD", "--format", "json", ends=None)
        )
        errors = [one for one in told["findings"] if one["level"] == "error"]
        if errors:
            raise SystemExit(f"{message}: {json.dumps(errors, indent=2)}")
        asked = [
            one["fingerprint"]
            for one in told["findings"]
            if not one["standing"] and not one["accepted"]
        ]
        if asked:
            self.langroute("accept", *asked, "--because", BECAUSE)
        self.commit(message)
        self.langroute("check", "--against", "HEAD~1")


def a_threshold_changed(checkout: Checkout) -> None:
    checkout.langroute("set", "de", "primary.threshold", "0.200")
    checkout.merge("de: raise the threshold")


def a_canary_ended(checkout: Checkout) -> None:
    """With the examples that say what it answers."""
    checkout.edit(
        "config/cases/de.yaml", (r"role: canary, model: relevance-e5-v3[^}]*", "role: primary")
    )
    checkout.langroute("set", "de", "canary", "none")
    checkout.merge("de: end the canary")


def languages_added_and_removed(checkout: Checkout) -> None:
    checkout.edit("config/models/relevance-e5-v3.yaml", (r"^languages: \[", "languages: [sv, "))
    words = ("--model", "relevance-e5-v3", "--source", "newswire", "--owner", "@acme/risk-nordics")
    checkout.langroute("new", "language", "sv", *words, "--threshold", "0.280")
    checkout.merge("sv: a file of its own")
    for path in ("config/languages/fi.yaml", *_of_finnish(checkout)):
        (checkout.root / path).unlink()
    checkout.merge("fi: nobody reads it any more")


def _of_finnish(checkout: Checkout) -> list[str]:
    found = (checkout.root / "config/evidence").glob("*/fi.json")
    return [one.relative_to(checkout.root).as_posix() for one in found]


def a_model_added(checkout: Checkout) -> None:
    checkout.langroute("new", "model", "relevance-e5-v4", "--like", "relevance-e5-v3")
    checkout.merge("relevance-e5-v4: begin")


def evidence_refreshed(checkout: Checkout) -> None:
    """Of all languages, with other counts and seals that fit, as after `evidence build`."""
    program = (
        "import sys, pathlib, tests.github.refreshed as it; it.refresh(pathlib.Path(sys.argv[1]))"
    )
    python = str(checkout.root / ".venv/bin/python")
    path = f"{checkout.root / 'src'}{os.pathsep}{checkout.root}"
    checkout.run(python, "-P", "-c", program, str(checkout.root), PYTHONPATH=path)
    checkout.merge("Refresh the evidence of all languages")


def every_limit_moved(checkout: Checkout) -> None:
    """Each number of the policy by one step of its own; owners and comments stay."""
    file = checkout.root / "config/policy.yaml"
    before = file.read_text("utf-8")
    after = re.sub(r"^(  \w+: )([0-9.]+)(%|d|m)?$", _moved, before, flags=re.MULTILINE)
    limits = len(re.findall(r"^  \w+: [0-9]", before, re.MULTILINE))
    changed = sum(a != b for a, b in zip(before.split("\n"), after.split("\n"), strict=True))
    if changed != limits:
        raise SystemExit(f"{changed} of {limits} limits were moved")
    file.write_text(after, "utf-8")
    checkout.merge("Move every limit")


def _moved(line: "re.Match[str]") -> str:
    value = line[2]
    moved = f"{float(value) * 1.02:.2f}" if "." in value else str(int(value) - 1 or 2)
    if line[3] == "%" and "." in value:
        moved = f"{float(value) + 0.1:.1f}"
    return f"{line[1]}{moved}{line[3] or ''}"


def a_rollout_changed(checkout: Checkout) -> None:
    checkout.edit(
        "config/environments/production.yaml",
        (r"duration: 30m, step: 20%", "duration: 40m, step: 10%"),
    )
    checkout.merge("Roll out more slowly")


def years_later(checkout: Checkout) -> None:
    """Nothing is merged, and the evidence is old: the day is one that nobody has named."""
    for path in ("scripts/files/day.py", "scripts/evidence.py"):
        checkout.edit(path, (r"datetime\.now\(UTC\)\.date\(\)", "datetime(2031, 3, 1).date()"))
    checkout.commit("Let years pass")


def another_companys(checkout: Checkout) -> None:
    """Made by hand at the root of a new main, as a company begins."""
    another_company.write(checkout.root, checkout.langroute)
    checkout.langroute("generate")
    checkout.langroute("check")


MERGES: dict[str, Callable[[Checkout], None]] = {
    "threshold": a_threshold_changed,
    "canary": a_canary_ended,
    "languages": languages_added_and_removed,
    "model": a_model_added,
    "evidence": evidence_refreshed,
    "policy": every_limit_moved,
    "rollout": a_rollout_changed,
    "later": years_later,
}
ANOTHER = "another-company"


def copied(folder: Path) -> Checkout:
    """The tool's files as they are in this checkout; nobody's company, and no history."""
    checkout = Checkout(folder)
    listed = Checkout(ROOT).run(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"
    )
    for name in tools(filter(None, listed.split("\0"))):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    checkout.run("git", "-c", "init.defaultBranch=main", "init", "-q")
    return checkout


def tested(name: str, whole: bool, pytest: list[str]) -> bool:
    """Whether the tests pass in the checkout of that name."""
    with TemporaryDirectory(prefix="langroute-elsewhere-") as folder:
        checkout = copied(Path(folder) / "langroute")
        if name == ANOTHER:
            another_companys(checkout)
            checkout.commit("Begin")
        else:
            shutil.copytree(checkout.root / SAMPLE, checkout.root, dirs_exist_ok=True)
            checkout.commit("Begin")
            MERGES[name](checkout)
        steps = [word for step in STEPS for word in ("--only", step)]
        command = ["./langroute", "test", *steps, *([] if whole else ["--fast"])]
        print(f"\nelsewhere: {name}\n", flush=True)
        chosen_tests = pytest or ([] if whole else list(NEAR))
        ended = subprocess.run([*command, "--", *chosen_tests], cwd=checkout.root, check=False)
        return ended.returncode == 0


def chosen() -> str:
    """The merge that the checked-out commit draws: all of them in turn, over the commits."""
    head = Checkout(ROOT).run("git", "rev-parse", "HEAD")
    return list(MERGES)[int(head[:8], 16) % len(MERGES)]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which; --list has their names")
    parser.add_argument("--all", action="store_true", help="all of them, with the slow tests")
    parser.add_argument("--whole", action="store_true", help="the slow tests as well")
    parser.add_argument("--list", action="store_true", help="print the names and end")
    parser.add_argument("--pytest", nargs=argparse.REMAINDER, default=[], help="words for pytest")
    given = parser.parse_args(words)
    names = [ANOTHER, *MERGES]
    if given.list:
        print("\n".join(names))
        return 0
    if unknown := sorted({*given.names} - {*names}):
        parser.error(f"no such checkout: {', '.join(unknown)}; there are {', '.join(names)}")
    if (ROOT / ORIGIN).exists():
        print("this is a company's own checkout: what is tried elsewhere is tried at a release")
        return 0
    if not (ROOT / ".venv/.complete").exists():
        parser.error("there is no .venv to share yet; run ./langroute test first")
    told = names if given.all else given.names or [ANOTHER, chosen()]
    ended: dict[str, bool] = {}
    for name in told:
        started = time.monotonic()
        ended[name] = tested(name, given.whole or given.all, given.pytest)
        print(f"{name}: {'ok' if ended[name] else 'failed'} in {time.monotonic() - started:.0f} s")
    print("".join(f"\n{name:<16} {'ok' if ok else 'failed'}" for name, ok in ended.items()))
    return 0 if all(ended.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

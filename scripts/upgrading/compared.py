"""What two versions of the tool say of the same company: findings and documents, by their verbs."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute.document import DocumentError, plan_hash
from langroute_repo.diff.documents import document_changes
from langroute_repo.render.difference.document import in_words
from scripts.files.day import today
from scripts.terminal.exit_codes import CLEAN, FINDINGS, NOTHING

Finding = dict[str, Any]  # as `check --format json` has it, whatever the version


class Broken(Exception):
    """A verb of one of the versions did not do its work; the message is its own."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A version's files with the company's: verbs are run there by its own launcher."""

    root: Path
    version: str

    def run(self, *words: str) -> tuple[int, bytes, str]:
        """Exit code, stdout, and the last lines of stderr."""
        done = subprocess.run(
            ["sh", str(self.root / "langroute"), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=os.environ | {"LANGROUTE_TODAY": today().isoformat()},  # both as of one day
        )
        said = done.stderr.decode("utf-8", errors="replace").strip()
        return done.returncode, done.stdout, said

    def findings(self) -> list[Finding]:
        """What `check --format json` finds; of each other versions may say more."""
        code, out, said = self.run("check", "--format", "json")
        if code == NOTHING:
            return []
        try:
            if code not in (CLEAN, FINDINGS):
                raise ValueError(f"exit code {code}")
            return [dict(one) for one in json.loads(out)["findings"]]
        except (ValueError, KeyError, TypeError) as error:
            raise Broken(f"check of {self.version} broke: {_last(said) or error}") from error

    def document(self, environment: str) -> bytes | None:
        """What `compile` prints; None when the findings do not let it."""
        code, out, said = self.run("compile", environment)
        if code == FINDINGS:
            return None
        if code != CLEAN:
            raise Broken(f"compile {environment} of {self.version} broke: {_last(said)}")
        return out


def newly(before: Sequence[Finding], after: Sequence[Finding], level: str) -> list[Finding]:
    """Findings of a level that were not there at that level: by rule and place, not by words."""
    known = {_place(one) for one in before if one["level"] == level}
    return [one for one in after if one["level"] == level and _place(one) not in known]


def documents(old: Checkout, new: Checkout, environment: str) -> tuple[bool, list[str]]:
    """Whether an environment's document keeps its bytes, and lines about it, the first a whole."""
    was, now = old.document(environment), new.document(environment)
    if was is None or now is None:
        who = old.version if was is None else new.version
        return False, [f"not compared: check of {who} refuses the files, so nothing is compiled"]
    if was == now:
        return True, [f"the same {len(now):,} bytes, plan_hash {plan_hash(now)[:12]}"]
    whole = (
        f"DIFFERS: {len(was):,} bytes with plan_hash {plan_hash(was)[:12]}, now {len(now):,} with "
        f"{plan_hash(now)[:12]}"
    )
    try:
        told = in_words(document_changes(was, now), f"in {old.version}", f"in {new.version}")
    except DocumentError as error:
        told = [f"not to be told in words: {error}"]
    return False, [whole, *(told or ["only its writing: it says the same"])]


def _place(one: Finding) -> tuple[object, ...]:
    return tuple(one.get(key) for key in ("rule", "path", "line", "column"))


def _last(said: str) -> str:
    """The error itself, without the hint behind it."""
    lines = said.splitlines()
    errors = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    return (errors or lines or [""])[-1]

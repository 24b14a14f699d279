"""Four languages of the sample company in a repository with a past, and its pages."""

import shutil
from pathlib import Path

from langroute_repo.company.ownership import SAMPLE_DAY
from scripts.__main__ import main
from tests.repository import commit, git
from tests.sample import ACME

TODAY = ("--today", SAMPLE_DAY)
KEPT = ("de", "ja", "pl", "pt-BR")
DE = "config/languages/de.yaml"
SEALED = "{at: 0.193, passes: 38.3%, evidence: de-552ddf27}"
BEFORE = "{at: 0.180, passes: 40.4%, evidence: de-552ddf27}"
# Words that a page must show and not obey.
HOSTILE = '<script>alert("1")</script>'
REASON = f"analysts read {HOSTILE} & half of it twice"
ACCEPTED = "config/accepted/languages/de/fewer-events.yaml"
# The fingerprint is checked with the change alone; here it is history.
ACCEPTANCE = f"""# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json
accepts: [recall-drop 1d214a80]
because: '{REASON}'
until: "2026-12-10"
"""


def laid(root: Path) -> Path:
    """The files, without a repository."""
    shutil.copytree(ACME / "config", root / "config")
    for folder in ("languages", "cases"):
        for file in (root / "config" / folder).glob("*.yaml"):
            if file.stem not in KEPT:
                file.unlink()
    for file in (root / "config" / "golden").glob("*/*.yaml"):
        if file.stem not in KEPT:
            file.unlink()
    for file in (root / "config" / "evidence").glob("*/*.json"):
        if file.stem not in KEPT:
            file.unlink()
    return root


def company(root: Path) -> Path:
    """German was raised by a pull request that accepts what that loses; then a comment moved."""
    file = laid(root) / DE
    now = file.read_text("utf-8")
    assert SEALED in now
    file.write_text(now.replace(SEALED, BEFORE), "utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "remote", "add", "origin", "git@github.com:acme/langroute.git")
    commit(root, "Begin")
    file.write_text(now, "utf-8")
    accepted = root / ACCEPTED
    accepted.parent.mkdir(parents=True)
    accepted.write_text(ACCEPTANCE, "utf-8")
    commit(root, f"de: fewer events {HOSTILE} (#12)")
    file.write_text(now.replace("# German;", "# Deutsch;"), "utf-8")
    commit(root, "de: say it in German (#13)")
    return root


def site(root: Path, out: Path, *words: str) -> int:
    """Its pages, as of the sample's day."""
    return main(["--root", str(root), "site", str(out), *TODAY, *words])

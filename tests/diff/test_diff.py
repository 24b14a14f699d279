"""What diff says of whole changes: each is a few edits of the shipped tree's languages."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from langroute.diff.changes import difference
from langroute.diff.leaves import leaves
from langroute.diff.report import DiffReport, escaped
from langroute.schemas.editor import Schema
from langroute.schemas.output import DiffOutput
from langroute.tree.git import GitError, Revision
from langroute.tree.snapshot import Folder

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/rules/base"
DE = "config/languages/de.yaml"
CANARY = """canary:
  model: embedding
  traffic: 10%
  fields: [title]
  threshold: {at: 0.287, passes: 44.0%, evidence: de-81791f67}
"""
Edit = Callable[[Path], None]


def edit(path: str, *pairs: tuple[str, str]) -> Edit:
    def apply(root: Path) -> None:
        text = (root / path).read_text()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        (root / path).write_text(text)

    return apply


def remove(path: str) -> Edit:
    return lambda root: (root / path).unlink()


CASES: dict[str, tuple[list[Edit], str]] = {
    "nothing": ([], "nothing changes\nrisk: none\n"),
    "comments and order": (
        [
            edit(
                DE,
                ("language: de\n", ""),
                ("source: newswire\n", "source: newswire # x\nlanguage: de\n"),
            )
        ],
        """no effect: comments, order or layout only
risk: none

directly
  de  no-effect
""",
    ),
    "threshold raised": (
        [edit(DE, ("at: 0.342, passes: 35.6%", "at: 0.350, passes: 34.6%"))],
        """de: threshold raised; about 3 events a day fewer for the analysts
risk: low

directly
  de  threshold-raised primary.threshold.at 0.342 → 0.350
    words passes 35.6% → 34.6%; about 3 events a day fewer for the analysts
""",
    ),
    "canary ramped": (
        [edit(DE, ("traffic: 10%", "traffic: 25%"))],
        """de: canary ramped; about 4 events a day more for the analysts
risk: medium

directly
  de  canary-ramped canary.traffic 10% → 25%
    15% of the events move to embedding, 10% stay with it; it passes 44.0%, the primary 35.6%; about 4 events a day more for the analysts
""",
    ),
    "canary stopped": (
        [edit(DE, (CANARY, ""))],
        """de: canary stopped; about 2 events a day fewer for the analysts
risk: low

directly
  de  canary-stopped canary embedding → —
    10% of the events move away from embedding; it passes 44.0%, the primary 35.6%; about 2 events a day fewer for the analysts
""",
    ),
    "canary promoted": (
        [
            edit(DE, (CANARY, "")),
            edit(
                DE, ("model: words\n  fields: [title, body]", "model: embedding\n  fields: [title]")
            ),
            edit(
                DE,
                (
                    "at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0",
                    "at: 0.287, passes: 44.0%, evidence: de-81791f67",
                ),
            ),
        ],
        """de: canary promoted; about 22 events a day more for the analysts
risk: high

directly
  de  canary-promoted primary.model words → embedding
    the primary passes 35.6% → 44.0%; about 22 events a day more for the analysts
""",
    ),
    "a shadow added": (
        [
            edit(
                "config/languages/en.yaml",
                (
                    "source: newswire\n",
                    "source: newswire\nshadows:\n  - {model: embedding, traffic: 5%, "
                    "fields: [title], threshold: {at: 0.5, evidence: none}}\n",
                ),
            )
        ],
        """en: shadow added; as many events a day as before for the analysts
risk: low

directly
  en  shadow-added shadows.embedding — → {traffic: 5%, fields: [title], threshold: {at: 0.5, evidence: none}}
""",
    ),
    "language removed": (
        [remove("config/languages/en.yaml")],
        """en: language removed; about 117 events a day fewer for the analysts
risk: high

directly
  en  language-removed
    about 117 events a day fewer for the analysts
""",
    ),
    "a file at fault is never no change": (
        [edit(DE, ("source: newswire", "source: [newswire"))],
        """de: needs review; its effect on the analysts' events is not known
risk: high

directly
  de  needs-review
    this tool does not know what it means: read it, and run ./langroute check
""",
    ),
    "endpoint moved": (
        [edit("config/models/words.yaml", ("production: words}", "production: words-2}"))],
        """de and en: endpoint moved; as many events a day as before for the analysts
risk: high

indirectly, through config/models/words.yaml
  de, en  endpoint-moved endpoint.name.production words → words-2

files that are no language's
  config/models/words.yaml  endpoint-moved endpoint.name.production words → words-2
""",
    ),
    "capacity raised": (
        [edit("config/models/words.yaml", ("capacity: 40/s", "capacity: 60/s"))],
        """no language's route changes; config/models/words.yaml does
risk: medium

files that are no language's
  config/models/words.yaml  capacity-raised capacity 40/s → 60/s
""",
    ),
    "the same change in two languages is one row": (
        [
            edit(DE, ("source: newswire", "source: wire")),
            edit("config/languages/en.yaml", ("source: newswire", "source: wire")),
        ],
        """de and en: source changed; as many events a day as before for the analysts
risk: high

directly
  de, en  source-changed source newswire → wire
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_text(name: str, tmp_path: Path) -> None:
    edits, expected = CASES[name]
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    for apply in edits:
        apply(tmp_path)
    assert DiffReport(difference(Folder(BASE), Folder(tmp_path))).text() == expected


def test_json_has_the_published_shape(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    for apply in [*CASES["canary ramped"][0], *CASES["endpoint moved"][0]]:
        apply(tmp_path)
    report = DiffReport(difference(Folder(BASE), Folder(tmp_path)))
    output = json.loads(report.json({"staging": None}, {"staging": "0" * 64}))
    Draft202012Validator(Schema.of(DiffOutput)).validate(output)
    assert [one["language"] for one in output["languages"]] == ["de", "en"]
    kinds = [(one["kind"], one["direct"]) for one in output["languages"][0]["changes"]]
    assert kinds == [("canary-ramped", True), ("endpoint-moved", False)]


def test_markdown_escapes_what_comes_from_files(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    edit(DE, ('"@acme/risk-dach"', '"@acme/x"'))(tmp_path)
    markdown = DiffReport(difference(Folder(BASE), Folder(tmp_path))).markdown()
    assert "@acme" not in markdown
    assert "&#64;acme/x" in markdown
    assert escaped("a|b\n`c`") == "a&#124;b &#96;c&#96;"


def test_revisions_are_read_without_a_checkout(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@acme.example"]
    shutil.copytree(BASE, tmp_path / "deeper", dirs_exist_ok=True)
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True)
    root = tmp_path / "deeper"
    CASES["canary ramped"][0][0](root)
    subprocess.run([*git, "commit", "-qam", "two"], check=True)
    between = DiffReport(difference(Revision(root, "HEAD~1"), Revision(root, "HEAD"))).text()
    assert between == CASES["canary ramped"][1]
    here = DiffReport(difference(Revision(root, "HEAD~1"), Folder(root))).text()
    assert here == between


@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", "", "HEAD:config"])
def test_a_revision_that_is_none_is_told(revision: str, tmp_path: Path) -> None:
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    with pytest.raises(GitError):
        Revision(tmp_path, revision)


def test_hidden_and_rare_keys_are_not_lost() -> None:
    """deepdiff hides keys with two underscores and collapses mappings that share few keys."""
    before = {"__a": 1, "m": {"one": 1, "two": 2, "three": 3}}
    after = {"__a": 2, "m": {"one": 9, "four": 4, "five": 5, "six": 6}}
    assert [leaf.path for leaf in leaves(before, after)] == [
        ("__a",), ("m", "five"), ("m", "four"), ("m", "one"), ("m", "six"), ("m", "three"),
        ("m", "two"),
    ]  # fmt: skip


def test_numbers_of_other_types_are_equal() -> None:
    from decimal import Decimal

    assert leaves({"minimum": 1}, {"minimum": Decimal("1.0")}) == []

"""What diff says of whole changes, in each of its forms."""

import os
import shutil
from pathlib import Path

import pytest

from langroute_repo.diff.changes import difference
from langroute_repo.diff.leaves import leaves
from langroute_repo.render.comment.languages import languages
from langroute_repo.render.difference.output import diff_output
from langroute_repo.render.difference.report import DiffReport
from langroute_repo.render.markdown import brief
from langroute_repo.tree.git import GitError, Revision
from langroute_repo.tree.owners import approvals
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.diff.changes import (
    AUSTRIA,
    BASE,
    DE,
    EXAMPLES,
    HERE,
    MOVED,
    RAMPED,
    WORDS,
    states,
)
from tests.diff.edits import edit, laid
from tests.published import parsed
from tests.repository import commit, git
from tests.sample import ACME


@pytest.mark.parametrize(("tree", "name"), EXAMPLES, ids=[name for _, name in EXAMPLES])
def test_text(tree: Path, name: str, tmp_path: Path) -> None:
    """The whole output, as its reader sees it."""
    expected = HERE / "expected" / f"{name.replace(' ', '-')}.txt"
    told = DiffReport(difference(*states(tree, name, tmp_path))).text()
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(told)
    assert told == expected.read_text()


def test_every_expected_output_is_of_a_change() -> None:
    names = {f"{name.replace(' ', '-')}.txt" for _, name in EXAMPLES}
    assert {path.name for path in (HERE / "expected").iterdir()} == names


def test_json_has_the_published_shape(tmp_path: Path) -> None:
    laid(BASE, [RAMPED, MOVED], tmp_path)
    report = DiffReport(difference(Folder(BASE), Folder(tmp_path)))
    made = diff_output(report, {"staging": None}, {"staging": "0" * 64}, {("@acme/x",): [DE]})
    output = parsed("diff-output", made.as_json())
    assert [one["language"] for one in output["languages"]] == ["en", "de"]  # 429 a day, 286
    kinds = [(one["kind"], one["direct"]) for one in output["languages"][1]["changes"]]
    assert kinds == [("canary-ramped", True), ("endpoint-moved", False)]
    assert output["approvals"] == [{"owners": ["@acme/x"], "paths": [DE]}]


def test_recall_of_a_language_of_two_models_is_that_of_both(tmp_path: Path) -> None:
    """In the sample German is audited, and 10 % of its events are its canary's, then 30 %."""
    edit(DE, ("traffic: 10%", "traffic: 30%"))(shutil.copytree(ACME, tmp_path / "after"))
    found = difference(Folder(ACME), Folder(tmp_path / "after"))
    effect = diff_output(DiffReport(found), {}, {}, {}).languages[0].effect
    told = effect.recall_before, effect.recall_after
    assert [(round(one.share, 3), one.of, one.of_dropped) for one in told if one] == [
        (0.861, 5542, 297),
        (0.87, 5542, 297),
    ]
    assert effect.recall_not_known is None


def test_of_a_language_without_an_audit_it_is_known_what_a_higher_threshold_keeps(
    tmp_path: Path,
) -> None:
    it = "config/languages/it.yaml"
    edit(it, ("at: 0.187", "at: 0.195"))(shutil.copytree(ACME, tmp_path / "after"))
    found = difference(Folder(ACME), Folder(tmp_path / "after"))
    (language,) = diff_output(DiffReport(found), {}, {}, {}).languages
    (change,) = language.changes
    for effect in (language.effect, change.effect):
        assert (effect.recall_before, effect.recall_after) == (None, None)
        assert effect.recall_not_known == "nothing that is dropped was labelled"
    assert change.told[1:] == [
        "keeps 98.6% (97–99%) of the relevant events that pass today, by 2,103 labels",
        "recall not known: nothing that is dropped was labelled",
        "precision 55.6% (52–59%) → 56.2% (53–59%) by 2,103 labels",
    ]
    assert change.effect.recall_kept is not None
    # The canary's part of the language is not known.
    assert language.effect.recall_kept is None


def test_the_comment_of_a_canary_that_begins_says_when_there_is_a_verdict(tmp_path: Path) -> None:
    found = difference(*states(BASE, "canary started", tmp_path))
    diff = diff_output(DiffReport(found), {}, {}, {})
    verdict = diff.languages[0].changes[0].effect.verdict
    assert verdict
    assert (verdict.days, verdict.advised) == (None, 27)
    shown = languages(diff, room=10_000).forms[0]
    assert brief(verdict.words, 500) in shown


def test_who_approves_is_who_owned_it_before(tmp_path: Path) -> None:
    """GitHub asks those whom the base names, whoever the change makes an owner."""
    edit(DE, ('"@acme/risk-dach"', '"@acme/x"'))(shutil.copytree(BASE, tmp_path / "after"))
    paths = [DE, AUSTRIA, "config/accepted/languages/de/a.yaml", WORDS, "x.py", ".github/a.yml"]
    assert approvals(read(Folder(BASE)), paths) == {
        ("@acme/platform-security",): [".github/a.yml"],
        ("@acme/risk-dach",): ["config/accepted/languages/de/a.yaml", DE],
        ("@acme/risk-lead",): [AUSTRIA],
        ("@acme/ml-relevance",): [WORDS],
        ("@acme/ml-platform",): ["x.py"],
    }


def test_markdown_escapes_what_comes_from_files(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    edit(DE, ('"@acme/risk-dach"', '"@acme/x"'))(tmp_path)
    markdown = DiffReport(difference(Folder(BASE), Folder(tmp_path))).markdown()
    assert "@acme" not in markdown
    assert "&#64;&#8203;acme/x" in markdown


def test_revisions_are_read_without_a_checkout(tmp_path: Path) -> None:
    root = tmp_path / "deeper"
    shutil.copytree(BASE, root)
    git(tmp_path, "init", "-q")
    commit(tmp_path, "one")
    RAMPED(root)
    commit(tmp_path, "two")
    between = DiffReport(difference(Revision(root, "HEAD~1"), Revision(root, "HEAD"))).text()
    assert between == (HERE / "expected/canary-ramped.txt").read_text()
    here = DiffReport(difference(Revision(root, "HEAD~1"), Folder(root))).text()
    assert here == between


@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", "", "HEAD:config"])
def test_a_revision_that_is_none_is_told(revision: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
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

"""A commit's files as git gives them: each once, and the others where one is lost."""

import shutil
from pathlib import Path

import pytest

from langroute_repo.tree import git as asked
from langroute_repo.tree.git import Revision, commit_id
from langroute_repo.tree.read import read
from tests.repository import commit, git
from tests.rules.examples import BASE


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(asked, "_HELD", {})
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    git(tmp_path, "init", "-q")
    commit(tmp_path, "The first")
    return tmp_path


def test_a_file_that_is_the_same_in_two_commits_is_asked_for_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "config/languages/de.yaml"
    file.write_text(file.read_text() + "# why\n")
    commit(root, "The second")
    said: list[bytes] = []

    def watched(*words: object, stdin: bytes | None = None) -> bytes:
        said.extend((stdin or b"").splitlines())
        return git_(*words, stdin=stdin)  # type: ignore[arg-type]

    git_ = asked.git
    monkeypatch.setattr(asked, "git", watched)
    for name in ("HEAD", "HEAD~1"):
        tree = read(Revision(root, name))
        assert tree.evidence("words", "de")
        assert tree.evidence("words", "en")
    assert len(said) == len(set(said))
    assert len(said) == sum(one.is_file() for one in (root / "config").rglob("*")) + 1


def test_a_file_that_the_clone_lacks_takes_no_other_with_it(root: Path) -> None:
    path = "config/evidence/words/de.json"
    lost = git(root, "rev-parse", f"HEAD:{path}")
    (root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    tree = read(Revision(root, "HEAD"))
    assert tree.evidence("words", "en")
    assert tree.evidence_fault("words", "de") == "cannot be read: this clone lacks it"


def test_a_commit_that_was_missing_is_found_once_it_is_fetched(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for root in (there, here):
        root.mkdir()
        git(root, "init", "-q")
    commit(there, "The first")
    whole = git(there, "rev-parse", "HEAD")
    assert commit_id(here, whole) is None
    git(here, "fetch", "-q", str(there), "HEAD")
    assert [commit_id(here, one) for one in (whole, "FETCH_HEAD", whole)] == [whole] * 3

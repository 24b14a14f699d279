"""Who brought which change to config/, and as which pull request."""

from pathlib import Path

import pytest

from langroute_repo.tree.hosted import hosted, web_address
from langroute_repo.tree.merged import MergedChanges, merged_changes
from tests.repository import commit, git


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a squashed pull request, a merged one of two people, and a plain commit."""
    git(tmp_path, "init", "-q", "-b", "main")
    _change(tmp_path, "1", "Begin")
    _change(tmp_path, "2", "de: raise the threshold (#12)\n\nbecause of RISK-7")
    git(tmp_path, "switch", "-q", "-c", "topic")
    _change(tmp_path, "3", "first try", "Grace")
    _change(tmp_path, "4", "second try", "Barbara")
    git(tmp_path, "switch", "-q", "main")
    message = "Merge pull request #13 from acme/topic\n\nde: lower it again"
    git(tmp_path, "merge", "-q", "--no-ff", "-m", message, "topic")
    (tmp_path / "README.md").write_text("nothing of config/")
    commit(tmp_path, "Say what this is (#14)")
    return tmp_path


def _change(root: Path, text: str, message: str, author: str = "Ada") -> None:
    (root / "config").mkdir(exist_ok=True)
    (root / "config" / "policy.yaml").write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, author=author)


def _told(found: MergedChanges) -> list[tuple[str, int, str, str]]:
    return [(one.title, one.pull, one.who, one.commit.author) for one in found.changes]


def test_title_number_and_authors(root: Path) -> None:
    found = merged_changes(root, 10)
    assert _told(found) == [
        ("de: lower it again", 13, "Barbara, Grace", "Ada"),
        ("de: raise the threshold", 12, "Ada", "Ada"),
        ("Begin", 0, "Ada", "Ada"),
    ]
    assert found.older == ""
    assert [bool(one.before) for one in found.changes] == [True, True, False]
    assert len(found.line) == 4


def test_what_is_missing_is_said(root: Path, tmp_path: Path) -> None:
    assert merged_changes(root, 2).older == (
        "older changes than the last 2 of config/ are in git, and not told here"
    )
    git(root, "clone", "-q", "--depth", "2", f"file://{root}", str(tmp_path / "shallow"))
    found = merged_changes(tmp_path / "shallow", 10)
    assert found.older == ("this clone lacks its older commits: git fetch --unshallow brings them")
    git(tmp_path, "init", "-q", str(tmp_path / "empty"))
    assert merged_changes(tmp_path / "empty", 10).older == "nothing is committed yet"


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        ("git@github.com:acme/langroute.git", "https://github.com/acme/langroute"),
        ("https://github.com/acme/langroute", "https://github.com/acme/langroute"),
        ("https://ada:secret@github.com/acme/langroute.git", "https://github.com/acme/langroute"),
        ("ssh://git@github.acme.example:2222/risk/routes.git", "https://github.acme.example/risk/routes"),
        ("https://acme.ghe.com/risk/routes/", "https://acme.ghe.com/risk/routes"),
        ("https://code.acme.example/risk/routes", "https://code.acme.example/risk/routes"),
        ("git@gitlab.com:acme/langroute.git", ""),
        ("https://notgithub.com/acme/langroute", ""),
        ("https://github.com/acme", ""),
        ("https://github.com/acme/langroute/\"onclick=x", ""),
        ("javascript:alert(1)//github.com/a/b", ""),
        ("/srv/git/langroute.git", ""),
        ("https://[", ""),
    ],
)  # fmt: skip
def test_only_a_page_of_github_is_linked(
    remote: str, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://code.acme.example")
    assert web_address(remote) == page


def test_the_editor_is_that_of_the_default_branch(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_REF", raising=False)
    assert hosted(root) is None
    git(root, "remote", "add", "origin", "git@github.com:acme/langroute.git")
    git(root, "switch", "-q", "-c", "other/a-b")
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    inner = root / "config"
    found = hosted(inner)
    assert found
    edit = "https://github.com/acme/langroute/edit/main/config/config/languages/pt-BR.yaml"
    assert found.edit("config/languages/pt-BR.yaml") == edit
    git(root, "symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    found = hosted(root)
    assert found
    assert found.edit("x") == "https://github.com/acme/langroute/edit/other/a-b/x"
    git(root, "switch", "-q", "--detach")
    found = hosted(root)
    assert found
    assert found.edit("x") == ""

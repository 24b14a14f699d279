"""The revert that `rollback` prints gives what is live, or it is said that none does."""

from pathlib import Path

import pytest

from langroute_repo.tree.compiled_history import Compiled
from tests.appconfig.company import Company
from tests.appconfig.pusher import DE, Pusher, in_line, pusher
from tests.repository import commit, git

Output = pytest.CaptureFixture[str]
DONE, ROLLED_BACK = 0, 4


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    one = pusher(tmp_path / "company", monkeypatch)
    assert one.push() == DONE
    return one


def after(one: Pusher, capsys: Output) -> str:
    """Push HEAD, roll back to the first commit; what is said at the end."""
    assert one.push(None, "--retry-rolled-back") == DONE
    answer = one.rollback(capsys, "--to", "1", "--yes")
    assert answer.code == DONE
    return answer.out.partition("read back as a client does\n")[2]


def test_only_what_changed_the_document_newest_first(one: Pusher, capsys: Output) -> None:
    ramp = one.label()[4:]
    (one.root / DE).write_text(f"{(one.root / DE).read_text()}# Why.\n")
    commit(one.root, "de: explain it")
    second = one.ramp("30%")[4:]
    assert after(one, capsys) == in_line(second, ramp)
    git(one.root, "revert", "--no-edit", second, ramp)
    assert one.document() == one.first_document()


def test_a_merge(one: Pusher, capsys: Output) -> None:
    git(one.root, "reset", "-q", "--hard", "HEAD~1")
    git(one.root, "switch", "-qc", "feature")
    one.ramp("25%", was="10%")
    git(one.root, "switch", "-q", "main")
    git(one.root, "merge", "-q", "--no-ff", "-m", "Merge the feature", "feature")
    assert one.push(None, "--allow-older", "a test") == DONE
    said = one.rollback(capsys, "--to", "1", "--yes").out
    merge = git(one.root, "rev-parse", "HEAD")[:12]
    assert said.endswith(f"  git revert --no-edit -m 1 {merge}\n")
    git(one.root, "revert", "--no-edit", "-m", "1", merge)
    assert one.document() == one.first_document()


def test_a_commit_in_the_way_is_reverted_as_well(one: Pusher, capsys: Output) -> None:
    """A later commit, which is no part of the document, stands on the same line."""
    file = one.root / DE
    file.write_text(file.read_text().replace("traffic: 20%", "traffic: 20% # for a week"))
    commit(one.root, "de: say how long")
    ramp = git(one.root, "rev-parse", "HEAD~1")[:12]
    said = one.rollback(capsys, "--to", "1", "--yes").out
    both = (git(one.root, "rev-parse", "HEAD")[:12], ramp)
    assert said.endswith(in_line(*both))
    git(one.root, "revert", "--no-edit", *both)
    assert one.document() == one.first_document()


def test_what_no_revert_gives(one: Pusher, capsys: Output) -> None:
    """A merge took in a commit from before the live one, so its side holds the live change."""
    live = git(one.root, "rev-parse", "HEAD")[:12]
    git(one.root, "switch", "-qc", "old", "HEAD~1")
    file = one.root / "config/languages/en.yaml"
    file.write_text(file.read_text().replace("[title, summary]", "[title]"))
    commit(one.root, "en: the title is enough")
    git(one.root, "merge", "-q", "--no-ff", "-m", "Merge main", "main")
    assert one.push() == DONE
    said = one.rollback(capsys, "--to", "2", "--yes").out
    words = [line.split() for line in said.splitlines() if line.startswith("  git ")]
    assert words[0][1:] == [
        "restore", "--source", live, "--staged", "--worktree", "config"
    ]  # fmt: skip
    git(one.root, *words[0][1:])
    assert one.says(capsys, "compile", "staging").code == DONE
    assert one.document() == Compiled(one.root).document(live, "staging")


def test_nothing_of_the_working_tree_is_touched(one: Pusher, capsys: Output) -> None:
    (one.root / DE).write_text("half written")
    one.rollback(capsys, "--yes")
    assert git(one.root, "status", "--porcelain").split() == ["M", DE]
    assert (one.root / DE).read_text() == "half written"


def test_no_repository_at_all(one: Pusher, capsys: Output) -> None:
    (one.root / ".git").rename(one.root / "not-git")
    code, said, _ = one.rollback(capsys, "--yes")
    assert code == DONE
    assert said.splitlines()[-1].startswith("HEAD does not hold the commit of what is live, ")


@pytest.mark.slow
def test_on_the_embedded_aws_it_comes_full_circle(company: Company, capsys: Output) -> None:
    """Pushed, gone back on, refused, reverted in the repository by what was printed: nothing to do.

    Then the same with something on its way.
    """
    live = company.document("staging")
    company.push("staging", "--yes")
    company.ramp()
    company.push("staging", "--yes")
    capsys.readouterr()
    assert company.langroute("rollback", "staging", "--yes") == DONE
    printed = capsys.readouterr().out.splitlines()[-1]
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "REVERTED")]
    assert company.delivered("staging") == live
    assert company.push("staging", "--yes") == ROLLED_BACK
    git(company.root, *printed.split()[1:])
    assert company.push("staging", "--yes") == DONE
    assert company.langroute("drift", "staging") == DONE
    company.start_slowly("staging", b"{}")
    assert company.langroute("rollback", "staging", "--yes") == DONE
    assert company.deployments("staging")[-1] == (3, "ROLLED_BACK")
    assert company.langroute("status", "staging") == DONE
    assert "  git         HEAD compiles to exactly this\n" in capsys.readouterr().out

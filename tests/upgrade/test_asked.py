"""What the version that is here does of an upgrade: what it asks, refuses and hands over."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from langroute_repo.company.ownership import COMPANYS
from scripts.setup.environment import Environment
from scripts.upgrading.handed_over import lend
from tests.repository import commit, git
from tests.upgrade.made import Made, project
from tests.verbs.tool import Done, failed


def untouched(made: Made) -> bool:
    """Whether nothing is left but what was fetched."""
    refs = {ref for ref in made.refs() if not ref.startswith("refs/langroute/")}
    left = list((made.folder.parent / "temporary").iterdir())
    return refs == {"refs/heads/main"} and not left and not git(made.root, "status", "--porcelain")


def test_the_new_version_is_handed_all_that_it_has_to_know(made: Made) -> None:
    done = made("--keep", "docs/lines.md", "--merge", "carry.sh", "check.sh")
    assert (done.code, done.out, done.err) == (0, "carried\n", "")
    assert json.loads(made.ordered.read_text()) == {
        "protocol": 1,
        "root": str(made.root),
        "head": git(made.root, "rev-parse", "HEAD"),
        "old": made.commit_of("v0.2.0"),
        "new": made.commit_of("v0.3.0"),
        "old_version": "0.2.0",
        "version": "0.3.0",
        "origin": "../origin",
        "branch": "upgrade-0.3.0",
        "companys": list(COMPANYS),
        "again": "./langroute upgrade --merge carry.sh check.sh --keep docs/lines.md",
        "merge": ["carry.sh", "check.sh"],
        "keep": ["docs/lines.md"],
        "overwrite": [],
    }
    assert made.refs() == ["refs/heads/main", "refs/langroute/new", "refs/langroute/old"]
    assert untouched(made)


@pytest.mark.parametrize("ends", [0, 1, 2, 130])
def test_its_exit_code_is_that_of_the_upgrade(made: Made, ends: int) -> None:
    made.release(
        "v0.4.0", {"pyproject.toml": project("0.4.0").encode(), "carry.sh": b"exit %d" % ends}
    )
    assert made().code == ends
    assert json.loads(made.ordered.read_text())["version"] == "0.4.0"


@pytest.mark.parametrize("named", ["v0.3.0", "0.3.0", "refs/tags/v0.3.0", "main", "COMMIT"])
def test_a_version_is_named_by_its_tag_a_branch_or_its_commit(made: Made, named: str) -> None:
    new = made.commit_of("v0.3.0")
    git(made.origin, "tag", "-a", "-f", "-m", "annotated", "v0.3.0", new)
    made.release("v0.10.0", {"pyproject.toml": project("0.10.0").encode()})
    git(made.origin, "reset", "--hard", "-q", new)
    git(made.origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    assert made(new if named == "COMMIT" else named).code == 0
    assert json.loads(made.ordered.read_text())["new"] == new


def test_the_newest_is_so_by_its_numbers(made: Made) -> None:
    made.release("v0.10.0", {"pyproject.toml": project("0.10.0").encode()})
    for tag in ("v1", "v9.9.9-rc1", "0.11.0", "v00.12.0"):
        git(made.origin, "tag", tag)
    assert made().code == 0
    assert json.loads(made.ordered.read_text())["version"] == "0.10.0"


def test_nothing_newer_is_no_failure(made: Made) -> None:
    git(made.origin, "tag", "-d", "v0.3.0")
    assert made() == Done(0, "", "0.2.0 is here, and ../origin has nothing newer\n")
    assert not made.ordered.exists()


def test_another_origin_is_taken_from_where_it_is_typed(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.origin.rename(made.folder / "moved")
    monkeypatch.chdir(made.folder)
    assert made("--origin", "moved").code == 0
    ordered = json.loads(made.ordered.read_text())
    assert (ordered["origin"], ordered["again"]) == (
        "../moved",
        "./langroute upgrade --origin ../moved",
    )


def test_without_the_file_a_fresh_history_is_held_against_its_versions_tag(made: Made) -> None:
    made.change({}, ".langroute.json")
    assert made("--origin", "../origin").code == 0
    assert json.loads(made.ordered.read_text())["old"] == made.commit_of("v0.2.0")


def _clone(made: Made) -> None:
    """In the place of the company: a clone of the tool as of 0.2.0."""
    shutil.rmtree(made.root)
    git(made.folder, "clone", "-q", str(made.origin), str(made.root))
    git(made.root, "reset", "-q", "--hard", "v0.2.0")
    for key, value in (("user.name", "Ada"), ("user.email", "ada@acme.example")):
        git(made.root, "config", key, value)


def test_without_the_file_a_clone_is_held_against_the_commit_it_parted_from(made: Made) -> None:
    made.release("v0.4.0", {"pyproject.toml": project("0.4.0").encode()})
    _clone(made)
    git(made.root, "tag", "-d", "v0.2.0")
    made.change({"README.md": b"the company's\n"})
    assert made("--origin", "../origin").code == 0
    assert json.loads(made.ordered.read_text())["old"] == made.commit_of("v0.2.0")


def test_a_clone_without_a_company_is_only_to_be_pulled(made: Made) -> None:
    _clone(made)
    assert made("--origin", "../origin") == failed(
        "this is the tool as it comes: no commit of a company's is here to be kept",
        "bring the newer version by git pull, or make it a company's by ./langroute init",
    )


def test_a_checkout_within_another_repository_is_refused(made: Made) -> None:
    shutil.rmtree(made.root / ".git")
    git(made.folder, "init", "-q")
    assert made() == failed(
        f"{made.root} lies within another repository, {made.folder}",
        "the tool's files are a repository's own: .github and CODEOWNERS work at the top",
    )


def test_a_folder_without_the_tool_is_refused(made: Made) -> None:
    made.change({"pyproject.toml": project("0.2.0", name="router").encode()})
    assert made() == failed(
        f"{made.root} does not hold the tool: its pyproject.toml is not langroute's",
        "run it in the company's checkout, or name that with --root",
    )


def test_the_commit_noted_may_be_of_no_tag(made: Made) -> None:
    """A company may have begun with what was on the tool's main."""
    git(made.origin, "switch", "-q", "-c", "side", "v0.2.0")
    commit(made.origin, "between")
    between = git(made.origin, "rev-parse", "HEAD")
    git(made.origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    made.change({".langroute.json": made.note(commit=between)})
    assert made().code == 0
    assert json.loads(made.ordered.read_text())["old"] == between


def test_an_environment_is_lent_where_it_holds_what_is_pinned(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    (ours / ".venv/bin").mkdir(parents=True)
    (ours / ".venv/bin/python").symlink_to(sys.executable)
    (ours / ".venv/.complete").write_text("all")
    theirs.mkdir()
    (theirs / "requirements.txt").write_text("some")
    for wanted, lent in (("all", True), ("others", False)):
        (theirs / "requirements-dev.txt").write_text(wanted)
        lend(Environment(ours), theirs)
        assert os.path.lexists(theirs / ".venv") is lent
        (theirs / ".venv").unlink(missing_ok=True)
    (theirs / "requirements-dev.txt").unlink()
    lend(Environment(ours), theirs)
    assert not os.path.lexists(theirs / ".venv")

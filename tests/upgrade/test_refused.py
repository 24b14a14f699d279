"""What the version that is here refuses: one sentence each, and nothing is made."""

import shutil
import sys
from collections.abc import Callable

import pytest

from tests.repository import git
from tests.upgrade.made import BY_HAND, Made, project
from tests.verbs.tool import Done, failed

# Each: what is done to the two repositories, the words, what is said.
Case = tuple[Callable[[Made], object], tuple[str, ...], Done]


def _release(version: str, **other: str) -> Callable[[Made], object]:
    return lambda made: made.release(
        f"v{version}", {"pyproject.toml": project(version, **other).encode()}
    )


def _noted(**changed: object) -> Callable[[Made], object]:
    return lambda made: made.change({".langroute.json": made.note(**changed)})


def _mixed(made: Made) -> None:
    git(made.origin, "tag", "v0.9.0", "v0.3.0")


CASES: dict[str, Case] = {
    "dirty": (
        lambda made: (made.root / "docs/lines.md").write_text(BY_HAND),
        (),
        failed(
            "not committed here: docs/lines.md",
            "commit it, or put it away: git stash --include-untracked",
        ),
    ),
    "untracked": (
        lambda made: (made.root / "notes.txt").write_text(BY_HAND),
        (),
        failed(
            "not committed here: notes.txt",
            "commit it, or put it away: git stash --include-untracked",
        ),
    ),
    "a branch that exists": (
        lambda made: git(made.root, "branch", "upgrade-0.3.0"),
        (),
        failed(
            "there is a branch upgrade-0.3.0 already",
            "merge it; or to make it anew: git branch -D upgrade-0.3.0",
        ),
    ),
    "older": (
        _release("0.1.9"),
        ("v0.1.9",),
        failed(
            "v0.1.9 is version 0.1.9, older than 0.2.0, which is here",
            "only a newer version is taken; one that was merged goes back by git revert",
        ),
    ),
    "equal": (
        lambda _: None,
        ("0.2.0",),
        failed(
            "v0.2.0 is version 0.2.0, which is here",
            "only a newer version is taken; one that was merged goes back by git revert",
        ),
    ),
    "newer Python": (
        _release("0.4.0", python=">=3.99"),
        (),
        failed(
            f"0.4.0 needs Python 3.99 or newer, and this is {sys.version.split()[0]}",
            "rm -r .venv; LANGROUTE_PYTHON=/path/to/python3.99 ./langroute upgrade v0.4.0",
        ),
    ),
    "another project": (
        _release("0.4.0", name="router"),
        (),
        failed(
            "v0.4.0 of ../origin is not a version of langroute: its pyproject.toml is that of "
            "'router'",
            "name a version of the tool, or its repository with --origin",
        ),
    ),
    "before there were upgrades": (
        lambda made: made.release(
            "v0.4.0", {"pyproject.toml": project("0.4.0").encode()}, "scripts/upgrade.py"
        ),
        (),
        failed(
            "v0.4.0 of ../origin is not a version of langroute: its version 0.4.0 has no "
            "scripts/upgrade.py, which an upgrade needs",
            "name a version of the tool, or its repository with --origin",
        ),
    ),
    "no project": (
        lambda made: made.release("v0.4.0", {}, "pyproject.toml"),
        (),
        failed(
            "v0.4.0 of ../origin is not a version of langroute: it has no pyproject.toml",
            "name a version of the tool, or its repository with --origin",
        ),
    ),
    "an unreadable project": (
        lambda made: made.release("v0.4.0", {"pyproject.toml": b"\xff"}),
        (),
        failed(
            "v0.4.0 of ../origin is not a version of langroute: its pyproject.toml cannot be read: "
            "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
            "name a version of the tool, or its repository with --origin",
        ),
    ),
    "a version that is none": (
        lambda made: made.release("v0.4.0", {"pyproject.toml": project("0.4").encode()}),
        (),
        failed(
            "v0.4.0 of ../origin is not a version of langroute: its version is '0.4', not three "
            "numbers such as 0.2.0",
            "name a version of the tool, or its repository with --origin",
        ),
    ),
    "a tag of another version": (
        _mixed,
        (),
        failed(
            "v0.9.0 of ../origin says of itself that it is 0.3.0",
            "tell whoever made it, and take another version",
        ),
    ),
    "no such version": (
        lambda _: None,
        ("v7",),
        failed("../origin has no 'v7'", "versions there: v0.3.0, v0.2.0"),
    ),
    "no versions": (
        lambda made: git(made.origin, "tag", "-d", "v0.2.0", "v0.3.0"),
        (),
        failed(
            "../origin has no tag of a version, such as v0.2.0",
            "name a branch or a commit of it: ./langroute upgrade REF",
        ),
    ),
    "no origin": (
        lambda made: shutil.rmtree(made.origin),
        (),
        failed(
            "../origin does not answer: '../origin' does not appear to be a git repository",
            "look at the network, your rights and the address; .langroute.json names it",
        ),
    ),
    "a password": (
        lambda _: None,
        ("--origin", "https://ada:secret@git.example/tool"),
        failed(
            "--origin 'https://ada:secret@git.example/tool': it holds a password, and the file is "
            "tracked",
            "name a URL or a path",
        ),
    ),
    "files of another version": (
        _noted(version="0.1.0"),
        (),
        failed(
            ".langroute.json says that this is version 0.1.0, pyproject.toml 0.2.0",
            "write into .langroute.json the version whose files these are",
        ),
    ),
    "no tag to compare with": (
        lambda made: (_noted(commit=None)(made), git(made.origin, "tag", "-d", "v0.2.0")),
        (),
        failed(
            "../origin has no v0.2.0, which is here: there is nothing to tell by what was changed "
            "here",
            'write the tool\'s commit into .langroute.json: "commit": "…"; versions there: v0.3.0',
        ),
    ),
    "no file": (
        lambda made: made.change({}, ".langroute.json"),
        (),
        failed(
            "no .langroute.json says where this checkout's tool comes from",
            "./langroute init writes it for a company; where a company began without it: "
            "./langroute upgrade --origin URL_OR_PATH. In the tool's own repository there is "
            "nothing to upgrade: git pull",
        ),
    ),
    "a broken file": (
        lambda made: made.change({".langroute.json": b'{"origin": "x",\n <<<<'}),
        (),
        failed(
            ".langroute.json:2:2: not JSON: expecting property name enclosed in double quotes",
            "restore it: git log -- .langroute.json names the commits that had it; or delete it "
            "and run ./langroute upgrade --origin URL_OR_PATH",
        ),
    ),
}


@pytest.mark.parametrize(("prepare", "words", "said"), CASES.values(), ids=CASES)
def test_what_cannot_be_is_refused_in_one_sentence(
    made: Made,
    prepare: Callable[[Made], object],
    words: tuple[str, ...],
    said: Done,
) -> None:
    prepare(made)
    before = git(made.root, "status", "--porcelain"), made.refs()
    assert made(*words) == said
    kept = [ref for ref in made.refs() if not ref.startswith("refs/langroute/")]
    assert (git(made.root, "status", "--porcelain"), kept) == before
    assert not made.ordered.exists()


def test_a_network_that_is_down_is_told_in_one_sentence(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    done = made("--origin", "http://127.0.0.1:9/tool.git")
    said, hint = done.err.splitlines()
    assert done.code == 2
    assert said.startswith(
        "error: http://127.0.0.1:9/tool.git does not answer: unable to access "
        "'http://127.0.0.1:9/tool.git/': "  # the rest are the words of git's library
    )
    assert hint == "hint: look at the network, your rights and the address"


def test_a_commit_that_the_origin_does_not_have_is_named(made: Made) -> None:
    made.change({".langroute.json": made.note(commit="0" * 39 + "1")})
    done = made()
    said, hint = done.err.splitlines()
    assert done.code == 2
    assert said.startswith(
        "error: ../origin has no commit 000000000000, which .langroute.json names: "
    )
    assert hint == (
        "hint: correct .langroute.json; or name the repository that has it with --origin"
    )

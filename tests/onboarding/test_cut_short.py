"""Whenever `init` is cut short: all is as it was, or running it again works and says so."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from langroute_repo.onboarding import checkout as own
from langroute_repo.onboarding.exchange import Exchange
from langroute_repo.tree.git import GitError
from tests.onboarding.kontor import ALONE, SAID, Checkout
from tests.repository import commit, git


def cut_at(monkeypatch: pytest.MonkeyPatch, place: int, end: BaseException) -> None:
    """End the run when it puts the file of this number in its place."""
    put, count = Exchange._place, [0]

    def place_or_end(self: Exchange, path: str, raw: bytes) -> None:
        count[0] += 1
        if count[0] == place:
            raise end
        put(self, path, raw)

    monkeypatch.setattr(Exchange, "_place", place_or_end)


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(143), OSError("disk full")])
def test_ctrl_c_a_signal_and_a_full_disk_leave_all_as_it_was(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    before = checkout.companys()
    cut_at(monkeypatch, 7, end)
    monkeypatch.setattr("scripts.init.cleaned_up_in_peace", nullcontext)
    done = checkout("init", *ALONE)
    assert done.code != 0
    assert (checkout.companys(), checkout.status()) == (before, "")
    monkeypatch.undo()
    assert checkout("init", *ALONE).code == 0


class Killed(BaseException):
    """Nothing after it is run, as after SIGKILL."""


def kill(checkout: Checkout, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    with monkeypatch.context() as patched:
        cut_at(patched, place, Killed())
        patched.setattr("langroute_repo.onboarding.checkout.undo", lambda *_: None)
        patched.setattr(Exchange, "clear", lambda _: None)
        patched.setattr("scripts.init.cleaned_up_in_peace", nullcontext)
        with pytest.raises(Killed):
            checkout("init", *ALONE)
    checkout.capsys.readouterr()


def test_after_a_kill_it_is_run_again_with_other_answers_if_need_be(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill(checkout, monkeypatch, 7)
    assert checkout.status() != ""
    done = checkout("init", *checkout.answers(SAID))
    assert (done.code, done.err) == (
        0,
        "an earlier run was cut short; what it had put in place is taken back\n",
    )
    assert not (checkout.root / "config/sources/feed.yaml").exists()
    assert checkout("check").code == 0


def test_what_cannot_be_taken_back_now_is_taken_back_later(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        cut_at(patched, 7, OSError("no space left"))
        patched.setattr("langroute_repo.onboarding.checkout.undo", refuse)
        patched.setattr("scripts.init.cleaned_up_in_peace", nullcontext)
        done = checkout("init", *ALONE)
    assert done.code == 2
    assert done.err == (
        "warning: what was put in place could not be taken back: no space left here either\n"
        "hint: run the same command again: it takes it back first\n"
        "error: no space left\n"
    )
    assert checkout("init", *ALONE).code == 0


def refuse(*_: object) -> None:
    raise GitError("no space left here either")


def test_what_was_edited_after_a_kill_is_not_lost(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill(checkout, monkeypatch, 7)
    (checkout.root / "README.md").write_text("# what I wrote\n")
    done = checkout("init", *ALONE)
    assert done.code == 2
    assert done.err.startswith("error: README.md would be replaced, and no commit holds what")
    assert checkout.text("README.md") == "# what I wrote\n"


def test_every_place_at_which_files_are_moved_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of few files, so that each place is tried, and beyond the last one."""
    before = {"config/a.yaml": "a", "config/deep/b.yaml": "b", "README.md": "c"}
    after = {"README.md": "C", "config/other/d.yaml": "d", ".langroute.json": "{}"}
    for place in range(1, len(after) + 1):
        root = tmp_path / str(place)
        for path, text in before.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        (root / ".gitignore").write_text("/.langroute-init/\n")
        git_at(root)
        exchange = Exchange(root)
        exchange.write(after)
        with monkeypatch.context() as patched:
            cut_at(patched, place, Killed())
            with pytest.raises(Killed):
                exchange.move(["config/a.yaml", "config/deep/b.yaml"])
        left = exchange.left()
        assert set(left) == {"config/a.yaml", "config/deep/b.yaml", *after}
        own.refuse_edited(root, left)
        own.undo(root, left)
        assert git(root, "status", "--porcelain") == ""
        assert not (root / "config/other").exists()
        exchange.clear()
        assert exchange.left() == {}


def git_at(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    commit(root, "the tool")

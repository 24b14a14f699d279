"""A pull request's routes are asked by main's code, at main's endpoints, and as data alone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.github.fake import Fake
from tests.predictor.server import Server, serving
from tests.repository import commit, git
from tests.verbs.test_golden import FILE, OTHERS, RIGHT, scores, written
from tests.verbs.tool import Done, Tool, tool_on_base

NUMBER = 7
PLACE = "models/embedding.yaml"


@dataclass(frozen=True)
class Change:
    """A clone of main, and a bare repository that has a pull request from a fork."""

    tool: Tool
    github: Fake
    server: Server
    bare: Path

    def propose(self, *edits: tuple[str, str, str], state: str = "open") -> str:
        """Push a change as a fork's pull request; its commit. Main's files stay as they are."""
        main = git(self.tool.root, "rev-parse", "HEAD")
        for path, old, new in edits:
            self.tool.swap(path, old, new)
        commit(self.tool.root, "de: the canary gets half")
        head = git(self.tool.root, "rev-parse", "HEAD")
        git(self.tool.root, "push", "-qf", str(self.bare), f"HEAD:refs/pull/{NUMBER}/head")
        git(self.tool.root, "reset", "-q", "--hard", main)
        self.github.state.pulls[:] = [
            {
                "number": NUMBER, "title": "de", "body": "", "user": "eve", "state": state,
                "merged_at": None, "merge_commit_sha": None, "base": "main", "head": "x",
                "head_repository": "eve/routes", "head_sha": head,
            }
        ]  # fmt: skip
        return head

    def ask(self, head: str, *words: str) -> Done:
        given = ("golden", "staging", "--pull-request", str(NUMBER), "--head", head)
        return self.tool(*given, *words)


@pytest.fixture
def change(tmp_path: Path, capsys: pytest.CaptureFixture[str], github: Fake) -> Iterator[Change]:
    """Main has no canary in German; its model and its golden queries are there."""
    with serving({"/predict": scores(RIGHT), "/inside": scores(RIGHT)}) as server:
        tool = tool_on_base(tmp_path / "company", capsys)
        old = "https://embedding.staging.acme.example/predict"
        tool.swap(PLACE, old, server.url("/predict"))
        file = tool.file(FILE)
        file.parent.mkdir(parents=True)
        file.write_text(written(RIGHT, fields="title, body"), "utf-8")
        root, bare = tool.root, tmp_path / "bare.git"
        git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
        git(root, "init", "-q", "-b", "main")
        commit(root, "begin")
        git(root, "remote", "add", "origin", str(bare))
        git(root, "push", "-q", "origin", "main")
        github.state.git = str(bare)
        yield Change(tool, github, server, bare)


ROUTED = ("languages/de.yaml", "fields: [title]", "fields: [title, body]")


def test_what_it_routes_to_is_asked_and_main_stays_as_it_is(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = change.propose(ROUTED)
    done = change.ask(head)
    assert done.code == 0, done
    assert "right             embedding in de, the canary" in done.out
    assert len(change.server.asked) == 8
    assert git(change.tool.root, "status", "--porcelain") == ""
    # What asks is not given the token of the job.
    assert "GITHUB_TOKEN" not in os.environ
    monkeypatch.setenv("GITHUB_TOKEN", "bot")
    change.server.behaviours["/predict"] = scores(OTHERS)
    assert change.ask(head).code == 8


LAST = "production: https://embedding.acme.example/predict\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/predict\n    production", "/inside\n    production"),
        (LAST, f"{LAST}  headers: {{X-Who: {{variable: AWS_SECRET_ACCESS_KEY}}}}\n"),
        (LAST, f"{LAST}  protocol: {{kind: kserve-v2}}\n"),
    ],
    ids=["another address inside", "a header with a secret", "another form"],
)
def test_an_endpoint_that_main_does_not_have_is_never_asked(
    change: Change, old: str, new: str
) -> None:
    """Whoever opens a pull request does not choose what a machine inside the network calls."""
    done = change.ask(change.propose(ROUTED, (PLACE, old, new)))
    assert done.code == 3
    assert "warning: embedding/de is not asked: HEAD's files do not have its endpoint" in done.err
    assert change.server.asked == []


def test_what_was_pushed_after_somebody_looked_is_not_asked(change: Change) -> None:
    looked = change.propose(ROUTED)
    change.propose(ROUTED, ("languages/de.yaml", "traffic: 10%", "traffic: 20%"))
    done = change.ask(looked)
    assert done.code == 2
    assert f"error: #{NUMBER} moved on: it is at " in done.err
    assert change.server.asked == []


def test_a_closed_one_is_not_asked(change: Change) -> None:
    done = change.ask(change.propose(ROUTED, state="closed"))
    assert (done.code, done.err.splitlines()[0]) == (2, "error: #7 is closed, into main")


@pytest.mark.parametrize(
    "words", [("--url", "http://127.0.0.1/x"), ("--issue",), ("--changed", "x")]
)
def test_nothing_else_is_said_beside_it(change: Change, words: tuple[str, ...]) -> None:
    done = change.ask(change.propose(ROUTED), "--model", "embedding", *words)
    assert done.err.startswith("error: --pull-request says itself what is asked, and where\n")


def test_a_commit_is_named_in_full(change: Change) -> None:
    done = change.ask("3f2a9c8")
    assert done.err.startswith("error: --pull-request needs --head with all 40 hex digits")

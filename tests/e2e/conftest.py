"""A GitHub and an AWS on loopback, with the repository as it stands in this folder."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.hosting import Hosting
from tests.e2e.server import server
from tests.github.fake import fake
from tests.github.state import State
from tests.repository import git

REPOSITORY = "acme/langroute"


def hosted(origin: Path) -> None:
    """Make a bare repository as a server of git keeps it, for pushes and for any commit."""
    origin.mkdir(parents=True)
    git(origin, "-c", "init.defaultBranch=main", "init", "-q", "--bare")
    git(origin, "config", "http.receivepack", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")


def environ(home: Path) -> dict[str, str]:
    """What steps find: nothing of the caller's but where programs are."""
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "E2E_VENV": sys.prefix,
    }


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Hosting]:
    """A repository with an empty commit, for workflows that a test writes itself."""
    origin, colleague = tmp_path / "git" / REPOSITORY, tmp_path / "colleague"
    hosted(origin)
    colleague.mkdir()
    git(colleague, "-c", "init.defaultBranch=main", "init", "-q")
    git(colleague, "config", "user.name", "Ada")
    git(colleague, "config", "user.email", "ada@acme.example")
    with (
        server(tmp_path / "git") as serving,
        fake(State(repository=REPOSITORY, git=str(origin))) as github,
    ):
        yield Hosting(
            github,
            serving,
            colleague,
            tmp_path / "runs",
            environ(tmp_path / "home"),
            "acme@1234567/langroute@7654321",
        )

"""A GitHub of its own for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.fake import Fake, fake
from tests.github.proposing import Clone, cloned
from tests.github.published import Published, published
from tests.rules.examples import BASE


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """The environment names it, as GitHub Actions does the real one."""
    with fake() as running:
        monkeypatch.setenv("GITHUB_API_URL", running.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", running.state.repository)
        monkeypatch.setenv("GITHUB_TOKEN", "bot")
        for name in ("GITHUB_EVENT_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_SERVER_URL"):
            monkeypatch.delenv(name, raising=False)
        yield running


@pytest.fixture
def merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, github: Fake) -> Published:
    """Main holds what nobody has pushed yet."""
    return published(tmp_path, monkeypatch, github)


@pytest.fixture
def company(merged: Published) -> Published:
    """What main holds was pushed and taken back."""
    merged.taken_back()
    return merged


@pytest.fixture
def clone(tmp_path: Path, github: Fake, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Two languages, each with owners of its own; all commits are of one moment."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-01T00:00:00Z")
    return cloned(tmp_path, github, BASE)

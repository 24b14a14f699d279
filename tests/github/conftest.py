"""A GitHub of its own for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.github.fake import Fake, fake


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

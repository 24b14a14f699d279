"""What the tests of sources share: pauses that they end themselves, and no thread left behind."""

from collections.abc import Iterator

import pytest

from tests.reader.turns import Turns, threads


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """Has every polling thread wait for the test instead of the clock."""
    return Turns(monkeypatch)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert threads() == 0

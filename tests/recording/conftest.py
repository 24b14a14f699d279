"""Recorders that are closed in peace."""

import pytest

from langroute.recording import Recorder
from tests.recording.records import PATIENCE


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorder waits for its outputs, where a test does not say how long."""
    defaults = Recorder.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "closing", PATIENCE)

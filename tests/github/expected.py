"""Whole comments as people see them; ``UPDATE_EXPECTED=1`` writes them anew, read the diff."""

import os
from pathlib import Path

import pytest

from tests.github.picture import ENVIRONMENT

HERE = Path(__file__).parent


def on_a_day_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same commits with the same names, in no workflow."""
    for name in ("GITHUB_EVENT_PATH", "GITHUB_SERVER_URL", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def as_expected(body: str, name: str) -> None:
    """Hold a comment against the one that is kept."""
    if os.environ.get("UPDATE_EXPECTED"):
        (HERE / name).write_text(body, "utf-8")
    assert body == (HERE / name).read_text("utf-8")

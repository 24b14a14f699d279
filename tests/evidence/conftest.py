"""The tree that the logs of these tests are counted for."""

from pathlib import Path

import pytest

from tests.evidence.logs import lay_tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay_tree(tmp_path / "tree")

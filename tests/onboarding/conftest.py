"""A checkout for each test, laid once."""

import shutil
from pathlib import Path

import pytest

from tests.onboarding.kontor import Checkout, lay_checkout


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tool") / "langroute"
    root.mkdir()
    lay_checkout(root)
    return root


@pytest.fixture
def checkout(laid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Checkout:
    root = tmp_path / "langroute"
    shutil.copytree(laid, root, symlinks=True)
    return Checkout(root, capsys)

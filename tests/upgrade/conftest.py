"""A company and the tool that it has, of which there is a newer version."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.upgrade.carrying import Carried
from tests.upgrade.made import Made, begin


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, with git as it is for every test."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        begin(folder)
    return folder


@pytest.fixture
def made(
    begun: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Made:
    """What is left in the folder for temporary files can be seen in `tmp_path / "temporary"`."""
    shutil.copytree(begun, tmp_path / "made", symlinks=True)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    made = Made(tmp_path / "made", capfd)
    monkeypatch.setenv("ORDERED", str(made.ordered))
    return made


@pytest.fixture
def carried(made: Made) -> Carried:
    """The same, of which the new version carries an order out."""
    return Carried(made)

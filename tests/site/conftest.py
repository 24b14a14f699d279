"""The pages of one company, made once."""

from pathlib import Path

import pytest

from tests.site.company import company, site


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages that nobody changes."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    assert site(root, folder) == 0
    return folder

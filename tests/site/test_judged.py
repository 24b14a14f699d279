"""What a judge said stands on the page of its language, and is taken from a file on no trust."""

from pathlib import Path

import pytest

from tests.judging.judged_example import judged
from tests.site.company import laid, site
from tests.site.test_pages import Parsed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    laid(tmp_path / "acme")
    return tmp_path / "acme"


def test_a_verdict_stands_on_the_page_of_its_language_alone(root: Path, tmp_path: Path) -> None:
    told = judged("better")
    (tmp_path / "judged.json").write_text(told.as_json())

    assert site(root, tmp_path / "pages", "--judged", str(tmp_path / "judged.json")) == 0

    (one,) = told.candidates
    for page in (tmp_path / "pages/languages").glob("*.html"):
        text = Parsed(page.read_text("utf-8")).text
        assert ("Whether a candidate may go on" in text) == (page.stem == one.language)
        assert (one.clauses[-1].counted in text) == (page.stem == one.language)


def test_what_is_no_result_of_a_judge_is_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "judged.json").write_text("<html>a proxy's word</html>")

    assert site(root, tmp_path / "pages", "--judged", str(tmp_path / "judged.json")) == 2

    said = capsys.readouterr().err
    assert "judged.json is no result of a judge: " in said
    assert "make it with ./langroute judge --log LOG --format json" in said
    assert not (tmp_path / "pages").exists()

"""What the pages say of what AppConfig runs."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, pusher
from tests.repository import git

Output = pytest.CaptureFixture[str]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


def _text(file: Path) -> str:
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", file.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_what_is_live_and_since_when(one: Pusher, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    first = one.first()
    one.push()
    one.ramp("30%")
    assert one.langroute("site", str(out), "--live", "--today", "2026-11-22") == 0
    index, german = _text(out / "index.html"), _text(out / "languages/de.html")
    live = git(one.root, "rev-parse", "--short=12", "HEAD~1")
    assert f"runs git-{live} (version 2, deployment 2) since 2026-01-05" in index
    assert "HEAD compiles to another document, ahead by 1 commit that changes it" in index
    assert "not as here: canary 20%" in index  # German
    assert "as here" in index  # English
    assert "cannot be asked AppConfig in eu-central-1 has no environment 'production'" in index
    assert "AppConfig was not asked" not in index
    # The newest change, the one before it, and the first.
    became = re.findall(r"staging: (.*?)(?= staging:| 20\d\d-\d\d-\d\d by| AppConfig|$)", german)
    assert became[0].startswith("not live")
    assert f"staging: live since 2026-01-05 09:36 UTC (deployment 2, git-{live})" in german
    assert f"staging: live since 2026-01-05 09:10 UTC (deployment 1, git-{first})" in german


def test_what_was_taken_back_is_told_with_its_reason(
    one: Pusher, tmp_path: Path, capsys: Output
) -> None:
    out = tmp_path / "pages"
    one.first()
    one.push()
    assert one.rollback(capsys, "--yes", "--reason", "half as many events").code == 0
    assert one.langroute("site", str(out), "--live", "--today", "2026-11-22") == 0
    german = _text(out / "languages/de.html")
    told = "staging: taken back 2026-01-05 09:36 UTC (deployment 2, REVERTED) staging: not live"
    assert told in german

"""`diff` in each of its forms, as it is called."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.rules.examples import BASE


@pytest.fixture
def raised(tmp_path: Path) -> Path:
    """The smallest tree with a threshold that was raised."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "config/languages/de.yaml"
    path.write_text(path.read_text().replace("at: 0.342", "at: 0.400"))
    return tmp_path


def test_two_folders(raised: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(BASE), str(raised)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("de: threshold raised; about 18 events a day fewer for the analysts\n")
    assert "△ 0.342 → ▲ 0.400; 4,000 scores from 0 to 1, heights by square root\n" in out


def test_a_stdout_without_the_characters_gets_others(
    raised: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["diff", str(BASE), str(raised)]) == 0
    out = raw.getvalue().decode("ascii")
    assert "    o 0.342 -> ^ 0.400; 4,000 scores from 0 to 1, heights by square root\n" in out
    assert "primary.threshold.at 0.342 -> 0.400\n" in out


def test_a_page(raised: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(BASE), str(raised), "--format", "html"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("<!doctype html>\n")
    assert out.count("<svg ") == 1


NOT_KNOWN = "recall_not_known"


def test_machines_get_the_numbers(raised: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(BASE), str(raised), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (language,) = told["languages"]
    reasons = [language["effect"].pop(f"{name}_not_known") for name in ("recall", "precision")]
    assert reasons == ["this evidence does not say how its labels came to be (build it anew)"] * 2
    assert language["effect"] == {
        "passes_before": pytest.approx(0.9 * 1423 / 4000 + 0.1 * 0.44),
        "passes_after": pytest.approx(0.9 * 1139 / 4000 + 0.1 * 0.44),
        "per_day": pytest.approx(4000 / 14),
        "events_per_day": pytest.approx(0.9 * (1139 - 1423) / 14),
        "moved": 0,
        "kept": 10_000,
    }
    (change,) = language["changes"]
    assert not any(name.startswith("recall_") for name in change["effect"] if name != NOT_KNOWN)
    assert told["endpoints"] == []

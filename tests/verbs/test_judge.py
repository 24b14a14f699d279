"""What judge writes beside what it says."""

import json
from pathlib import Path

import pytest

from tests.verbs.tool import Done, Tool, tool_on_base

ROWS = [
    {
        "event_id": f"e{number}",
        "time": f"2026-11-21T10:{number:02}:00Z",
        "language": "de",
        "model": model,
        "role": role,
        "status": 200,
        "score": score,
        "latency_ms": 20.0,
        "final": role == "primary",
    }
    for number in range(3)
    for model, role, score in (("words", "primary", 0.9), ("embedding", "shadow", 0.1))
]


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    tool = tool_on_base(tmp_path / "tree", capsys)
    log = tool.root / "log.jsonl"
    log.write_text("".join(f"{json.dumps(one)}\n" for one in ROWS))
    return tool


def judge(tool: Tool, page: Path) -> Done:
    log = str(tool.root / "log.jsonl")
    return tool("judge", "de", "--log", log, "--since", "2026-11-01", "--page", str(page))


def test_the_page_is_written_beside_what_is_said(tool: Tool, tmp_path: Path) -> None:
    page = tmp_path / "judged.html"
    done = judge(tool, page)
    assert (done.code, done.err) == (0, f"{page}: a page to look at\n")
    assert done.out.startswith("de canary embedding (10%) beside words: hold\n")
    told = page.read_text(encoding="utf-8")
    assert "<title>Judged for production on 2026-11-22: 1 to hold</title>" in told
    assert "Disagreements: 0 gained, 3 lost" in told


def test_a_page_that_cannot_be_written_is_told(tool: Tool, tmp_path: Path) -> None:
    page = tmp_path / "nowhere" / "judged.html"
    wanted = f"--page {page} cannot be written: no such file or directory"
    assert judge(tool, page).err.startswith(f"error: {wanted}")

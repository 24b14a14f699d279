"""A secret that somebody writes into a file is refused, and no verb repeats a part of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from langroute_repo.tree.secrets import looks_secret
from tests.verbs.tool import Tool, tool_on_base

MODEL = "models/embedding.yaml"
URL = "https://embedding.acme.example/predict"
WORD = "hunter2hunter2"
WRITTEN = [
    f"  headers: {{Authorization: Bearer {WORD}}}",
    f"  headers:\n    Authorization: {WORD}",
    f"  headers: {{X-Api-Key: [{WORD}]}}",
    f"  headers: {{X-Api-Key: {{value: {WORD}}}}}",
    f'  headers: {{X-Api-Key: {{variable: "Bearer {WORD}"}}}}',
    f"  headers: {{X-Caller: sk-{WORD}}}",
    f"  headers:\n    Authorization: Bearer {WORD}: x",
    f'  headers:\n    Authorization: "Bearer {WORD}\n  timeout: : 1',
    f"  headers: {{Cookie: 0123{WORD}, Cookie: {WORD}}}",
    f"  token: {WORD}",
    f"  protocol: {{kind: json, score: p, secret: {WORD}}}",
    f"  headers: &token {WORD}",
]
SAID = [("check",), ("diff", "BEFORE", ".")]
MORE = [
    ("check", "--format", "json"),
    ("check", "--format", "github"),
    ("check", "--format", "sarif"),
    ("diff", "BEFORE", ".", "--format", "json"),
    ("diff", "BEFORE", ".", "--format", "markdown"),
    ("show", "de"),
    ("route", "--language", "de", "--key", "k1"),
    ("compile", "production"),
    ("set", "de", "primary", "0.350"),
]


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    tool_on_base(tmp_path / "before", capsys)
    return tool_on_base(tmp_path / "after", capsys)


def told(tool: Tool, said: Sequence[tuple[str, ...]] = SAID) -> str:
    places = {"BEFORE": str(tool.root.parent / "before"), ".": str(tool.root)}
    done = [tool(*(places.get(word, word) for word in words)) for words in said]
    assert done[0].code == 1
    return "".join(one.out + one.err for one in done)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_below_an_endpoint_is_repeated_by_no_verb(tool: Tool, text: str) -> None:
    file = tool.file(MODEL)
    file.write_text(f"{file.read_text()}{text}\n")
    assert WORD not in told(tool)


def test_nor_for_machines_or_by_a_verb_that_needs_the_file(tool: Tool) -> None:
    file = tool.file(MODEL)
    file.write_text(f"{file.read_text()}{WRITTEN[0]}\n")
    assert WORD not in told(tool, MORE)


@pytest.mark.parametrize(
    "url",
    [
        f"https://scorer:{WORD}@embedding.acme.example/predict",
        f"https://{WORD}@embedding.acme.example/predict",
        f"{URL}?tenant=acme&api_key={WORD}",
        f"{URL}?code=sk-{WORD}",
    ],
)
def test_nor_is_one_in_a_url(tool: Tool, url: str) -> None:
    tool.swap(MODEL, URL, url)
    assert WORD not in told(tool)


@pytest.mark.parametrize(
    "text",
    ["Bearer abcd", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
     "3f2a9c81-1234-4abc-9def-0123456789ab", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x", "deadbeefdeadbeefdeadbeefdeadbeef",
     "Zm9vYmFyYmF6cXV4MTIzNDU2", "-----BEGIN PRIVATE KEY-----", "Basic dXNlcjpwdw=="],
)  # fmt: skip
def test_what_looks_like_a_secret(text: str) -> None:
    assert looks_secret(text)


@pytest.mark.parametrize(
    "text",
    ["acme", "relevance-words-v1-production-eu", "application/json; charset=utf-8", "langroute/0.2",
     "relevanceWordsProductionEurope", "eu-central-1/tenant-42/team-7", "20261201T101010Z", "true"],
)  # fmt: skip
def test_what_does_not(text: str) -> None:
    assert not looks_secret(text)

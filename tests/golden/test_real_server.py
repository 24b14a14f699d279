"""BentoML itself is asked golden queries: as it is, and with faults in the service.

It runs where LANGROUTE_MODEL_SERVERS names the folder of its program, and is skipped elsewhere, as
tests/predictor/test_real_servers.py is. tests/verbs/test_golden.py asks a server of the tests' own.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from langroute_repo.golden.judge import judge
from scripts.asking.rounds import Rounds, asker
from tests.golden.simulated import BACKEND, golden, shipped, target
from tests.predictor.test_real_servers import free_ports, program, running

pytestmark = pytest.mark.slow
SERVICE = """
import json
from pathlib import Path

import bentoml
from relevance import score

WEIGHTS = json.loads(Path("relevance.json").read_text("utf-8"))["words"]


@bentoml.service(workers=1)
class Scorer:
    @bentoml.api
    def right(self, title: str, body: str) -> float:
        return score("words", WEIGHTS, f"{title} {body}")

    @bentoml.api
    def constant(self, title: str, body: str) -> float:
        return 0.35

    @bentoml.api
    def turned(self, title: str, body: str) -> float:
        return 1 - score("words", WEIGHTS, f"{title} {body}")

    @bentoml.api
    def half(self, title: str, body: str) -> float:
        return score("words", WEIGHTS, f"{title} {body[:len(body) // 2]}")

    @bentoml.api
    def moved(self, title: str, body: str) -> dict:
        return {"relevance": 0.5}
"""
FOUND = {
    "right": [],
    "constant": ["alike", "score-differs"],
    "turned": ["order-turned", "score-differs"],
    "half": ["score-differs"],
    "moved": ["no-answer"],
}
EVENTS = [
    {"title": "Strike stops ferries", "body": "Lorries wait at the port. The border is closed."},
    {"title": "Singer cancels concert", "body": "Tickets stay valid. A film opens on Friday."},
    {"title": "Fire in a store", "body": "Batteries burn. Parliament votes on a ban."},
    {"title": "Bridges for a photo", "body": "Come in the evening. Steel prices rise again."},
]


def test_bentoml(tmp_path: Path) -> None:
    bentoml = program("bentoml")
    for name in ("relevance.py", "relevance.json"):
        shutil.copy(BACKEND / name, tmp_path / name)
    (tmp_path / "service.py").write_text(SERVICE)
    (port,) = free_ports(1)
    words = [bentoml, "serve", "service:Scorer", "--host", "127.0.0.1", "--port", f"{port}"]
    with running(words, tmp_path, port, "/readyz") as base:
        assert {name: asked(f"{base}/{name}") for name in FOUND} == FOUND


def asked(url: str) -> list[str]:
    """The kinds of what is wrong, each once and the explanation first."""
    one = target(golden("words", [(event, shipped("words", event)) for event in EVENTS]))
    there = one.decision._replace(endpoint={"kind": "http", "url": url})
    one = replace(one, decision=there)
    with asker(30.0) as way:
        answers = Rounds(way, 30.0, 100).ask(one, list(enumerate(one.golden.events)))
    return list(dict.fromkeys(fault.kind for fault in judge(one, answers, [])))

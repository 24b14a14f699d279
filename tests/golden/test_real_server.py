"""BentoML and MLServer themselves are asked golden queries: as they are, and with faults.

They run where LANGROUTE_MODEL_SERVERS names the folders of their programs, and are skipped
elsewhere, as tests/predictor/test_real_servers.py is. tests/verbs/test_golden.py asks a server of
the tests' own, and tests/golden/test_served.py stand-ins for MLServer and SageMaker.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

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


MODEL = """
import json
from pathlib import Path

from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceResponse, ResponseOutput
from relevance import score

HERE = Path(__file__).parent
WEIGHTS = json.loads((HERE.parent / "relevance.json").read_text("utf-8"))["words"]


class Scorer(MLModel):
    async def load(self):
        return True

    async def predict(self, payload):
        sent = {one.name: StringCodec.decode_input(one)[0] for one in payload.inputs}
        title, body = sent["title"], sent["body"]
        said = {
            "right": lambda: score("words", WEIGHTS, f"{title} {body}"),
            "constant": lambda: 0.35,
            "turned": lambda: 1 - score("words", WEIGHTS, f"{title} {body}"),
            "half": lambda: score("words", WEIGHTS, f"{title} {body[:len(body) // 2]}"),
            "moved": lambda: 0.5,
        }[self.name]()
        name = "relevance" if self.name == "moved" else "score"
        tensor = ResponseOutput(name=name, shape=[1, 1], datatype="FP64", data=[said])
        return InferenceResponse(model_name=self.name, outputs=[tensor])
"""


def test_mlserver(tmp_path: Path) -> None:
    mlserver = program("mlserver")
    ports = free_ports(3)
    names = ("http_port", "grpc_port", "metrics_port")
    settings = {"host": "127.0.0.1", "parallel_workers": 0} | dict(zip(names, ports, strict=True))
    (tmp_path / "settings.json").write_text(json.dumps(settings))
    shutil.copy(BACKEND / "relevance.json", tmp_path / "relevance.json")
    for name in FOUND:
        model = tmp_path / name
        model.mkdir()
        shutil.copy(BACKEND / "relevance.py", model / "relevance.py")
        (model / "model.py").write_text(MODEL)
        said = {"name": name, "implementation": "model.Scorer"}
        (model / "model-settings.json").write_text(json.dumps(said))
    tensors = {"protocol": {"kind": "kserve-v2", "output": "score"}}
    with running([mlserver, "start", "."], tmp_path, ports[0], "/v2/health/ready") as base:
        found = {name: asked(f"{base}/v2/models/{name}/infer", tensors) for name in FOUND}
    assert found == FOUND


def asked(url: str, more: dict[str, Any] | None = None) -> list[str]:
    """The kinds of what is wrong, each once and the explanation first."""
    one = target(golden("words", [(event, shipped("words", event)) for event in EVENTS]))
    there = one.decision._replace(endpoint={"kind": "http", "url": url} | (more or {}))
    one = replace(one, decision=there)
    with asker(30.0) as way:
        answers = Rounds(way, 30.0, 100).ask(one, list(enumerate(one.golden.events)))
    return list(dict.fromkeys(fault.kind for fault in judge(one, answers, [])))

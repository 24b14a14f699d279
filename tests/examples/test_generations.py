"""The example of three generations side by side, and the company's first incident among them."""

import importlib.util
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from langroute.document import canonical
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.tour.example_backend import EXAMPLE
from scripts.tour.local_aws import SECRET
from tests.predictor.server import Handler, Server, serving
from tests.recording.records import Fixed
from tests.repository import lay
from tests.rules.examples import TODAY, overlaid
from validators.engine import run
from validators.finding import Given

LONG = 60.0
SPEC = importlib.util.spec_from_file_location("generations", EXAMPLE / "generations.py")
assert SPEC is not None
assert SPEC.loader is not None
generations = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generations)
VECTORS = {"huelga": [1.0, 0.0], "puerto": [0.0, 0.5]}
# By the keys' own draw the first is the primary's, the second the canary's.
EVENTS = [
    {"id": name, "language": "es", "title": "Huelga en el puerto", "body": "Bilbao"}
    for name in ("evt-1", "evt-2")
]
TENSORFLOW = "/v1/models/relevance-vectors-v0:predict"
SAGEMAKER = "/endpoints/relevance/invocations"
BENTOML = "/relevance-chars-v2/score"
FIELDS = {"title": "Huelga en el puerto", "body": "Bilbao"}


def speaking(answer: Any, body: Any, **headers: str) -> Any:
    """A server that takes this body under these headers, and nothing else."""

    def say(handler: Handler) -> None:
        asked = json.loads(handler.server.asked[-1][1])
        fits = asked == body and all(handler.headers[name] == headers[name] for name in headers)
        handler.say(json.dumps(answer).encode() if fits else b"", 200 if fits else 400)

    return say


SERVERS = {
    TENSORFLOW: speaking(
        {"predictions": [{"score": [0.75], "classes": ["x"]}]},
        {"signature_name": "relevance", "instances": [{"vector": [0.5, 0.25]}]},
    ),
    SAGEMAKER: speaking(
        {"predictions": [{"score": 0.5}]},
        {"instances": [FIELDS]},
        **{"X-Amzn-SageMaker-Inference-Component": "words-v1"},
    ),
    BENTOML: speaking(
        {"probability": 0.25}, {"event": FIELDS}, Authorization="Bearer not-a-real-one"
    ),
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(SERVERS) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url(""))
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, SECRET)
        monkeypatch.setenv("SCORER_TOKEN", "not-a-real-one")
        yield running


def tree(folder: Path) -> Folder:
    """The example's files among those of a company, whose readers know format 2."""
    lay(overlaid(EXAMPLE), folder)
    for file in (folder / "config" / "environments").iterdir():
        file.write_text(file.read_text() + "reader: 2\n")
    return Folder(folder)


def led(folder: Path, server: Server) -> Fixed:
    """A source of the document, in which the hosts are the server."""
    tree(folder)
    for file in (folder / "config" / "models").iterdir():
        text = file.read_text().replace("800ms", f"{LONG:.0f}s")
        for host in ("https://tensorflow.acme.example", "https://models.acme.example"):
            text = text.replace(host, server.url(""))
        file.write_text(text)
    return Fixed(json.loads(canonical(compile_tree(read(Folder(folder)), "production"))))


def told(source: Fixed, vectors: dict[str, list[float]]) -> tuple[set[str], list[Any]]:
    """What it says of each model and event, and its metrics."""
    said, metrics = io.StringIO(), io.StringIO()
    lines = [json.dumps(one) for one in EVENTS]
    generations.answer_all(lines, source, generations.Store(vectors), said, metrics, LONG)
    return set(said.getvalue().splitlines()), list(map(json.loads, metrics.getvalue().splitlines()))


def test_the_files_are_refused_for_no_more_than_the_evidence_that_they_lack(
    tmp_path: Path,
) -> None:
    found = run(Given(tree=read(tree(tmp_path)), today=TODAY)).findings
    assert {one.rule for one in found if one.path.startswith("config/languages/es")} == {
        "no-evidence"
    }
    assert not [one for one in found if "relevance-" in one.path]


def test_each_generation_is_asked_in_its_own_way_and_the_first_incident_is_named(
    server: Server, tmp_path: Path
) -> None:
    source = led(tmp_path, server)
    others = {
        "evt-2 canary relevance-words-v1: 0.50",
        "evt-1 shadow relevance-chars-v2: 0.25",
        "evt-2 shadow relevance-chars-v2: 0.25",
    }
    said, metrics = told(source, VECTORS)
    assert said == {"evt-1 primary relevance-vectors-v0: 0.75", *others}
    assert not any("PreparationFailures" in one for one in metrics)

    said, metrics = told(source, {})
    empty = "580 not prepared: it came up empty, {'vector': []}"
    assert said == {f"evt-1 primary relevance-vectors-v0: {empty}", *others}
    failed = [one for one in metrics if one.get("PreparationFailures")]
    assert {one.get("Model") for one in failed} <= {"relevance-vectors-v0", None}
    assert failed

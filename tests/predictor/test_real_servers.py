"""BentoML and MLServer themselves are asked by the protocols that a model's file can name.

They bring 300 MB and more of packages, so they are not among the pinned ones: put each into an
environment of its own, name their folders of programs in LANGROUTE_MODEL_SERVERS as PATH does, and
this runs. Without, it is skipped and says so; tests/predictor/test_protocols.py never is.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from langroute.predictor import CallFailed, Deadline, Http
from langroute.predictor.codec import codec_for

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent / "servers"
EVENT = {"title": "Streik", "body": "Hafen"}
TITLE = {"title": "Streik"}


def program(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("LANGROUTE_MODEL_SERVERS", ""))
    if found is None:
        pytest.skip(f"no {name} in LANGROUTE_MODEL_SERVERS")
    return found


def free_ports(many: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    ports: list[int] = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


@contextmanager
def running(words: list[str], folder: Path, port: int, ready: str) -> Iterator[str]:
    """The server's address, once it says that it is ready; nothing of it goes on afterwards."""
    environment = os.environ | {"BENTOML_DO_NOT_TRACK": "1", "BENTOML_HOME": str(folder / "home")}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait(port, ready, server, folder / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait(port: int, ready: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    from http.client import HTTPConnection

    end = monotonic() + 120
    while monotonic() < end and server.poll() is None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", ready)
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
        sleep(0.2)
    pytest.fail(f"it did not get ready:\n{log.read_text('utf-8', errors='replace')[-2000:]}")


def score(url: str, protocol: dict[str, str] | None, payload: dict[str, Any]) -> float:
    where: dict[str, Any] = {"kind": "http", "url": url}
    if protocol:
        where["protocol"] = protocol
    codec = codec_for(where)
    with closing(Http()) as http:
        body = http.ask(where, codec.encode(payload), codec.content_type, Deadline(30))
        return codec.decode(body)


def test_bentoml(tmp_path: Path) -> None:
    bentoml = program("bentoml")
    shutil.copy(HERE / "bentoml_service.py", tmp_path / "bentoml_service.py")
    (port,) = free_ports(1)
    words = [bentoml, "serve", "bentoml_service:Scorer", "--host", "127.0.0.1", "--port", f"{port}"]
    with running(words, tmp_path, port, "/readyz") as base:
        assert score(f"{base}/number", {"kind": "json", "score": "."}, EVENT) == 0.75
        assert score(f"{base}/number", None, EVENT) == 0.75
        assert score(f"{base}/scored", {"kind": "json", "score": "probability"}, TITLE) == 0.625
        under = {"kind": "json", "under": "event", "score": "result[0].probability"}
        assert score(f"{base}/event", under, EVENT) == 0.5
        hugging = {"kind": "json", "body": "value", "under": "inputs"}
        label = hugging | {"score": "[label=RELEVANT].score"}
        assert score(f"{base}/pipeline", label, TITLE) == 0.875
        rows = {"kind": "json", "body": "list", "under": "inputs", "score": "[0]"}
        assert score(f"{base}/batch", rows, EVENT) == 0.25
        with pytest.raises(CallFailed, match="no item 1 in the 1 of the answer") as caught:
            score(f"{base}/batch", rows | {"score": "[1]"}, EVENT)
        assert caught.value.status == 502


def test_mlserver(tmp_path: Path) -> None:
    mlserver = program("mlserver")
    ports = free_ports(3)
    names = ("http_port", "grpc_port", "metrics_port")
    settings = {"host": "127.0.0.1", "parallel_workers": 0} | dict(zip(names, ports, strict=True))
    (tmp_path / "settings.json").write_text(json.dumps(settings))
    model = tmp_path / "chars"
    model.mkdir()
    shutil.copy(HERE / "mlserver_model.py", model / "model.py")
    (model / "model-settings.json").write_text('{"name": "chars", "implementation": "model.Chars"}')
    with running([mlserver, "start", "."], tmp_path, ports[0], "/v2/health/ready") as base:
        url = f"{base}/v2/models/chars/infer"
        tensors = {"kind": "kserve-v2", "output": "score"}
        assert score(url, tensors, EVENT) == 0.8
        assert score(url, tensors, TITLE | {"n": 1, "vector": [0.5, 1], "urgent": True}) == 0.8
        with pytest.raises(CallFailed, match="expected one output and no more, found 2"):
            score(url, {"kind": "kserve-v2"}, EVENT)
        for protocol in (None, {"kind": "json", "score": "."}):
            with pytest.raises(CallFailed) as caught:
                score(url, protocol, EVENT)
            assert caught.value.status == 422

"""The recipes of examples/recipes/, each run as its first lines say."""

import importlib.util
import io
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

from langroute.document import canonical
from scripts import PROJECT
from scripts.tour.local_aws import without_aws
from tests.predictor.company import answerer, document, entry
from tests.predictor.server import Server, saying, serving, silent

RECIPES = PROJECT / "examples" / "recipes"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # all is on loopback
PATIENCE = 30.0
# Of an environment with examples/recipes/requirements.txt: the project's own has none of them.
PYTHON = os.environ.get("LANGROUTE_RECIPES_PYTHON", sys.executable)


def routes(server: Server, threshold: float = 0.5) -> bytes:
    words, e5, hangs = (answerer(name, server.url("")) for name in ("words", "e5", "hangs"))
    words["threshold"] = threshold
    return canonical(document(de=entry(words, None, e5), fr=entry(hangs)))


@pytest.fixture
def models() -> Iterator[Server]:
    with serving({"/words": saying(b"0.75"), "/e5": saying(b"0.25"), "/hangs": silent}) as server:
        yield server


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, RECIPES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Lambda


@contextmanager
def extension(contents: list[bytes]) -> Iterator[int]:
    """AppConfig's extension, which serves the last of these; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == (
                "/applications/langroute/environments/production/configurations/routing"
            )
            self.send_response(200)
            self.send_header("Content-Length", str(len(contents[-1])))
            self.end_headers()
            self.wfile.write(contents[-1])

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.005,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_a_lambda_leaves_nothing_for_after_its_answer(
    models: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"APPLICATION": "langroute", "ENVIRONMENT": "production", "PROFILE": "routing"}
    for name, value in names.items():
        monkeypatch.setenv(f"LANGROUTE_{name}", value)
    contents = [routes(models)]
    with extension(contents) as port:
        monkeypatch.setenv("AWS_APPCONFIG_EXTENSION_HTTP_PORT", str(port))
        recipe = loaded("lambda_function")
        event = {"id": 17, "language": "de", "title": "Streik"}
        shown = [recipe.handler(event, None)["shown"]]
        contents.append(routes(models, threshold=0.9))  # followed with the very next event
        shown.append(recipe.handler(event, None)["shown"])
        told = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
        for part in (recipe.predictor, recipe.recorder, recipe.source):
            part.close()
    assert shown == [True, False]
    records = [one for one in told if "_aws" not in one]
    assert sorted((one["event_id"], one["role"], one["passed"]) for one in records) == [
        ("17", "primary", False),
        ("17", "primary", True),
        ("17", "shadow", False),
        ("17", "shadow", False),
    ]
    assert sum(sum(one.get("Requests", [])) for one in told if "_aws" in one) == 4


# Plain asyncio


def test_the_trace_of_each_event_goes_to_its_model(
    models: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "production.json"
    file.write_bytes(routes(models))
    monkeypatch.setenv("LANGROUTE_FILE", str(file))
    traces = [f"00-{number:032x}-{number:016x}-01" for number in range(1, 9)]
    lines = [
        json.dumps({"id": trace, "language": "de", "title": trace, "traceparent": trace})
        for trace in traces
    ]
    lines += ['{"id": "none", "language": "xx"}', '{"id": "own", "language": "de", "title": "own"}']
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    loaded("asyncio_consumer").main()
    assert sorted(said.getvalue().splitlines()) == sorted(
        [f"{trace} shown 0.75" for trace in traces]
        + ["none refused: no entry for language 'xx': tried xx, und", "own shown 0.75"]
    )
    sent = [
        (json.loads(body)["title"], header["traceparent"])
        for (_, body), header in zip(models.asked, models.headers, strict=True)
    ]
    given = [(title, trace) for title, trace in sent if title != "own"]
    assert {title == trace for title, trace in given} == {True}
    assert {path for path, _ in models.asked} == {"/words", "/e5"}


# Servers


@contextmanager
def running(
    module: str, *arguments: str, models: Server, folder: Path, more: Mapping[str, str]
) -> Iterator[str]:
    """A recipe under its server; its address. Skipped where that is not installed."""
    probe = [PYTHON, "-c", f"import {module}, {more.get('NEEDS', module)}"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip(f"no {module} here: LANGROUTE_RECIPES_PYTHON names a Python that has it")
    file = folder / "production.json"
    file.write_bytes(routes(models))
    port = _free()
    told = {
        "PYTHONPATH": str(PROJECT / "src"),
        "LANGROUTE_FILE": str(file),
        "LANGROUTE_LOG": str(folder / "predictions.jsonl"),
        "HOME": str(folder),
        **more,
    }
    command = [PYTHON, "-m", module, *(one.format(port=port) for one in arguments)]
    with (folder / "log").open("wb") as log:
        environment = without_aws(os.environ) | told
        process = subprocess.Popen(command, cwd=RECIPES, env=environment, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, process, folder / "log")
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _free() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return server.server_port


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            OPENER.open(f"{url}/health", timeout=PATIENCE).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


def answer(url: str, event: Mapping[str, Any]) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{url}/events", json.dumps(event).encode(), {"Content-Type": "application/json"}
    )
    try:
        with OPENER.open(request, timeout=PATIENCE) as got:
            return got.status, json.load(got)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


SERVERS = [
    pytest.param(
        "uvicorn", ("fastapi_app:app", "--port", "{port}"), {"NEEDS": "fastapi"}, id="fastapi"
    ),
    *(
        pytest.param(
            "gunicorn",
            ("flask_app:app", "--bind", "127.0.0.1:{port}"),
            {"NEEDS": f"flask, {workers}", "WORKERS": workers},
            id=f"flask-{workers}",
        )
        for workers in ("threading", "gevent")
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("module", "arguments", "more"), SERVERS)
def test_a_web_server_answers_while_a_model_hangs_and_records_all(
    module: str, arguments: tuple[str, ...], more: dict[str, str], models: Server, tmp_path: Path
) -> None:
    event = {"id": 1, "language": "de", "title": "Streik"}
    with (
        running(module, *arguments, models=models, folder=tmp_path, more=more) as url,
        ThreadPoolExecutor(4) as callers,
    ):
        hanging = [callers.submit(answer, url, event | {"language": "fr"}) for _ in range(4)]
        answers = [answer(url, event) for _ in range(20)]
        assert answer(url, event | {"language": "xx"})[0] == 400
        assert [one.result(PATIENCE)[0] for one in hanging] == [502] * 4
        models.over.set()
    assert answers == [(200, {"shown": True, "score": 0.75, "model": "words"})] * 20
    logs = tmp_path.glob("predictions-*.jsonl")
    records = [json.loads(line) for log in logs for line in log.read_text("utf-8").splitlines()]
    assert sorted({(one["role"], one["model"], one["status"]) for one in records}) == [
        ("primary", "hangs", 504),
        ("primary", "words", 200),
        ("shadow", "e5", 200),
    ]
    assert len(records) == 44


def test_every_recipe_is_run_and_named_in_the_page() -> None:
    page = (PROJECT / "docs" / "backend.md").read_text("utf-8")
    here = Path(__file__).read_text("utf-8")
    for recipe in sorted(RECIPES.glob("*.py")):
        assert f"examples/recipes/{recipe.name}" in page
        assert recipe.stem in here or recipe.name == "gunicorn.conf.py"

"""The part of the tour in which a backend runs: the example, with a stand-in for its models."""

import itertools
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute_repo.tree.files.environment import EnvironmentFile
from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.tour.local_aws import LocalAws
from scripts.tour.until_alone import end

EXAMPLE = PROJECT / "examples" / "backend"
MODELS = EXAMPLE / "model_server.py"
POLL_SECONDS = 15  # AppConfig allows no shorter interval
PATIENCE_SECONDS = 60.0
STOP_SECONDS = 10.0
# Headlines for the model to score: three of a weekend's events each.
TOPICS = (
    "Huelga", "Concierto", "Copa de vela", "Feria del libro", "Fiesta", "Recetas de otoño",
    "Playas", "Museo", "Premio", "Gira", "Derbi", "Mercado",
)  # fmt: skip
PLACES = ("Vigo", "Bilbao", "Cádiz", "Sevilla", "Valencia")

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # all is on loopback

Data = dict[str, Any]


@dataclass(frozen=True)
class Backend:
    """A running backend, and the models that it asks."""

    url: str
    models: str

    def answer(self, event: Mapping[str, str]) -> Data:
        """What it says of an event."""
        return _post(f"{self.url}/events", event)

    @property
    def plan_hash(self) -> str:
        """Of the document that it routes by."""
        with OPENER.open(f"{self.url}/health", timeout=PATIENCE_SECONDS) as answer:
            return str(json.load(answer)["document"]["plan_hash"])

    def wait_for(self, plan_hash: str) -> None:
        """Until it routes by a document, which it polls for."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.plan_hash != plan_hash:
            if time.monotonic() > deadline:
                raise Failure(
                    f"the backend does not get the document {plan_hash[:12]} that was pushed",
                    f"see {self.url}/health while `./langroute demo --keep` runs",
                )
            time.sleep(0.2)

    def headlines(self, model: str, scores: Sequence[float]) -> list[str]:
        """The headlines that a model scores nearest to these scores."""
        titles = [
            f"{first}, {second.lower()} y {third.lower()} en {place}"
            for place in PLACES
            for first, second, third in itertools.combinations(TOPICS, 3)
        ]
        asked = {"instances": [{"title": title} for title in titles]}
        said = _post(f"{self.models}/v1/models/{model}:predict", asked)["predictions"]
        scored = [(score, title) for (score,), title in zip(said, titles, strict=True)]
        return [min(scored, key=lambda one: abs(one[0] - wanted))[1] for wanted in scores]


@contextmanager
def backend(aws: LocalAws, environment: EnvironmentFile, state: Path) -> Iterator[Backend]:
    """Run both; they end with the block, or with this process however that ends."""
    with ExitStack() as stack:
        models = stack.enter_context(running(MODELS, os.environ, state))
        where = environment.appconfig
        told = {
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": models,
            "AWS_REGION": environment.region,
            "LANGROUTE_ENVIRONMENT": environment.environment,
            "LANGROUTE_APPCONFIG": f"{where.application}/{where.environment}/{where.profile}",
            "LANGROUTE_POLL": str(POLL_SECONDS),
            "LANGROUTE_STATE": str(state),
            "PORT": "0",
        }
        url = stack.enter_context(running(EXAMPLE / "app.py", aws.environment() | told, state))
        yield Backend(url, models)


@contextmanager
def running(
    program: Path, environ: Mapping[str, str], state: Path, words: Sequence[str] = ()
) -> Iterator[str]:
    """The address that a program with these words prints first."""
    log, metrics = state / f"{program.stem}.log", state / f"{program.stem}.metrics"
    until_alone = [sys.executable, "-P", "-X", "utf8", "-m", "scripts.tour.until_alone"]
    path = {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"}
    with log.open("wb") as told, metrics.open("wb") as measured:
        process = subprocess.Popen(
            [*until_alone, str(program), *words],
            env={**environ, **path},
            stdin=subprocess.PIPE,
            stdout=measured,
            stderr=told,
            start_new_session=True,  # Ctrl-C is ours to handle
        )
    try:
        yield _address(process, log)
    finally:
        end(process, STOP_SECONDS)


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if (lines := log.read_text("utf-8").splitlines()) and lines[0].startswith("http://"):
            return lines[0]
        time.sleep(0.05)
    said = log.read_text("utf-8").strip().splitlines()
    raise Failure(
        f"the backend of the example does not start: {said[-1] if said else 'it says nothing'}",
        f"see what it says: {sys.executable} examples/backend/app.py",
    )


def _post(url: str, body: Mapping[str, Any]) -> Data:
    """An answer as JSON."""
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
    with OPENER.open(request, timeout=PATIENCE_SECONDS) as answer:
        return dict(json.load(answer))

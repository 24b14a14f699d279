"""The backend of examples/ and its stand-in for the models, run as somebody who tries them."""

import json
import os
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from langroute.document import canonical, plan_hash
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts import PROJECT
from scripts.tour.example_backend import EXAMPLE, Backend, running
from scripts.tour.local_aws import SECRET, without_aws
from tests.sample import ACME

pytestmark = pytest.mark.slow

EVENT = {"id": "event-1001", "language": "es-MX", "title": "Huelga en el puerto de Bilbao"}


class Company:
    """A document that a backend reads from a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._document: Any = compile_tree(read(Folder(ACME)), "production")
        del self._document["languages"]["es"]["canary"]

    def publish(self, threshold: float, audit: int = 0) -> str:
        """Put one with another threshold and audit in its place, at once; its hash."""
        self._document["languages"]["es"]["primary"]["threshold"] = threshold
        self._document["languages"]["es"]["audit"] = audit
        raw = canonical(self._document)
        new = self.file.with_suffix(".new")
        new.write_bytes(raw)
        new.replace(self.file)
        return plan_hash(raw)


@contextmanager
def backend(company: Company, folder: Path, models: ExitStack) -> Iterator[Backend]:
    """A running backend; ``models`` ends what it asks."""
    bare = without_aws(os.environ) | {"PYTHONPATH": str(PROJECT / "src")}
    address = models.enter_context(running(EXAMPLE / "model_server.py", bare, folder))
    told = {
        "AWS_ACCESS_KEY_ID": SECRET,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": address,
        "LANGROUTE_ENVIRONMENT": "production",
        "LANGROUTE_FILE": str(company.file),
        "LANGROUTE_STATE": str(folder),
        "PORT": "0",
    }
    with running(EXAMPLE / "app.py", bare | told, folder) as url:
        yield Backend(url, address)


def refused(running: Backend, event: Any) -> tuple[int, str]:
    """The status and the words with which it refuses an event."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        running.answer(event)
    with caught.value as answer:
        return answer.code, json.load(answer)["error"]


def test_it_follows_the_document_and_leaves_records_and_metrics(tmp_path: Path) -> None:
    company = Company(tmp_path / "production.json")
    company.publish(0.999)
    with ExitStack() as models, backend(company, tmp_path, models) as running:
        before = running.answer(EVENT)
        running.wait_for(company.publish(0.999, audit=10_000))
        audited = running.answer(EVENT)
        running.wait_for(company.publish(0.001))
        after = running.answer(EVENT)

        assert refused(running, EVENT | {"language": "xx"}) == (
            HTTPStatus.BAD_REQUEST,
            "no entry for language 'xx': tried xx, und",
        )
        assert refused(running, {"id": "2", "language": "es"})[0] == HTTPStatus.BAD_REQUEST
        assert refused(running, ["no event"])[0] == HTTPStatus.BAD_REQUEST
        models.close()
        assert refused(running, EVENT)[0] == HTTPStatus.BAD_GATEWAY

    answers = [(one["relevant"], one["shown"]) for one in (before, audited, after)]
    assert answers == [(False, False), (False, True), (True, True)]
    assert before["score"] == after["score"]
    inbox = [json.loads(line) for line in (tmp_path / "inbox.jsonl").read_text().splitlines()]
    assert [(one["event_id"], one["why"]) for one in inbox] == [
        ("event-1001", "audit"),
        ("event-1001", "passed"),
    ]
    (log,) = tmp_path.glob("predictions-*.jsonl")
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [(one["language"], one["status"], one["passed"], one["audited"]) for one in told] == [
        ("es", 200, False, None),
        ("es", 200, False, 10_000),
        ("es", 200, True, None),
        ("es", 481, None, None),
        ("es", 503, None, None),
    ]
    metrics = [json.loads(line) for line in (tmp_path / "app.metrics").read_text().splitlines()]
    assert sum(sum(one.get("Failures", ())) for one in metrics) == 2
    assert sum(one.get("UnroutedEvents", 0) for one in metrics) == 1


def test_the_weights_are_those_that_the_headlines_teach(tmp_path: Path) -> None:
    learned = tmp_path / "relevance.json"
    files = [str(EXAMPLE / "relevance.py"), str(EXAMPLE / "headlines.tsv"), str(learned)]
    subprocess.run([sys.executable, *files], check=True)
    shipped, anew = (json.loads(one.read_bytes()) for one in (EXAMPLE / learned.name, learned))
    for kind in ("words", "characters"):
        # The last of three decimals may depend on the machine's exp.
        assert anew[kind] == pytest.approx(shipped[kind], abs=0.002)

"""The reader in JavaScript gets the same document from AppConfig and routes by it alike."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from langroute import Decision, Router, canonical
from tests.appconfig.company import Company
from tests.node import install, node
from tests.vectors.route import DOCUMENT

POLLING = Path(__file__).parent / "polling.mjs"
EVENTS = [
    *(("de", f"event-{number}") for number in range(100)),
    ("de-AT", "Überschwemmung"),
    ("DE", "زلزال"),
    ("en", "event-1"),
    ("de", None),
]
Poll = Callable[..., dict[str, Any]]


@pytest.fixture
def poll(company: Company, tmp_path: Path) -> Iterator[Poll]:
    """Let the reader poll once and route all events, in a process of its own."""
    folder = tmp_path / "reader"
    folder.mkdir()
    install(folder)
    shutil.copy(POLLING, folder)
    command = [node(), "polling.mjs", company.application, "staging", "routing"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin
        yield partial(_poll, process)
        process.stdin.close()
    assert process.returncode == 0


def _poll(process: subprocess.Popen[str], spoil: bool = False) -> dict[str, Any]:
    assert process.stdin
    assert process.stdout
    print(json.dumps({"events": EVENTS, "spoil": spoil}), file=process.stdin, flush=True)
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def as_json(decision: Decision) -> dict[str, Any]:
    """A decision as the reader in JavaScript prints its own."""
    return {
        "language": decision.language,
        "role": decision.role,
        "model": decision.model,
        "endpoint": dict(decision.endpoint),
        "fields": list(decision.fields),
        "required": list(decision.required),
        "threshold": decision.threshold,
        "score": {"minimum": decision.minimum, "maximum": decision.maximum},
        "requested": decision.requested,
        "found": decision.found,
        "keyed": decision.keyed,
        "planHash": decision.plan_hash,
        "bucket": decision.bucket,
        "audited": decision.audited,
        "copied": decision.copied,
        "compared": decision.compared,
        "extra": decision.extra,
        "shadows": [as_json(shadow) for shadow in decision.shadows],
        "fallback": as_json(decision.fallback) if decision.fallback else None,
    }


def routed(raw: bytes) -> list[dict[str, Any]]:
    router = Router(raw)
    return [as_json(router.route(language, key)) for language, key in EVENTS]


@pytest.mark.slow
def test_it_routes_like_the_backend_and_keeps_what_it_can_read(
    company: Company, poll: Poll
) -> None:
    assert company.push("staging", "--yes") == 0
    first = company.delivered("staging")
    answer = poll()
    assert (answer["failure"], answer["version"]) == (None, company.label())
    assert answer["decisions"] == routed(first)

    unchanged = poll()
    assert unchanged | {"tokens": []} == answer | {"tokens": []}

    second = canonical(DOCUMENT)
    company.start_at_once("staging", second)
    answer = poll()
    assert (answer["failure"], answer["version"]) == (None, "by-hand")
    assert answer["decisions"] == routed(second)

    company.start_at_once("staging", b'{"format": 3}')
    answer = poll()
    assert answer["refusal"] == "format 3 is unknown, not 1 or 2"
    assert answer["decisions"] == routed(second)
    assert len(set(answer["tokens"])) == len(answer["tokens"]) == 4

    assert poll(spoil=True)["failure"] == "BadRequestException"
    answer = poll()  # with a session of its own, which delivers anew
    assert (answer["failure"], answer["refusal"]) == (None, "format 3 is unknown, not 1 or 2")
    assert answer["decisions"] == routed(second)

"""Records, a document and a source of it, for the tests of what becomes of records."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from langroute.reader.serving import Serving
from langroute.recording import Record
from langroute.router import Router
from langroute.scale import ScoreError, cell

START = datetime(2026, 11, 9, 10, 0, 0, tzinfo=UTC)  # a Monday
THRESHOLD = 0.342
Document = dict[str, Any]


def answerer(model: str, **changed: Any) -> Document:
    """A primary of which a quarter passes; ``changed`` replaces members."""
    usual = {
        "model": model,
        "fields": ["title"],
        "required": ["title"],
        "threshold": THRESHOLD,
        "score": {"minimum": 0, "maximum": 1},
        "endpoint": {"kind": "http", "url": f"https://models.acme.example/{model}"},
        "passes": 2500,
    }
    return {name: value for name, value in (usual | changed).items() if value is not None}


def document(**languages: Document) -> Document:
    """A document of these languages, de with a primary and a shadow if none is given."""
    usual = {"de": language(answerer("words"), answerer("wide", traffic=2500))}
    return {"format": 1, "environment": "staging", "languages": languages or usual}


def language(primary: Document, *shadows: Document, **more: Document) -> Document:
    return {"source": "newswire", "primary": primary, "shadows": list(shadows), **more}


PLAN_HASH = Router(document()).plan_hash


class Fixed:
    """A source whose document a test exchanges."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.serve(given)

    def serve(self, given: Mapping[str, Any]) -> None:
        self.serving = Serving(Router(given), None, START)


PATIENCE = 600.0  # seconds that a recorder may take to close: a busy machine loses no record by it
STAGING = Fixed(document())


def record(number: int = 1, **changed: Any) -> Record:
    """An answer of the primary of de, with what follows from its score; 200 only with one."""
    score = changed.setdefault("score", 0.5)
    at = _cell(score)
    usual = Record(
        event_id=f"event-{number}",
        time=START,
        language="de",
        model="words",
        role="primary",
        status=200 if at is not None else 503,
        score=score,
        latency_ms=12.5,
        requested="de-AT",
        bucket=4711,
        cell=at,
        passed=None if at is None else at >= cell(THRESHOLD, 0, 1),
        final=True,
        plan_hash=PLAN_HASH,
        version="git-3f2a9c81b04d",
        error=None if at is not None else "connection refused",
    )
    return usual._replace(**changed)


def _cell(score: float | None) -> int | None:
    try:
        return None if score is None else cell(score, 0, 1)
    except ScoreError:
        return None

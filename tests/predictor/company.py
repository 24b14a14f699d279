"""A document of a few languages, and doubles of what stands around a predictor."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Condition, Event
from typing import Any

from langroute import Router
from langroute.predictor import Deadline, Predictor
from langroute.reader.serving import Serving
from langroute.recording.record import Record

Json = dict[str, Any]
SINCE = datetime(2026, 11, 2, 9, tzinfo=UTC)
EVENT = {"title": "Streik", "body": "Hafen", "id": 7}


def answerer(model: str, base: str = "http://models.test", **more: object) -> Json:
    return {
        "model": model,
        "fields": ["title", "body"],
        "required": ["title"],
        "threshold": 0.5,
        "score": {"minimum": 0, "maximum": 1},
        "endpoint": {"kind": "http", "url": f"{base}/{model}"},
        **more,
    }


def entry(primary: Json, canary: Json | None = None, *shadows: Json) -> Json:
    """A language's; canary and shadows are asked for every event."""
    everybody = {"traffic": 10_000}
    made = {
        "source": "newswire",
        "primary": primary,
        "shadows": [shadow | everybody for shadow in shadows],
    }
    return made if canary is None else made | {"canary": canary | everybody}


def document(form: int = 1, **languages: Json) -> Json:
    return {"environment": "production", "format": form, "languages": languages}


WORDS, E5, CHARS = (answerer(model) for model in ("words", "e5", "chars"))
LANGUAGES = {
    "de": entry(WORDS),
    "fr": entry(WORDS, E5),
    "it": entry(WORDS, E5 | {"on_failure": "primary"}),
    "es": entry(WORDS, None, E5, CHARS),
}


class Fixed:
    """A source whose document stays."""

    def __init__(
        self, languages: Json | None = None, version: str = "git-3f2a9c81b04d", form: int = 1
    ) -> None:
        self.serving = Serving(Router(document(form, **languages or LANGUAGES)), version, SINCE)


Reply = bytes | Exception | Callable[[bytes], bytes]


class Models:
    """An endpoint in this process that answers by model, as ``replies`` say."""

    def __init__(self, **replies: Reply) -> None:
        self.replies = replies
        self.asked: list[tuple[str, Json]] = []
        self.closed = 0

    def ask(
        self, where: Mapping[str, str], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        model = where["url"].rpartition("/")[2]
        self.asked.append((model, json.loads(body)))
        assert content_type == "application/json"
        assert deadline.left() > 0
        reply = self.replies[model]
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, bytes) else reply(body)

    def close(self) -> None:
        self.closed += 1


class Held:
    """A reply that comes when the test lets it."""

    def __init__(self, reply: bytes = b"0.9") -> None:
        self.reply = reply
        self.begun, self.go_on = Event(), Event()

    def __call__(self, _: bytes) -> bytes:
        self.begun.set()
        assert self.go_on.wait(10)
        return self.reply


class Kept(list[Record]):
    """Records, and a way to wait for those of shadows."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = Condition()

    def append(self, record: Record) -> None:
        with self._changed:
            super().append(record)
            self._changed.notify_all()

    def until(self, many: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self) >= many, 10)


def made(models: Models, records: Kept | None = None, **more: Any) -> Predictor:
    """A predictor of the languages above that asks the doubles."""
    source = more.pop("source", None) or Fixed()
    record = None if records is None else records.append
    more.setdefault("timeout", 60.0)
    return Predictor(source, record=record, endpoints={"http": models}, **more)


def seen(record: Record) -> tuple[str, int, bool]:
    """Who was asked, what became of it, and whether the caller got it."""
    return f"{record.role} {record.model}", record.status, record.final

"""A backend that keeps the relevant events for analysts: one file, any WSGI server.

    python app.py                       a server for development
    gunicorn --workers 4 'app:Backend()'

POST /events takes {"id", "language", "title", …} and answers what became of the event; GET /health
says by which document, how old that is and what was lost. What the analysts are to read goes to
inbox.jsonl: what passes, and what an audit draws of the rest. The environment says where to read:

    LANGROUTE_ENVIRONMENT  which environment's document, such as production
    LANGROUTE_APPCONFIG    application/environment/profile of AppConfig, as its file names them
    LANGROUTE_FILE         a compiled document to read instead, for development
    LANGROUTE_POLL         seconds between two looks for another document (default: 60)
    LANGROUTE_STATE        folder for saved document, records and inbox (default: here)
    AWS_REGION             of AppConfig; and whatever else boto3 takes
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from langroute import InvalidKey, MissingField, UnknownLanguage
from langroute.predictor import Answer, PredictionFailed, Predictor
from langroute.reader import AppConfigSource, FileSource
from langroute.recording import EmbeddedMetrics, Guards, JsonLines, Notice, Recorder

LONGEST = 1 << 20  # bytes of an event
Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

_log = logging.getLogger("backend")


class Backend:
    """Everything that lives as long as the process: made once, closed at its end."""

    def __init__(self) -> None:
        environment = os.environ["LANGROUTE_ENVIRONMENT"]
        state = Path(os.environ.get("LANGROUTE_STATE", "."))
        self.source = _source(environment, state)
        self.guards = Guards(self.source, _warn)
        # Evidence is built from the first; alarms and pushes look at the second.
        metrics = EmbeddedMetrics(self.source)
        self.recorder = Recorder(JsonLines(state / "predictions.jsonl"), metrics, self.guards)
        self.predictor = Predictor(self.source, record=self.recorder.write)
        self.inbox = Inbox(state / "inbox.jsonl")
        metrics.observe(self.predictor.gauges)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status, answer = self._answer(environ)
        body = json.dumps(answer).encode() + b"\n"
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{status} {status.phrase}", headers)
        return [body]

    def close(self) -> None:
        """In this order: what is asked last is still recorded."""
        self.predictor.close()
        self.recorder.close()
        self.source.close()

    def _answer(self, environ: Environ) -> tuple[HTTPStatus, dict[str, Any]]:
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "POST", "/events":
                return self._event(environ)
            case "GET", "/health":
                return HTTPStatus.OK, self._health()
            case _:
                return HTTPStatus.NOT_FOUND, {"error": "POST /events or GET /health"}

    def _event(self, environ: Environ) -> tuple[HTTPStatus, dict[str, Any]]:
        try:
            event = _read(environ)
            answer = self.predictor.predict(event["language"], event.get("id"), event)
        except (UnknownLanguage, MissingField, InvalidKey, ValueError, KeyError) as error:
            return HTTPStatus.BAD_REQUEST, {"error": str(error)}
        except PredictionFailed as error:
            if error.fault == "event":
                return HTTPStatus.BAD_REQUEST, {"error": str(error)}
            # Not dropped: whoever sends events keeps this one and sends it again.
            return HTTPStatus.BAD_GATEWAY, {"error": str(error)}
        if answer.shown:
            self.inbox.put(event, answer)
        return HTTPStatus.OK, {
            "relevant": answer.relevant,
            "shown": answer.shown,
            "score": round(answer.score, 4),
            "threshold": answer.decision.threshold,
            "model": answer.decision.model,
            "role": answer.decision.role,
            "language": answer.decision.language,
            "document": answer.version or answer.decision.plan_hash[:12],
        }

    def _health(self) -> dict[str, Any]:
        """Always 200: a stale document still answers, and every other process has the same."""
        return {
            "document": self.source.health().as_dict(),
            "predictions": self.predictor.counts._asdict(),
            "lost_records": dict(self.recorder.lost),
            "guards": [f"{guard}: {' '.join(asked)}" for asked, guard in self.guards.active()],
        }


class Inbox:
    """What the analysts read and label; in a company, a queue or a table.

    ``why`` is for whoever counts the labels. To the analysts all events look alike: who knows that
    a model dropped an event judges it by that.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def put(self, event: dict[str, Any], answer: Answer) -> None:
        why = "passed" if answer.relevant else "audit"
        shown = {
            "event_id": event.get("id"),
            "language": answer.decision.language,
            "title": event.get("title"),
            "why": why,
        }
        # Opened for each line, so that processes may share the file: a line is one write.
        with self._file.open("ab", buffering=0) as file:
            file.write(json.dumps(shown, ensure_ascii=False).encode(errors="replace") + b"\n")


def _source(environment: str, state: Path) -> AppConfigSource | FileSource:
    if file := os.environ.get("LANGROUTE_FILE"):
        return FileSource(file, compiled_for=environment)
    application, name, profile = os.environ["LANGROUTE_APPCONFIG"].split("/")
    return AppConfigSource(
        application,
        name,
        profile,
        region=os.environ["AWS_REGION"],
        compiled_for=environment,
        poll=float(os.environ.get("LANGROUTE_POLL", "60")),
        saved=state / "routing.json",
    )


def _warn(notice: Notice) -> None:
    """Where an incident would be opened."""
    _log.warning(notice.sentence)


def _read(environ: Environ) -> dict[str, Any]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not 0 < length <= LONGEST:
        raise ValueError(f"an event has 1 to {LONGEST} bytes")
    event = json.loads(environ["wsgi.input"].read(length))
    if not isinstance(event, dict) or "language" not in event:
        raise ValueError("an event is an object with a language")
    return event


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each event; for development."""

    daemon_threads = True


class Handler(WSGIRequestHandler):
    """Standard output is for metrics, and a line an event would hide everything else."""

    disable_nagle_algorithm = True  # it holds an answer back for 40 ms

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    backend = Backend()
    port = int(os.environ.get("PORT", "8080"))
    with closing(backend), make_server("127.0.0.1", port, backend, Server, Handler) as server:
        print(f"http://127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()

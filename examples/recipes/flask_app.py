"""Flask under gunicorn, whose settings are in gunicorn.conf.py beside this file.

    gunicorn flask_app:app                   threads
    WORKERS=gevent gunicorn flask_app:app    gevent

Loaded once and then forked: threads and connections are each worker's own. LANGROUTE_FILE is a
compiled document to read instead of AppConfig's.
"""

import atexit
import os
from typing import Any

from flask import Flask, request

from langroute import InvalidKey, MissingField, UnknownLanguage
from langroute.predictor import PredictionFailed, Predictor
from langroute.reader import AppConfigSource, FileSource
from langroute.recording import EmbeddedMetrics, JsonLines, Recorder


def _source() -> AppConfigSource | FileSource:
    if file := os.environ.get("LANGROUTE_FILE"):
        return FileSource(file)
    return AppConfigSource("langroute", "production", "routing", saved="routing.json")


source = _source()
metrics = EmbeddedMetrics(source)
recorder = Recorder(JsonLines(os.environ.get("LANGROUTE_LOG", "predictions.jsonl")), metrics)
predictor = Predictor(source, record=recorder.write)
metrics.observe(predictor.gauges)
# In the order of need: what is asked last is still recorded.
for part in (source, recorder, predictor):
    atexit.register(part.close)

app = Flask(__name__)


@app.post("/events")
def event() -> tuple[dict[str, Any], int]:
    asked = request.get_json()
    try:
        answer = predictor.predict(asked.get("language", ""), asked.get("id"), asked)
    except (UnknownLanguage, InvalidKey, MissingField) as error:
        return {"error": str(error)}, 400
    except PredictionFailed as error:
        return {"error": str(error)}, 502
    return {"shown": answer.shown, "score": answer.score, "model": answer.decision.model}, 200


@app.get("/health")
def health() -> dict[str, Any]:
    return {
        "document": source.health().as_dict(),
        "not_asked": predictor.open_breakers,
        "lost_records": dict(recorder.lost),
    }

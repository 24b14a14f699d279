"""FastAPI: everything lives from the start of the application to its end.

    uvicorn fastapi_app:app --workers 2

Each worker makes its own. LANGROUTE_FILE is a compiled document to read instead of AppConfig's.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException

from langroute import InvalidKey, MissingField, UnknownLanguage
from langroute.predictor import Overloaded, PredictionFailed, Predictor
from langroute.reader import AppConfigSource, FileSource
from langroute.recording import EmbeddedMetrics, JsonLines, Recorder


class Backend:
    """Made and closed on a thread: both may wait."""

    def __init__(self) -> None:
        with ExitStack() as made:
            self.source = made.enter_context(_source())
            metrics = EmbeddedMetrics(self.source)
            log = JsonLines(os.environ.get("LANGROUTE_LOG", "predictions.jsonl"))
            self.recorder = made.enter_context(Recorder(log, metrics))
            self.predictor = made.enter_context(Predictor(self.source, record=self.recorder.write))
            metrics.observe(self.predictor.gauges)
            self.parts = made.pop_all()  # closed the other way round: the predictor first


def _source() -> AppConfigSource | FileSource:
    if file := os.environ.get("LANGROUTE_FILE"):
        return FileSource(file)
    return AppConfigSource("langroute", "production", "routing", saved="routing.json")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.backend = backend = await asyncio.to_thread(Backend)
    yield
    await asyncio.to_thread(backend.parts.close)


app = FastAPI(lifespan=lifespan)


@app.post("/events")
async def event(event: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
    predictor: Predictor = app.state.backend.predictor
    try:
        answer = await predictor.predict_async(event.get("language", ""), event.get("id"), event)
    except (UnknownLanguage, InvalidKey, MissingField) as error:
        raise HTTPException(400, str(error)) from error
    except Overloaded as error:
        raise HTTPException(503, str(error)) from error
    except PredictionFailed as error:
        raise HTTPException(502, str(error)) from error
    return {"shown": answer.shown, "score": answer.score, "model": answer.decision.model}


@app.get("/health")
async def health() -> dict[str, Any]:
    backend: Backend = app.state.backend
    return {
        "document": backend.source.health().as_dict(),
        "not_asked": backend.predictor.open_breakers,
        "lost_records": dict(backend.recorder.lost),
    }

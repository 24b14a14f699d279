"""Plain asyncio: events from a queue, several at a time, and each one's trace goes to its model.

    python asyncio_consumer.py < events.jsonl

A model's server gets the header ``traceparent`` of W3C Trace Context with the id of the event's own
trace: predict_async keeps the context variables of whoever awaits it, and so do shadows.
LANGROUTE_FILE is a compiled document to read instead of AppConfig's.
"""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from langroute import InvalidKey, MissingField, UnknownLanguage
from langroute.predictor import Http, Overloaded, PredictionFailed, Predictor, SageMaker
from langroute.reader import AppConfigSource, FileSource

AT_ONCE = 16
traceparent: ContextVar[str] = ContextVar("traceparent")


def headers() -> dict[str, str]:
    """Of each call over HTTP. With OpenTelemetry: ``inject(carrier)`` in the place of this."""
    return {"traceparent": traceparent.get()}


async def consume(events: "asyncio.Queue[dict[str, Any]]", predictor: Predictor) -> None:
    """One of several that take events from the queue until they are cancelled."""
    while True:
        event = await events.get()
        given = event.get("traceparent")
        traceparent.set(given or f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01")
        try:
            answer = await predictor.predict_async(event.get("language", ""), event["id"], event)
            print(event["id"], "shown" if answer.shown else "dropped", answer.score)
        except (UnknownLanguage, InvalidKey, MissingField) as error:
            print(event["id"], "refused:", error)
        except (PredictionFailed, Overloaded) as error:
            print(event["id"], "to be sent again:", error)
        finally:
            events.task_done()


async def answer_all(lines: Iterable[str], predictor: Predictor) -> None:
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue(AT_ONCE)
    consumers = [asyncio.create_task(consume(events, predictor)) for _ in range(AT_ONCE)]
    for line in lines:
        await events.put(json.loads(line))
    await events.join()
    for consumer in consumers:
        consumer.cancel()


def source() -> AppConfigSource | FileSource:
    if file := os.environ.get("LANGROUTE_FILE"):
        return FileSource(file)
    return AppConfigSource("langroute", "production", "routing", saved="routing.json")


def main() -> None:
    endpoints = {"http": Http(headers=headers), "sagemaker": SageMaker(longest=2.0)}
    with source() as read, Predictor(read, endpoints=endpoints) as predictor:
        asyncio.run(answer_all(sys.stdin, predictor))


if __name__ == "__main__":
    main()

"""What an endpoint that hangs costs the events of others, and its own: with breakers and without.

Run with PYTHONPATH at the sources of an older version it says what that did.
"""

import asyncio
import io
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from langroute import Router, predictor
from langroute.predictor import Predictor, SageMaker
from langroute.reader.serving import Serving

HANGS = 3.0  # seconds
ANSWERS = 0.01
EVENT = {"title": "Streik"}


class Runtime:
    """SageMaker runtime with one endpoint that hangs and one that works."""

    def invoke_endpoint(self, EndpointName: str, **_: object) -> dict[str, Any]:
        time.sleep(HANGS if EndpointName == "hangs" else ANSWERS)
        return {"Body": io.BytesIO(b"0.9")}

    def close(self) -> None:
        """As botocore's."""


class Fixed:
    """A source of three languages: ``de`` works, ``fr`` hangs, the canary of ``it`` does."""

    def __init__(self) -> None:
        works, hangs = _answerer("works"), _answerer("hangs")
        canary = hangs | {"traffic": 10_000, "on_failure": "primary"}
        languages = {
            "de": _entry(works),
            "fr": _entry(hangs),
            "it": _entry(works) | {"canary": canary},
        }
        document = {"environment": "production", "format": 1, "languages": languages}
        self.serving = Serving(Router(document), None, datetime.now(UTC))


def _entry(primary: dict[str, Any]) -> dict[str, Any]:
    return {"source": "newswire", "primary": primary, "shadows": []}


def _answerer(name: str) -> dict[str, Any]:
    return {
        "model": name,
        "fields": ["title"],
        "required": ["title"],
        "threshold": 0.5,
        "score": {"minimum": 0, "maximum": 1},
        "endpoint": {"kind": "sagemaker", "region": "eu-central-1", "name": name},
    }


def _made(timeout: float, more: dict[str, Any]) -> Predictor:
    endpoints = {"sagemaker": SageMaker(client=lambda _: Runtime())}
    return Predictor(Fixed(), endpoints=endpoints, timeout=timeout, **more)


def beside_eighty(more: dict[str, Any]) -> int:
    """How many of ten calls are answered beside eighty that hang."""
    answered = 0
    with _made(2.0, more) as asked, ThreadPoolExecutor(80) as callers:
        for _ in range(80):
            callers.submit(asked.predict, "fr", "k", EVENT)
        time.sleep(0.3)
        for _ in range(10):
            with suppress(predictor.PredictionFailed):
                asked.predict("de", "k", EVENT)
                answered += 1
    return answered


async def in_a_loop(asked: Predictor) -> tuple[int, int, float]:
    """Forty events a second of each for six seconds: of the one that works, all, failures, p50."""
    took: list[float] = []
    failed = 0

    async def one(language: str) -> None:
        nonlocal failed
        began = time.monotonic()
        ok = True
        try:
            await asked.predict_async(language, "k", EVENT)
        except (predictor.PredictionFailed, predictor.Overloaded):
            ok = False
        if language == "de":
            failed += not ok
            took.append(time.monotonic() - began)

    tasks = []
    for _ in range(240):
        tasks += [asyncio.create_task(one(language)) for language in ("fr", "de")]
        await asyncio.sleep(0.025)
    await asyncio.gather(*tasks)
    return len(took), failed, statistics.median(took) * 1000


def of_a_canary(more: dict[str, Any]) -> int:
    """How many of thirty events took half of their limit, for their canary hangs."""
    slow = 0
    with _made(1.0, more) as asked:
        for _ in range(30):
            began = time.monotonic()
            asked.predict("it", "k", EVENT)
            slow += time.monotonic() - began > 0.4
    return slow


def main() -> None:
    kinds: dict[str, dict[str, Any]] = {"as it comes": {}}
    if hasattr(predictor, "Limits"):
        kinds["without breakers"] = {"limits": predictor.Limits(failures=sys.maxsize)}
    print(
        f"an endpoint that hangs for {HANGS:g} s beside one that answers in {ANSWERS * 1000:g} ms"
    )
    for name, more in kinds.items():
        print(f"  {name}: {beside_eighty(more)} of 10 calls are answered beside 80 that hang")
        with _made(2.0, more) as asked:
            events, failed, p50 = asyncio.run(in_a_loop(asked))
        print(f"    in a loop {failed} of {events} fail, p50 {p50:.0f} ms")
        print(
            f"    {of_a_canary(more)} of 30 events of a canary that hangs take half of their limit"
        )


if __name__ == "__main__":
    main()

"""A BentoML service whose answers have the forms that such services have."""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

import bentoml  # type: ignore[import-not-found]
from pydantic import BaseModel


class Scored(BaseModel):
    probability: float
    label: str


@bentoml.service(workers=1)
class Scorer:
    @bentoml.api
    def number(self, title: str, body: str = "") -> float:
        return 0.75 if title and body else 0.0

    @bentoml.api
    def scored(self, title: str) -> Scored:
        return Scored(probability=0.625, label=title)

    @bentoml.api
    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        return {"result": [{"probability": 0.5 if event["title"] else 0.0}]}

    @bentoml.api
    def pipeline(self, inputs: str) -> list[dict[str, Any]]:
        relevant = 0.875 if inputs == "Streik" else 0.0
        return [{"label": "IRRELEVANT", "score": 0.1}, {"label": "RELEVANT", "score": relevant}]

    @bentoml.api
    def batch(self, inputs: list[dict[str, Any]]) -> list[float]:
        return [0.25 for _ in inputs]

"""Models that are really learned, golden files of what they say, and servers with something wrong.

The models are those of examples/backend, learned from one half of its headlines; events are made of
the other half, so that scores are those of texts that a model has not seen.
"""

import csv
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

from langroute.decision import Decision
from langroute.predictor.attempt import Event, Outcome
from langroute.predictor.deadline import Deadline
from langroute.predictor.failure import CallFailed
from langroute_repo.golden.judge import GoldenFault, judge
from langroute_repo.golden.known import Known, known_of
from langroute_repo.golden.target import Document, Target, compiled, routed
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import File, Tree
from scripts.asking.rounds import Asks, Rounds

ROOT = Path(__file__).parents[2]
BACKEND = ROOT / "examples/backend"
BASE = ROOT / "tests/rules/base"
APART = 0.08  # between the lowest and the highest score, as alike-golden-queries asks for it
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LANGUAGES = {"en": range(18), "es": range(18, 29), "de": range(29, 40)}  # rows of each label


@cache
def _relevance() -> Any:
    spec = spec_from_file_location("relevance", BACKEND / "relevance.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def headlines(language: str, *, learned: bool) -> tuple[tuple[str, bool], ...]:
    """Every second headline of a language, with its label: those to learn from, or the others."""
    with (BACKEND / "headlines.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    of = [
        row
        for label in ("1", "0")
        for at, row in enumerate(one for one in rows if one["relevant"] == label)
        if at in LANGUAGES[language]
    ]
    return tuple((row["title"], row["relevant"] == "1") for row in of[not learned :: 2])


@cache
def weights(kind: str, language: str) -> dict[str, float]:
    learned: dict[str, float] = _relevance().learn(kind, list(headlines(language, learned=True)))
    return learned


Model = Callable[[dict[str, Any]], float]


def model(kind: str, language: str) -> Model:
    """A model over title and body."""

    def score(event: dict[str, Any]) -> float:
        text = " ".join(str(event.get(name, "")) for name in ("title", "body"))
        found: float = _relevance().score(kind, weights(kind, language), text)
        return found

    return score


def shipped(kind: str, event: dict[str, str]) -> float:
    """What the model of examples/backend itself says of a title and a body."""
    learned = json.loads((BACKEND / "relevance.json").read_text("utf-8"))[kind]
    found: float = _relevance().score(kind, learned, f"{event['title']} {event['body']}")
    return found


def event(draw: random.Random) -> dict[str, str]:
    """Title and body of headlines that no model has learned from."""
    title, first, second = draw.sample(headlines("en", learned=False), 3)
    return {"title": title[0], "body": f"{first[0]}. {second[0]}"}


class Recorded(NamedTuple):
    """A golden file with what is asked, and what other files know."""

    target: Target
    known: list[Known]

    def faults(self, server: Asks) -> list[GoldenFault]:
        rounds = Rounds(server, 30.0, 1000, pause=lambda _: None)
        events = list(enumerate(self.target.golden.events))
        return judge(self.target, rounds.ask(self.target, events), self.known)

    def at(self, endpoint: dict[str, Any]) -> "Recorded":
        """The same at another endpoint."""
        decision = self.target.decision._replace(endpoint=endpoint)
        return self._replace(target=replace(self.target, decision=decision))


@cache
def tree() -> Tree:
    """The base of the rules' examples."""
    return read(Folder(BASE))


def golden(name: str, scored: Iterable[tuple[dict[str, Any], float]]) -> File[GoldenFile]:
    """A golden file of events and their scores."""
    held = GoldenFile.model_validate(
        {
            "model": name,
            "language": "en",
            "fields": ["title", "body"],
            "events": [
                {"about": "one of the test", "event": fields, "gives": Decimal(f"{score:.4f}")}
                for fields, score in scored
            ],
        }
    )
    return File(f"config/golden/{name}/en.yaml", b"", {}, held)


@cache
def _document() -> tuple[Document, str]:
    return compiled(tree(), "production")


def target(held: File[GoldenFile]) -> Target:
    """The primary of the base's German, asked what this file asks for English."""
    first = next(routed(_with({"words/de": held}), *_document()))
    assert isinstance(first, Target)
    return first


def _with(held: dict[str, File[GoldenFile]]) -> Tree:
    return replace(tree(), golden=held)


def recorded(draw: random.Random, events: int, own: Model, others: dict[str, Model]) -> Recorded:
    """A golden file as the rules ask for it, and what those of other models say of its events."""
    while True:
        drawn = [event(draw) for _ in range(events)]
        scores = [own(one) for one in drawn]
        if max(scores) - min(scores) >= APART:
            break
    held = golden("words", zip(drawn, scores, strict=True))
    more = {
        f"{name}/en": golden(name, [(one, other(one)) for one in drawn])
        for name, other in others.items()
    }
    return Recorded(target(held), known_of(_with({"words/en": held} | more)))


class Server:
    """Answers as ``says``, which gets the event and how many were asked before."""

    def __init__(
        self, says: Callable[[dict[str, Any], int], float | int], first_ms: float = 40.0
    ) -> None:
        self._says, self._first_ms = says, first_ms
        self.asked = 0

    def ask(self, decision: Decision, event: Event, deadline: Deadline) -> Outcome:  # noqa: ARG002
        said = self._says(dict(event.fields), self.asked)
        latency = self._first_ms if self.asked == 0 else 40.0
        self.asked += 1
        if isinstance(said, int):  # a status
            cause = CallFailed(said, f"answered {said}")
            return Outcome(NOW, latency, said, cause=cause)
        return Outcome(NOW, latency, 200, said, decision.cell(min(max(said, 0.0), 1.0)))

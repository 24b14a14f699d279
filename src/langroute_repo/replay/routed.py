"""Routes recorded events by the old and by the new document, with the router of the backend."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from langroute.decision import Decision
from langroute.document import canonical
from langroute.router import Router, UnknownLanguage
from langroute.scale import ScoreError
from langroute_repo.evidence.log import EvidenceError
from langroute_repo.replay.recorded_events import RecordedEvent
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.tree import Tree

Scores = tuple[float | None, float | None]  # of the model before, of the model after
Fields = Mapping[tuple[str, str], frozenset[str]]  # by language and model


class Outcome(NamedTuple):
    """What became of an event before and after.

    A model is None where no entry answers for the event's language; a verdict (kept or dropped)
    is None where no recorded score of the model says it. ``settled``: the same model decides by
    the same rule on the same input, so that the verdict stays whatever the score.
    """

    model_before: str | None
    model_after: str | None
    kept_before: bool | None
    kept_after: bool | None
    settled: bool

    @property
    def moved(self) -> bool:
        """Whether another model answers."""
        return self.model_before != self.model_after

    @property
    def turned(self) -> bool | None:
        """Whether the verdict changes; None where that is not known."""
        if self.settled:
            return False
        if self.kept_before is None or self.kept_after is None:
            return None
        return self.kept_before != self.kept_after


class Sample(NamedTuple):
    """One event to look at, with the scores that decided."""

    event_id: str
    score_before: float | None
    score_after: float | None


@dataclass(slots=True)
class Tally:
    """The events of one language by what became of them, with the first samples of each."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    samples: dict[Outcome, list[Sample]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Replayed:
    """All events of a log; ``without_id`` of them are drawn for nothing and go to the primary."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    events: int = 0
    without_id: int = 0


class Configuration:
    """One state of the files as an environment's backend would route by it."""

    def __init__(self, tree: Tree, environment: str) -> None:
        document = _document(tree, environment)
        self.router = Router(canonical(document))
        self.fields = dict(_fields(document))

    def route(self, event: RecordedEvent) -> Decision | None:
        """Who answers for an event; None where no entry does."""
        try:
            return self.router.route(event.language, event.id)
        except UnknownLanguage:
            return None

    def answers(self, language: str) -> bool:
        """Whether some entry answers for a language."""
        return self.route(RecordedEvent(None, language, {})) is not None


class Replay:
    """Takes events one by one and keeps a tally for each language."""

    def __init__(self, before: Configuration, after: Configuration, samples: int) -> None:
        self.before, self.after = before, after
        self.result = Replayed()
        self._samples = samples
        self._same_input: dict[tuple[str, str, str], bool] = {}

    def run(self, events: Iterable[RecordedEvent], told: Callable[[int], None]) -> Replayed:
        """Replay them all; ``told`` is called with how many are done."""
        for event in events:
            self.take(event)
            told(self.result.events)
        return self.result

    def take(self, event: RecordedEvent) -> None:
        """Route one event both ways and count what became of it."""
        was, now = self.before.route(event), self.after.route(event)
        answering = now or was
        if answering is None:
            return
        same_input = was is None or now is None or self._has_same_input(was, now)
        scores = (
            event.scores.get(was.model) if was else None,
            event.scores.get(now.model) if now and same_input else None,
        )
        outcome = Outcome(
            was.model if was else None,
            now.model if now else None,
            kept(was, scores[0]),
            kept(now, scores[1]),
            was is not None and now is not None and same_input and _rule(was) == _rule(now),
        )
        self._count(answering.language, event, outcome, scores)

    def _count(self, language: str, event: RecordedEvent, outcome: Outcome, scores: Scores) -> None:
        self.result.events += 1
        self.result.without_id += event.id is None
        tally = self.result.tallies.get(language)
        if tally is None:
            tally = self.result.tallies[language] = Tally()
        tally.outcomes[outcome] += 1
        if event.id is not None and tally.outcomes[outcome] <= self._samples:
            tally.samples[outcome].append(Sample(event.id, *scores))

    def _has_same_input(self, was: Decision, now: Decision) -> bool:
        """Whether the new model was sent then what it is sent now; a model new here cannot say."""
        key = was.language, now.language, now.model
        same = self._same_input.get(key)
        if same is None:
            fields = self.after.fields[key[1:]]
            same = self.before.fields.get((was.language, now.model), fields) == fields
            self._same_input[key] = same
        return same


def _rule(decision: Decision) -> tuple[object, ...]:
    """All that a score's verdict depends on."""
    return decision.model, decision.threshold_cell, decision.minimum, decision.maximum


def kept(decision: Decision | None, score: float | None) -> bool | None:
    """Whether the event is kept; None where no score of this scale says it."""
    if decision is None or score is None:
        return None
    try:
        return decision.relevant(score)
    except ScoreError:  # the scale of the model is another one than it was recorded on
        return None


def _document(tree: Tree, environment: str) -> dict[str, Any]:
    """The document of a state without a fault; EvidenceError for any other, and why."""
    faulty = [stray.path for stray in tree.strays if not stray.retired]
    faulty += [file.path for file in tree.files() if file.model is None]
    if faulty:
        raise EvidenceError(f"{faulty[0]} of {tree.name} is at fault", "./langroute check says why")
    if environment not in tree.environments:
        known = ", ".join(tree.environments) or "none"
        raise EvidenceError(f'{tree.name} has no environment "{environment}"', f"it has {known}")
    document = compile_tree(tree, environment)
    for tag in tree.languages:
        if tag not in document["languages"]:
            # Left out, its events would be answered by a wider tag, which no backend would do.
            message = f"{tag} of {tree.name} does not compile for {environment}"
            raise EvidenceError(message, "./langroute check says what to mend")
    return document


def _fields(document: Mapping[str, Any]) -> Iterable[tuple[tuple[str, str], frozenset[str]]]:
    """What each model of each language is sent."""
    for tag, entry in document["languages"].items():
        answerers = [*entry["shadows"], *filter(None, (entry.get("canary"), entry["primary"]))]
        for answerer in answerers:
            yield (tag, answerer["model"]), frozenset(answerer["fields"])

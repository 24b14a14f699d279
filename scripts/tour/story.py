"""What the demo tells with: a language, a mistake and a good change in it, and three events."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import PurePath
from typing import Any

from langroute.document import canonical
from langroute.router import Router, bucket
from langroute.scale import CELLS
from langroute_repo.editing.spans import Spans
from langroute_repo.evidence.seal import NONE
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.model import SageMaker, Scale
from langroute_repo.tree.tree import File, Tree, valid
from scripts.terminal.failure import Failure

LOWERED = 10  # cells by which the good change lowers the threshold
AWAY = 20  # cells from a threshold to the events that the change does not touch
THRESHOLD = ("primary", "threshold")
VERSION = re.compile(r"(.*-v)(\d+)")
LARGEST = 5000  # basis points: no canary of the tour is asked for more

Answer = Mapping[str, Any]  # what the example's backend says of an event
Sealed = tuple[str, File[LanguageFile], LanguageFile]


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """An event that the primary answers for, with the score that it gives."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Story:
    """A threshold to lower, another language's to mistake for it, and events around both values.

    The events have scores at the old value and above, between the two, and below the new one.
    """

    tag: str
    path: str
    donor: str
    before: Decimal
    value: Decimal
    pasted: bytes  # the file with the donor's threshold in it
    events: tuple[StoryEvent, ...]


def choose(tree: Tree, environment: str) -> Story:
    """The language with most events that will do, rather one without examples: they fix a value.

    The donor is the language whose threshold for the same model is furthest away.
    """
    sealed = list(_sealed(tree))
    for tag, file, language in sorted(sealed, key=lambda one: _rank(tree, one[2])):
        old, scale = language.primary.threshold.at, _scale(tree, language)
        step = (scale.maximum - scale.minimum) / CELLS
        new = old - LOWERED * step
        scores = (old + AWAY * step, (old + new) / 2, new - AWAY * step)
        donor = _furthest(sealed, language)
        if donor and scale.minimum < scores[2] and scores[0] < scale.maximum:
            pasted = _pasted(file.raw, donor.raw)
            events = _events(tree, environment, tag, scores)
            return Story(tag, file.path, PurePath(donor.path).stem, old, new, pasted, events)
    raise Failure(
        "the demo needs two languages with the same primary model and sealed thresholds",
        "run it on a tree that has them, such as the sample company's: ./langroute demo",
    )


def _sealed(tree: Tree) -> Iterator[Sealed]:
    for tag, file, language in valid(tree.languages):
        primary = language.primary
        if tree.model(primary.model) and primary.threshold.evidence != NONE:
            yield tag, file, language


def _rank(tree: Tree, language: LanguageFile) -> tuple[bool, float, str]:
    evidence = tree.evidence(language.primary.model, language.language)
    events = evidence.events.per_day if evidence else 0.0
    return language.language in tree.cases, -events, language.language


def _scale(tree: Tree, language: LanguageFile) -> Scale:
    model = tree.model(language.primary.model)
    assert model is not None
    return model.score


def _furthest(sealed: list[Sealed], language: LanguageFile) -> File[LanguageFile] | None:
    own = language.primary
    others = [
        (abs(other.primary.threshold.at - own.threshold.at), file)
        for _, file, other in sealed
        if other.primary.model == own.model and other.primary.threshold.at != own.threshold.at
    ]
    return max(others, key=lambda one: one[0])[1] if others else None


def _events(
    tree: Tree, environment: str, tag: str, scores: tuple[Decimal, ...]
) -> tuple[StoryEvent, ...]:
    """Scores get keys that the primary answers for, whatever a canary takes, also a new one."""
    router, new = Router(canonical(compile_tree(tree, environment))), _newcomers(tree)
    keys = (key for key in map("event-{}".format, count(1001)) if _primary(router, tag, key, new))
    return tuple(StoryEvent(next(keys), float(score)) for score in scores)


def _primary(router: Router, tag: str, key: str, new: Sequence[str]) -> bool:
    return router.route(tag, key).role == "primary" and all(
        bucket(one, tag, key) >= LARGEST for one in new
    )


def _newcomers(tree: Tree) -> list[str]:
    """What new models may be called, by those that they begin from at an endpoint of SageMaker."""
    held = valid(tree.models)
    return [following(tree, name) for name, _, one in held if isinstance(one.endpoint, SageMaker)]


def following(tree: Tree, model: str) -> str:
    """The name of a model's next version."""
    found = VERSION.fullmatch(model)
    begin, number = (found[1], int(found[2])) if found else (f"{model}-v", 1)
    while (name := f"{begin}{number + 1}") in tree.models:
        number += 1
    return name


def _pasted(raw: bytes, donor: bytes) -> bytes:
    """What a colleague makes of a file who copies the threshold's line from another."""
    spans = Spans.of(raw)
    start, end = spans.value(THRESHOLD)
    text = spans.text[:start] + Spans.of(donor).shown(THRESHOLD) + spans.text[end:]
    return text.encode()


def answers(titles: Sequence[str], said: Sequence[Answer]) -> list[str]:
    """What a backend said of each event, one line each, in columns."""
    rows = [
        (title, f"{one['score']:.3f}", _told(one)) for title, one in zip(titles, said, strict=True)
    ]
    return _columns([("event", "score", "answer"), *rows])


def compared(titles: Sequence[str], before: Sequence[Answer], after: Sequence[Answer]) -> list[str]:
    """The same before and after a change."""
    rows = [("event", "score", "before", "after", "")]
    for title, was, now in zip(titles, before, after, strict=True):
        told = (_told(was), _told(now))
        changed = "changed" if told[0] != told[1] else ""
        rows.append((title, f"{now['score']:.3f}", *told, changed))
    return _columns(rows)


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    cells = (zip(row, widths, strict=True) for row in rows)
    return [
        "   ".join(["", *(f"{cell:<{width}}" for cell, width in row)]).rstrip() for row in cells
    ]


def _told(answer: Answer) -> str:
    return f"{'kept' if answer['relevant'] else 'dropped'} by {answer['model']}"

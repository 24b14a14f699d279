"""A generated company whose languages score like real ones: what the shipped evidence looks like.

Each pair of a model and a language mixes the recorded scores of two real languages and stretches
the scale a little, so that thresholds differ between languages as they do in the shipped tree;
from that, events are drawn anew. Which are relevant follows the share of relevant events near a
score, and which have a label what passes: half of the languages audit what is dropped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from langroute.scale import CELLS
from langroute_repo.evidence.seal import line, sealed
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.evidence import (
    Events,
    Evidence,
    EvidenceScale,
    Week,
    Window,
    render,
)
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.files.source import SourceFile
from langroute_repo.tree.files.strata import Strata
from langroute_repo.tree.read import read_file
from tests.bench.company import ENVIRONMENT, MODELINE
from tests.mistakes.labels import Habit, labelled, relevant
from tests.mistakes.names import GENERATED
from tests.mistakes.state import State, evidence_path, language_path

# Each with the model of the shipped tree whose scores it takes, and the fields it can use.
MODELS = {
    "words-v1": ("relevance-words-v1", ("body", "summary", "location", "region")),
    "chars-v2": ("relevance-chars-v2", ("body", "region")),
    "embedding-v3": ("relevance-use-v3", ("body", "location")),
}
RAMP = ("1%", "5%", "10%", "25%", "50%")
RECALL = 0.85  # what the thresholds of the shipped tree keep, too
AUDITS = (0.0, 0.05)
STEP = Decimal("0.001")
NEAR = 25  # cells: as far as labels on either side tell of a score

SCALE = EvidenceScale(minimum=0.0, maximum=1.0)


@dataclass
class Builder:
    """The files so far, and the thresholds that are taken, for no two languages share one."""

    shipped: State
    chance: Random
    files: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, SourceFile] = field(default_factory=dict)
    taken: set[tuple[str, Decimal]] = field(default_factory=set)

    def file(self, path: str, kind: str, text: str) -> bytes:
        up = "../" * path.count("/")
        self.files[path] = (MODELINE.format(up=up, kind=kind) + text).encode()
        return self.files[path]


def company(shipped: State, seed: int, languages: int = len(GENERATED)) -> State:
    """A whole tree; the same seed gives the same one."""
    made = Builder(shipped, Random(f"company {seed}"))
    made.files["config/policy.yaml"] = shipped.files["config/policy.yaml"]
    tags = sorted(made.chance.sample(sorted(GENERATED), languages))
    _sources(made, tags)
    for model, (_, optional) in MODELS.items():
        text = MODEL.format(model=model, optional=", ".join(optional))
        made.file(f"config/models/{model}.yaml", "model", text)
    for name, after in (("staging", ""), ("production", "after: staging\n")):
        text = ENVIRONMENT.format(environment=name, after=after)
        made.file(f"config/environments/{name}.yaml", "environment", text)
    for tag in tags:
        _language(made, tag)
    return State.of(made.files)


def _sources(made: Builder, tags: Sequence[str]) -> None:
    some = made.chance.sample(tags, len(tags) // 3)
    region = made.chance.sample(tags, len(tags) // 2)
    texts = {
        "newswire": SOURCE.format(some=", ".join(sorted(some)), others=", ".join(tags[::4])),
        "bulletins": BULLETINS.format(region=", ".join(sorted(region))),
    }
    for name, text in texts.items():
        path = f"config/sources/{name}.yaml"
        model = read_file(made.file(path, "source", text), path, SourceFile).model
        assert model is not None
        made.sources[name] = model


def _language(made: Builder, tag: str) -> None:
    chance = made.chance
    per_day = float(chance.choice((120, 300, 600, 1300, 4000)))
    primary, canary, shadow = chance.sample(sorted(MODELS), 3)
    audit, share, thresholds = chance.choice(AUDITS), 0.0, {}
    for model in (primary, canary, shadow):
        # The primary decides what the others' labels are of.
        evidence, at = _drawn(made, model, tag, per_day, audit, share)
        made.files[evidence_path(model, tag)] = render(evidence).encode()
        thresholds[model] = sealed(at, evidence)
        share = share or evidence.share(float(at))
    source = chance.choice(("newswire", "newswire", "newswire", "bulletins"))
    lines = [f"language: {tag}", f'owners: ["@acme/risk-{chance.randrange(6)}"]']
    lines += [f"source: {source}", "", "primary:"]
    lines += _answerer(made, tag, source, primary, thresholds[primary])
    if chance.random() < 0.6:
        lines += ["", f"canary: # RISK-{chance.randrange(2000, 2400)}"]
        lines += [f"  traffic: {chance.choice(RAMP)}"]
        lines += _answerer(made, tag, source, canary, thresholds[canary])
    if chance.random() < 0.5:
        lines += ["", "shadows:", "  - traffic: 25%"]
        lines += [f"  {one}" for one in _answerer(made, tag, source, shadow, thresholds[shadow])]
    made.file(language_path(tag), "language", "\n".join([*lines, ""]))
    if chance.random() < 0.5:
        made.file(f"config/cases/{tag}.yaml", "cases", CASES.format(tag=tag))


def _answerer(
    made: Builder, tag: str, source: str, model: str, threshold: Threshold
) -> Iterator[str]:
    there = fields_in(made.sources[source], tag)
    usable = [one for one in there if one in MODELS[model][1]]
    fields = ["title", *(one for one in usable if made.chance.random() < 0.7)]
    yield f"  model: {model}"
    yield f"  fields: [{', '.join(fields)}]"
    yield f"  threshold: {line(threshold)}"


def _free(made: Builder, model: str, good: Sequence[int]) -> Decimal:
    """The highest free value that keeps 85 % of the relevant events."""
    at = value_keeping(good, RECALL)
    while (model, at) in made.taken:
        at -= STEP
    made.taken.add((model, at))
    return at


def value_keeping(good: Sequence[int], recall: float) -> Decimal:
    """The highest value at which at least this share of the relevant events passes, by cell."""
    above = list(accumulate(reversed(good)))[::-1]
    kept = (cell for cell in range(CELLS, 0, -1) if above[cell] >= recall * above[0])
    return (Decimal(next(kept, 1)) / CELLS).quantize(STEP)


def _drawn(
    made: Builder, model: str, tag: str, per_day: float, audit: float, share: float
) -> tuple[Evidence, Decimal]:
    """Evidence of a primary, or of another model beside one that passes a share of the events.

    And its threshold.
    """
    chance = made.chance
    real = _evidence_of(made.shipped, MODELS[model][0])
    one, other = chance.sample(real, 2)
    weight = chance.uniform(0.5, 1.0)
    stretch = chance.uniform(0.8, 1.25)
    weights = [
        weight * a / one.total + (1 - weight) * b / other.total
        for a, b in zip(one.counts, other.counts, strict=True)
    ]
    relevance = _relevance(one, other)
    counts, good = [0] * (CELLS + 1), [0] * (CELLS + 1)
    for drawn in chance.choices(range(CELLS + 1), weights, k=chance.randrange(1500, 6000)):
        cell = round(CELLS * (drawn / CELLS) ** stretch)
        counts[cell] += 1
        good[cell] += chance.random() < relevance[drawn]
    at = _free(made, model, good)
    threshold = None if share else int(at * CELLS)
    rest = sum(counts) - sum(good)
    others = max(0.0, share * sum(counts) - RECALL * sum(good)) / max(1, rest)
    habit = Habit(threshold, (RECALL, min(1.0, others)), audit)
    shape = shape_of(model, tag, sum(counts), per_day)
    return labelled(shape, counts, good, habit, chance), at


def _evidence_of(shipped: State, model: str) -> list[Evidence]:
    found = (shipped.tree.evidence(*pair) for pair in sorted(shipped.tree.evidence_paths))
    return [one for one in found if one and one.model == model]


def _relevance(one: Evidence, other: Evidence) -> list[float]:
    """The share of relevant events at each score, smoothed over the scores near it."""
    counts = [a + b for a, b in zip(one.counts, other.counts, strict=True)]
    good = [a + b for a, b in zip(relevant(one), relevant(other), strict=True)]
    return [
        sum(good[max(0, cell - NEAR) : cell + NEAR])
        / max(1, sum(counts[max(0, cell - NEAR) : cell + NEAR]))
        for cell in range(CELLS + 1)
    ]


def shape_of(model: str, tag: str, events: int, per_day: float, window: str = "old") -> Evidence:
    """Evidence of so many events whose counts are still to come."""
    none: dict[str, Any] = {"events": 0, "cells": None, "labelled": [], "relevant": []}
    return Evidence(
        format=2,
        language=tag,
        model=model,
        score=SCALE,
        window=window_of(window),
        events=Events(per_day=per_day, peak_per_second=2),
        passed_at=None,
        weeks=weeks_of(events, window),
        digest="00000000",
        counts=[0] * (CELLS + 1),
        strata=Strata.model_validate(
            {"kept": none, "dropped": none, "unknown": {"events": 0, "labelled": 0, "relevant": 0}}
        ),
    )


def window_of(name: str) -> Window:
    first, last = WINDOWS[name]
    return Window.model_validate({"from": first, "to": last})


def weeks_of(events: int, name: str) -> list[Week]:
    half = events // 2
    return [
        Week(monday=WINDOWS[name][0], events=half, passed=None),
        Week(monday=MIDDLES[name], events=events - half, passed=None),
    ]


WINDOWS: Mapping[str, tuple[str, str]] = {
    "old": ("2026-10-26", "2026-11-08"),
    "new": ("2026-11-09", "2026-11-22"),
}
MIDDLES = {"old": "2026-11-02", "new": "2026-11-16"}
SOURCE = """source: newswire
fields:
  title: {{}}
  body: {{}}
  summary: {{languages: [{some}]}}
  location: {{except: [{others}]}}
"""
BULLETINS = """source: bulletins
fields:
  title: {{}}
  body: {{}}
  region: {{languages: [{region}]}}
"""
MODEL = """model: {model}
owners: ["@acme/ml"]
status: active
languages: any
inputs: {{required: [title], optional: [{optional}]}}
score: {{minimum: 0, maximum: 1}}
capacity: 200/s
endpoint:
  kind: sagemaker
  region: eu-central-1
  name: {{staging: {model}-staging, production: {model}}}
"""
CASES = """language: {tag}
cases:
  - about: an event without a key is answered by the primary
    event: {{score: 0.995}}
    expect: {{role: primary, relevant: true}}
  - about: an event with no score to speak of is dropped
    event: {{score: 0.001}}
    expect: {{relevant: false}}
"""

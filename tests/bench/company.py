"""A generated company of any size: languages, evidence and cases that pass the check."""

import random
from collections.abc import Iterator
from pathlib import Path

from langroute.scale import CELLS
from langroute_repo.tags.registry import LANGUAGES
from langroute_repo.tree.files.evidence import (
    Events,
    Evidence,
    EvidenceScale,
    Window,
    digest,
    render,
)

MODELS = ("words", "embedding")
MODELINE = "# yaml-language-server: $schema={up}schemas/{kind}.schema.json\n"


def write(root: Path, languages: int) -> None:
    """Write a whole tree with this many languages; the same number gives the same tree."""
    config = root / "config"
    _file(config / "sources/newswire.yaml", "source", SOURCE)
    for model in MODELS:
        _file(config / f"models/{model}.yaml", "model", MODEL.format(model=model))
    for environment, after in (("staging", ""), ("production", "after: staging\n")):
        text = ENVIRONMENT.format(environment=environment, after=after)
        _file(config / f"environments/{environment}.yaml", "environment", text)
    for index, tag in zip(range(languages), tags(), strict=False):
        _language(config, tag, random.Random(index))


def tags() -> Iterator[str]:
    """Registered tags of three letters, in order."""
    yield from sorted(code for code in LANGUAGES if len(code) == 3)


def _language(config: Path, tag: str, chance: random.Random) -> None:
    seals = []
    for model in MODELS:
        evidence = _evidence(model, tag, chance)
        path = config / f"evidence/{model}/{tag}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(evidence))
        at = chance.randrange(150, 700) / CELLS
        seals.append(
            f"{{at: {at:.3f}, passes: {evidence.passes(at)}, evidence: {evidence.reference}}}"
        )
    text = LANGUAGE.format(
        tag=tag, primary=seals[0], canary=seals[1], share=chance.randrange(1, 50)
    )
    _file(config / f"languages/{tag}.yaml", "language", text)
    _file(config / f"cases/{tag}.yaml", "cases", CASES.format(tag=tag))


def _evidence(model: str, tag: str, chance: random.Random) -> Evidence:
    counts = [chance.randrange(12) for _ in range(CELLS + 1)]
    labelled = [count // 6 for count in counts]
    relevant = [count // 2 for count in labelled]
    score = EvidenceScale(minimum=0.0, maximum=1.0)
    return Evidence(
        format=1,
        language=tag,
        model=model,
        score=score,
        window=Window.model_validate({"from": "2026-10-26", "to": "2026-11-08"}),
        events=Events(per_day=400.0, peak_per_second=1),
        passed_at=None,
        weeks=[],
        digest=digest(tag, model, score, counts, labelled, relevant),
        counts=counts,
        labelled=labelled,
        relevant=relevant,
    )


def _file(path: Path, kind: str, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MODELINE.format(up="../../", kind=kind) + text)


SOURCE = """source: newswire
fields:
  title: {}
  body: {}
"""
MODEL = """model: {model}
owners: ["@acme/ml"]
status: active
languages: any
inputs: {{required: [title], optional: [body]}}
score: {{minimum: 0, maximum: 1}}
capacity: 20000/s
endpoint:
  kind: sagemaker
  region: eu-central-1
  name: {{staging: {model}-staging, production: {model}}}
"""
ENVIRONMENT = """environment: {environment}
{after}region: eu-central-1
appconfig: {{application: langroute, environment: {environment}, profile: routing}}
rollout: {{duration: 30m, step: 20%, growth: linear, bake: 30m}}
alarm: {{failures: 5%, period: 60s, breaching: 3 of 5}}
"""
LANGUAGE = """language: {tag}
owners: ["@acme/risk"]
source: newswire

primary:
  model: words
  fields: [title, body]
  threshold: {primary}

canary:
  model: embedding
  traffic: {share}%
  fields: [title]
  threshold: {canary}
"""
CASES = """language: {tag}
cases:
  - about: an event without a key is answered by the primary
    event: {{score: 0.95}}
    expect: {{role: primary, model: words, payload: [title, body], relevant: true}}
  - about: an event with hardly any score is dropped
    event: {{score: 0.01}}
    expect: {{relevant: false}}
"""

"""What companies have today, in shapes of their own, with a mapping of each and a log."""

import json
from binascii import crc32
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ANSWERS = """\
github: {repository: fjord/routes, plan: team, visibility: private}
owners: ["@fjord/filter"]
environments: {staging: {region: eu-north-1}, production: {region: eu-north-1}}
sources: {wire: {lead: {}, text: {}}}
models:
  stem-1:
    endpoint: {kind: sagemaker, region: eu-north-1, name: {staging: stem-t, production: stem-p}}
    score: {minimum: 0, maximum: 1}
    inputs: {required: [lead], optional: [text]}
    capacity: 30/s
  deep-2:
    endpoint: {kind: sagemaker, region: eu-north-1, name: {staging: deep-t, production: deep-p}}
    score: {minimum: -5, maximum: 5}
    inputs: {required: [lead, text]}
    capacity: 30/s
"""

# A table by language with a trial in it, defaults, thresholds that stand elsewhere, and mirrors.
TABLE: dict[str, Any] = {
    "version": 7,
    "defaults": {"cutoff": 0.5, "retries": 2},
    "cutoffs": {"Deep/2": {"nb": 1.25, "fi": 0.5}},
    "routes": {
        "nb": {
            "model": "stem-1",
            "cutoff": 0.342,
            "trial": {"model": "Deep/2", "share": 0.125},
            "mirrors": [],
            "contact": "kari",
        },
        "pt_BR": {"model": "stem-1", "trial": None, "mirrors": [], "contact": "ana"},
        "fi": {
            "model": "stem-1",
            "cutoff": 0.101,
            "trial": {"model": None, "share": 0},
            "mirrors": [{"name": "Deep/2", "cutoff": 0.51}],
            "contact": "aino",
        },
    },
}
OF_TABLE = """\
reads: json
languages:
  at: routes.{language}
primary:
  model: routes.{language}.model
  threshold:
    - routes.{language}.cutoff
    - defaults.cutoff
  fields: {constant: [lead, text]}
canary:
  model: routes.{language}.trial.model
  threshold: cutoffs.{model}.{language}
  traffic:
    at: routes.{language}.trial.share
    unit: fraction
shadows:
  - each: routes.{language}.mirrors
    model: .name
    threshold: .cutoff
    traffic: {constant: 100%, unit: percent}
models: {"Deep/2": deep-2}
"""

# A list of entries, each with arms whose shares are percentages, the larger one not the first.
LIST: list[dict[str, Any]] = [
    {
        "lang": "sv",
        "send": "lead,text",
        "arms": [
            {"id": "deep-2", "percent": 20, "min": "0.75"},
            {"id": "stem-1", "percent": 80, "min": "0.250"},
        ],
    },
    {"lang": "en", "send": "lead", "arms": [{"id": "stem-1", "percent": 100, "min": 0.9}]},
]
OF_LIST = """\
reads: json
languages:
  at: "[lang={language}]"
arms:
  each: "[lang={language}].arms"
  model: .id
  threshold: .min
  fields: "[lang={language}].send"
  traffic: {at: .percent, unit: percent}
"""

VARIABLES = """\
# as the container gets them
export MODEL_DE=stem-1
MODEL_ZH_HANT="stem-1"
MODEL_CANARY_DE=deep-2
THRESHOLD_STEM_1_DE=0.342 # tuned in March
THRESHOLD_STEM_1_ZH_HANT='0.35'
THRESHOLD_DEEP_2_DE=-0.5
CANARY_DE_TRAFFIC=250
DATABASE_PASSWORD=hunter2
"""
OF_VARIABLES = """\
reads: env
languages:
  at: MODEL_{language}
primary:
  model: MODEL_{language}
  threshold: THRESHOLD_{model}_{language}
canary:
  model: MODEL_CANARY_{language}
  threshold: THRESHOLD_{model}_{language}
  traffic:
    at: CANARY_{language}_TRAFFIC
    unit: basis points
"""


def given(folder: Path, having: object, mapping: str, answers: str = ANSWERS) -> list[str]:
    """The words of `init` that take a document, or variables, by a mapping."""
    source = folder / ("having.env" if isinstance(having, str) else "having.json")
    source.write_text(having if isinstance(having, str) else json.dumps(having))
    (folder / "mapping.yaml").write_text(mapping)
    (folder / "answers.yaml").write_text(answers)
    return [
        *("--from", str(source), "--mapping", str(folder / "mapping.yaml")),
        *("--answers", str(folder / "answers.yaml")),
    ]


def drawn(event: str, percent: float) -> bool:
    """Whether the old backend's canary answers: not as ours is drawn."""
    return crc32(event.encode()) % 1000 < percent * 10


def answered(**passed: float) -> Iterator[dict[str, Any]]:
    """What the backend of TABLE has answered in nb and pt_BR; ``passed`` at which threshold."""
    for tag, percent in (("nb", 12.5), ("pt_BR", 0.0)):
        for number in range(400):
            event = f"{tag}-{number}"
            model = "Deep/2" if drawn(event, percent) else "stem-1"
            score = number * 37 % 400 / 400
            score = score * 10 - 5 if model == "Deep/2" else score
            row = {
                "event_id": event,
                "time": f"2026-11-{8 + number % 14:02}T10:{number % 60:02}:00Z",
                "language": tag,
                "model": model,
                "role": "primary" if model == "stem-1" else "canary",
                "status": 200,
                "score": score,
            }
            yield row | ({"passed": score >= passed[f"{tag}/{model}"]} if passed else {})


def log(path: Path, rows: Iterator[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)

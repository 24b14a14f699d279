"""A company that is not the sample: other languages, fields, scales, owners, accounts and regions.

It is written here by hand, so that nothing of the sample can be left in it by chance. Evidence is
counted by the tool from a log that is drawn with a fixed seed.
"""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

TODAY = "2026-11-22"
DAYS, EVENTS = 14, 300  # of the log, and in each language
FIRST = datetime(2026, 11, 2)
Run = Callable[..., str]  # runs a verb on the tree

SETTINGS = {
    "actions.json": {
        "actions/permissions": {"enabled": True, "allowed_actions": "all"},
    },
    "environments.json": {
        name: {
            "branches": ["main"],
            "reviewers": ["@globex/duty"] if name == "production-unshown" else [],
            "prevent_self_review": name == "production-unshown",
            "wait_timer": 0,
            "can_admins_bypass": True,
        }
        for name in ("staging", "production", "production-unshown")
    },
    "repository.json": {"allow_squash_merge": True},
    "ruleset.json": {
        "name": "main",
        "target": "branch",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "bypass_actors": [],
        "rules": [{"type": "deletion"}],
    },
}
PLAN = """\
# yaml-language-server: $schema=../../schemas/plan.schema.json
plan: free
visibility: private
"""
POLICY = """\
owners:
  machinery: ["@globex/duty"]
  policy: ["@globex/desk"]
  workflows: ["@globex/duty"]
change:
  pass_odds: 1.4
  most_languages: 2
"""
SOURCE = """\
source: agencies
fields:
  headline: {}
  text: {}
  area: {languages: [en, pl]}
"""
MODELS = {
    "rank": """\
model: rank
owners: ["@globex/science"]
status: active
languages: [cs, de, en, pl, uk]
inputs: {required: [headline], optional: [text]}
score: {minimum: 0, maximum: 100}
capacity: 90/s
endpoint:
  kind: sagemaker
  region: us-east-2
  name: {staging: rank-try, production: rank-live}
""",
    "tone": """\
model: tone
owners: ["@globex/science"]
status: active
languages: any
inputs: {required: [text], optional: [headline, area]}
score: {minimum: -1, maximum: 1}
capacity: 30/s
endpoint:
  kind: http
  url:
    staging: https://serving-try.globex.example/v1/models/tone:predict
    production: https://serving.globex.example/v1/models/tone:predict
""",
}
ENVIRONMENT = """\
environment: {name}
{after}region: us-east-2
appconfig: {{application: globex-{name}, environment: {name}, profile: events}}
rollout: {{duration: 10m, step: 25%, growth: exponential, bake: 15m}}
alarm: {{failures: 8%, period: 60s, breaching: 2 of 4}}
infra:
  account: "210987654321"
  bucket: globex-routes-{name}
  github: {{repository: globex/routes, owner_id: 4242, repository_id: 2424}}
  reader: arn:aws:iam::210987654321:role/news-desk
"""
# By the model: what each sends, and where its threshold is before anything is known of its scores.
FIELDS = {"rank": "[headline, text]", "tone": "[text]"}
THRESHOLDS = {"rank": (31.5, 44.2), "tone": (-0.35, 0.18)}
# Who answers, and who is tried beside it.
ROUTES = {
    "cs": ("rank", "shadow"),
    "de-AT": ("rank", ""),
    "en": ("rank", "canary"),
    "pl": ("tone", "canary"),
    "uk": ("tone", "shadow"),
}
README = """\
# globex/routes

Which model answers for which language at globex; `config/` has the files.
"""


def write(root: Path, run: Run) -> None:
    """Write it at the root of a checkout in which no company lives, and have it count its log."""
    config = root / "config"
    _yaml(config / "policy.yaml", "policy", POLICY)
    _yaml(config / "sources/agencies.yaml", "source", SOURCE)
    for name, text in MODELS.items():
        _yaml(config / f"models/{name}.yaml", "model", text)
    for name, after in (("staging", ""), ("production", "after: staging\n")):
        text = ENVIRONMENT.format(name=name, after=after)
        _yaml(config / f"environments/{name}.yaml", "environment", text)
    for place, tag in enumerate(ROUTES):
        _yaml(config / f"languages/{tag}.yaml", "language", _language(tag, place))
    settings = root / ".github/settings"
    settings.mkdir(parents=True)
    (settings / "plan.yaml").write_text(PLAN, "utf-8")
    for name, held in SETTINGS.items():
        (settings / name).write_text(json.dumps(held, indent=2) + "\n", "utf-8")
    (root / "README.md").write_text(README, "utf-8")
    log = root / "log.jsonl"
    log.write_text("".join(f"{json.dumps(row)}\n" for row in _log()), "utf-8")
    run("evidence", "build", "--log", str(log), "--today", TODAY)
    log.unlink()
    run("seal", "--all", "--today", TODAY)


def _language(tag: str, place: int) -> str:
    model, beside = ROUTES[tag]
    (other,) = MODELS.keys() - {model}
    text = f'language: {tag}\nowners: ["@globex/{tag.lower()}"]\nsource: agencies\nprimary:\n'
    text += _answerer(model, "  ", place)
    if beside == "canary":
        text += "canary:\n" + _answerer(other, "  ", place) + "  traffic: 35%\n"
    if beside == "shadow":
        text += "shadows:\n  -\n" + _answerer(other, "    ", place) + "    traffic: 5%\n"
    return text


def _answerer(model: str, indent: str, place: int) -> str:
    low, high = THRESHOLDS[model]
    at = low + (high - low) * place / len(ROUTES)
    written = f"{at:.1f}" if model == "rank" else f"{round(at / 0.002) * 0.002:.3f}"
    lines = (
        f"model: {model}",
        f"fields: {FIELDS[model]}",
        f"threshold: {{at: {written}, evidence: none}}",
    )
    return "".join(f"{indent}{line}\n" for line in lines)


def _log() -> list[dict[str, object]]:
    """What its backend has recorded: each event is scored by both models."""
    chance = random.Random(4242)
    rows = []
    for tag, (primary, beside) in ROUTES.items():
        for number in range(DAYS * EVENTS):
            at = FIRST + timedelta(days=number % DAYS, seconds=chance.randrange(86_400))
            relevant = chance.random() < 0.3
            scores = {
                "rank": round(100 * chance.betavariate(5 if relevant else 2, 4), 4),
                "tone": round(2 * chance.betavariate(5 if relevant else 2, 3) - 1, 6),
            }
            for model, score in scores.items():
                role = "primary" if model == primary else beside or "shadow"
                rows.append(
                    {
                        "event_id": f"{tag}-{number}",
                        "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
                        "language": tag,
                        "model": model,
                        "role": role,
                        "status": 200,
                        "score": score,
                        "relevant": relevant if number % 10 == 0 else None,
                    }
                )
    return rows


def _yaml(file: Path, kind: str, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    up = "../" if file.parent.name == "config" else "../../"
    first = f"# yaml-language-server: $schema={up}schemas/{kind}.schema.json\n"
    file.write_text(first + text, "utf-8")

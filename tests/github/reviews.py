"""Reviews with whatever a test wants in them."""

from typing import Any

from langroute_repo.output.review import Review

HEAD, BASE = "a" * 40, "b" * 40
Json = dict[str, Any]
SUMMARY = {"errors": 0, "warnings": 0, "standing": 0, "accepted": 0, "excused": 0, "files": 1}


def finding(**changed: object) -> Json:
    plain: Json = {
        "rule": "broken-seal",
        "level": "error",
        "path": "config/languages/de.yaml",
        "line": 8,
        "column": 14,
        "message": "the seal does not fit",
        "hint": "write another one",
        "fingerprint": "0123abcd",
        "standing": False,
        "accepted": None,
        "excused": None,
        "since": None,
        "owners": [],
        "accept_at": None,
        "related": [],
    }
    return plain | changed


def change(**changed: object) -> Json:
    """One change of a file."""
    plain: Json = {"kind": "threshold-raised", "words": "threshold-raised", "effect": {}}
    plain |= {
        "path": "config/languages/de.yaml#primary.threshold.at",
        "before": "0.342",
        "after": "0.350",
    }
    return plain | {"direct": True, "told": [], "pictures": []} | changed


def language(tag: str = "de", changes: list[Json] | None = None, **effect: Any) -> Json:
    """A language whose answers change."""
    plain = {"passes_before": 0.25, "passes_after": 0.5, "per_day": 100.0, "events_per_day": 25.0}
    made: Json = {"language": tag, "answers": True, "effect": plain | effect}
    return made | {"changes": [change()] if changes is None else changes}


def endpoint(**changed: object) -> Json:
    plain: Json = {"model": "words", "before": 1.0, "after": 2.0, "not_counted": []}
    return plain | {"capacity_before": 20.0, "capacity_after": 20.0} | changed


def estimate(share: float) -> Json:
    """By 150 labels, 40 of dropped events."""
    ends = {"low": share - 0.05, "high": share + 0.05}
    return {"share": share, **ends, "of": 150, "of_dropped": 40}


def rollout(**changed: object) -> Json:
    plain: Json = {"environment": "staging", "after": None, "duration": "2m", "step": "50%"}
    return plain | {"growth": "linear", "bake": "2m"} | changed


def data(
    *,
    findings: list[Json] | None = None,
    ending: list[Json] | None = None,
    headline: str = "nothing changes",
    rest: list[str] | None = None,
    risk: str = "high",
    languages: list[Json] | None = None,
    others: list[Json] | None = None,
    endpoints: list[Json] | None = None,
    approvals: list[Json] | None = None,
    rollouts: list[Json] | None = None,
    was: dict[str, str | None] | None = None,
    plan: dict[str, str | None] | None = None,
    failure: Json | None = None,
    number: int | None = None,
    base: str | None = BASE,
    found: bool = True,
) -> Json:
    """A review as it is written; without ``found`` the tool broke before it found anything."""
    check: Json = {"schema_version": 2, "findings": findings or [], "summary": SUMMARY}
    check["ending"] = ending or []
    diff = {
        "schema_version": 1,
        "headline": headline,
        "parts": [headline, *(rest or [])],
        "risk": risk,
        "languages": languages or [],
        "others": others or [],
        "endpoints": endpoints or [],
        "approvals": approvals or [],
        "plan_hash": {"before": was or {}, "after": plan or {}},
        "sections": [],
        "tables": [],
    }
    return {
        "schema_version": 1,
        "head": HEAD,
        "base": base,
        "pull_request": number,
        "against": "main",
        "check": check if found else None,
        "diff": diff if found else None,
        "rollouts": rollouts or [],
        "failure": failure,
    }


def review(**changed: Any) -> Review:
    """The same, unchecked: what a test puts there need not be text that JSON can hold."""
    return Review.model_validate(data(**changed))

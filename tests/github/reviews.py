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
    """A row of what changes."""
    plain: Json = {"where": "de", "languages": [], "change": "threshold-raised"}
    return plain | {"effect": [], "pictures": []} | changed


def rollout(**changed: object) -> Json:
    plain: Json = {"environment": "staging", "after": None, "duration": "2m", "step": "50%"}
    return plain | {"growth": "linear", "bake": "2m"} | changed


def data(
    *,
    findings: list[Json] | None = None,
    ending: list[Json] | None = None,
    headline: str = "nothing changes",
    sections: list[Json] | None = None,
    tables: list[Json] | None = None,
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
        "risk": "high",
        "languages": [],
        "others": [],
        "endpoints": [],
        "plan_hash": {"before": was or {}, "after": plan or {}},
        "sections": sections or [],
        "tables": tables or [],
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

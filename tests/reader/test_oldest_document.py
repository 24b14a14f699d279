"""The first document of format 1 that this project compiled still loads, and routes as it did.

AppConfig may deliver it again after a rollback, and a reader may find it on its disk. The document
and the decisions, of the router of its time, are frozen: a test that fails here is cured in src/.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from langroute import Decision, Router
from langroute_repo.schemas.appconfig import appconfig_schema

DOCUMENTS = Path(__file__).parent / "documents"
RAW = (DOCUMENTS / "format-1.json").read_bytes()
DECISIONS = json.loads((DOCUMENTS / "format-1.decisions.json").read_text("utf-8"))
ROUTER = Router(RAW)


def shown(decision: Decision) -> dict[str, Any]:
    """What the frozen file keeps of a decision."""
    names = ("requested", "language", "found", "role", "model", "bucket", "threshold")
    told = {name: getattr(decision, name) for name in names}
    return {**told, "shadows": [shadow.model for shadow in decision.shadows]}


def test_its_bytes_are_frozen() -> None:
    assert ROUTER.plan_hash == "dae4351e99c20b8cc23fa57ed270a4719e4c9311c65604b4c5d78a7e1005d428"


def test_it_has_none_of_the_keys_that_came_later() -> None:
    assert b'"passes"' not in RAW
    assert b'"on_failure"' not in RAW
    assert b'"audit"' not in RAW
    assert b'"compared"' not in RAW


@pytest.mark.parametrize("frozen", DECISIONS, ids=lambda one: f"{one['requested']}-{one['key']}")
def test_it_routes_as_it_did(frozen: dict[str, Any]) -> None:
    decision = ROUTER.route(frozen["requested"], frozen["key"])
    assert {**shown(decision), "key": frozen["key"]} == frozen


def test_appconfig_would_deliver_it_again() -> None:
    """The schema is checked anew when an old version is deployed."""
    assert list(Draft4Validator(appconfig_schema()).iter_errors(json.loads(RAW))) == []

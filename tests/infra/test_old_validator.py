"""A stack from before a key of the document is told, with the cure, before AppConfig refuses it."""

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator

from langroute.document import canonical
from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import AppConfig
from langroute_repo.infra.validator import Validator, schema, validators_differ
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.rules.examples import BASE

PLACE = EnvironmentIds("app", "env", "profile")
OURS = Validator("staging", "langroute-staging", b"archive", 2048)


class Control:
    """A control plane that knows one profile."""

    def __init__(self, validator: Validator, held: dict[str, Any]) -> None:
        arn = f"arn:aws:lambda:eu-central-1:123456789012:function:{validator.name}"
        self._validators = [
            {"Type": "LAMBDA", "Content": arn},
            {"Type": "JSON_SCHEMA", "Content": json.dumps(held)},
        ]

    def get_configuration_profile(self, **_: str) -> dict[str, Any]:
        return {"Id": "profile", "Validators": self._validators}


def older() -> dict[str, Any]:
    """The schema as it was before there were audits and comparisons."""
    held: dict[str, Any] = json.loads(schema())
    del held["definitions"]["CompiledLanguage"]["properties"]["audit"]
    del held["definitions"]["CompiledCanary"]["properties"]["compared"]
    return held


def differ(validator: Validator, held: dict[str, Any]) -> str | None:
    return validators_differ(AppConfig(Control(validator, held), None), PLACE, OURS)


def test_an_older_schema_is_told() -> None:
    assert differ(OURS, json.loads(schema())) is None
    assert differ(OURS, older()) == "the profile's JSON schema is not the one of this tree"


def test_an_older_function_is_told() -> None:
    old = Validator("staging", "langroute-staging", b"an older archive", 2048)
    assert differ(old, json.loads(schema())) == (
        f"the profile's validator is {old.name}, this tree makes {OURS.name}"
    )


@pytest.mark.parametrize(
    ("place", "key"), [((), "audit"), (("canary",), "compared")], ids=["audit", "compared"]
)
def test_the_older_schema_refuses_a_newer_key_and_the_newer_an_older_document_never(
    place: tuple[str, ...], key: str
) -> None:
    before = compile_tree(read(Folder(BASE)), "staging")
    after: Any = json.loads(canonical(before))
    at = after["languages"]["de"]
    for step in place:
        at = at[step]
    at[key] = 200
    (refused,) = Draft4Validator(older()).iter_errors(after)
    assert f"'{key}' was unexpected" in refused.message
    for document in (json.loads(canonical(before)), after):
        assert list(Draft4Validator(json.loads(schema())).iter_errors(document)) == []

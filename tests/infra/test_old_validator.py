"""A stack from before a key of the document is told, with the cure, before AppConfig refuses it."""

import json
from typing import Any

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
    """The schema as it was before there were audits."""
    held: dict[str, Any] = json.loads(schema())
    del held["definitions"]["CompiledLanguage"]["properties"]["audit"]
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


def test_the_older_schema_refuses_an_audit_and_the_newer_an_older_document_never() -> None:
    before = compile_tree(read(Folder(BASE)), "staging")
    after: Any = json.loads(canonical(before))
    after["languages"]["de"]["audit"] = 200
    (refused,) = Draft4Validator(older()).iter_errors(after)
    assert "'audit' was unexpected" in refused.message
    for document in (json.loads(canonical(before)), after):
        assert list(Draft4Validator(json.loads(schema())).iter_errors(document)) == []

"""The schemas that are published, as a reader of an output takes them."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from tests.sample import ACME

SCHEMAS = ACME / "schemas"


def parsed(name: str, text: str) -> Any:
    """What a JSON text holds, once it fits the published schema of that name."""
    told = json.loads(text)
    _schema(name).validate(told)
    return told


@cache
def _schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")))

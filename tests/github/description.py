"""GitHub's published description of what this project calls, to hold calls and answers against.

`description.json` says of which version of which package it is; `deviations` says where GitHub is
known to do otherwise; `python -m tests.github.describe` makes the file anew.
"""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.github.describe import FILE
from tests.github.deviations import DEVIATIONS, Deviation
from tests.github.schema import Json, completed, converted

# The pages of a list after the first have addresses of this form.
BY_NUMBER = re.compile(r"/repositories/\d+(?=/|$)")


@dataclass(frozen=True)
class Operation:
    """One method at one path, with the schemas that its description names."""

    path: str
    method: str
    told: Json
    named: Mapping[str, Json]

    def faults_of_call(self, url: str, body: bytes) -> Iterator[str]:
        """What of a call the description does not know."""
        parts = urlsplit(url)
        path = re.fullmatch(_pattern(self.path), BY_NUMBER.sub("/repos/OWNER/NAME", parts.path))
        assert path is not None
        values = [unquote(one) for one in path.groups()]
        names = re.findall(r"{(\w+)}", self.path)
        yield from self._parameters("path", list(zip(names, values, strict=True)))
        yield from self._parameters("query", parse_qsl(parts.query, keep_blank_values=True))
        yield from self._body(body)

    def _parameters(self, place: str, given: list[tuple[str, str]]) -> Iterator[str]:
        known = {one["name"]: one for one in self.told["parameters"] if one["in"] == place}
        for name, text in given:
            if name not in known:
                yield f"the {place} holds {name}, which the description does not know"
                continue
            schema = known[name]["schema"]
            for fault in _faults(_validator(schema, self.named), _typed(text, schema)):
                yield f"{name} of the {place}: {fault}"
        for name in known.keys() - dict(given).keys():
            if known[name].get("required"):
                yield f"the {place} lacks {name}"

    def _body(self, body: bytes) -> Iterator[str]:
        schema = _content(self.told.get("requestBody", {}))
        if not body:
            if self.told.get("requestBody", {}).get("required"):
                yield "a body is required"
            return
        if schema is None:
            yield "a body is sent, and the description knows none"
            return
        try:
            data = json.loads(body)
        except ValueError:
            yield "the body is no JSON"
            return
        for fault in _faults(_validator(schema, self.named), data):
            yield f"the body: {fault}"

    def faults_of_answer(self, status: int, body: Any) -> Iterator[str]:
        """What of an answer the description does not know; None is an empty one."""
        told = self.told["responses"].get(str(status))
        if told is None:
            yield f"the answer is {status}, which the description does not know"
            return
        schema = _content(told)
        if schema is None:
            if body is not None:
                yield f"the answer {status} has a body, and the description knows none"
            return
        for fault in _faults(_validator(schema, self.named), body):
            yield f"the answer {status}: {fault}"

    def completed(self, status: int, body: Any) -> Any:
        """An answer with all that the description requires of it."""
        schema = _content(self.told["responses"].get(str(status), {}))
        return body if schema is None else completed(schema, self.named, body)


def operation(method: str, url: str) -> Operation | None:
    """What a call is of; None where this project calls no such thing."""
    path = BY_NUMBER.sub("/repos/OWNER/NAME", urlsplit(url).path)
    for one in operations():
        if one.method == method and re.fullmatch(_pattern(one.path), path):
            return one
    return None


@cache
def operations() -> tuple[Operation, ...]:
    """All that the description holds, as GitHub is known to behave."""
    whole = described()
    for one in DEVIATIONS:
        _put(whole, one.place, one)
    named = whole["components"]["schemas"]
    return tuple(
        Operation(path, method.upper(), told, named)
        for path, methods in whole["paths"].items()
        for method, told in methods.items()
    )


def described() -> Json:
    """The description as it was published."""
    read: Json = json.loads(FILE.read_text("utf-8"))
    return read


def _put(whole: Json, place: tuple[str, ...], one: Deviation) -> None:
    key, *rest = place
    if not rest:
        # What is described for one operation says more than what holds for all.
        if "*" not in one.place or key not in whole:
            whole[key] = copy.deepcopy(one.holds)
        return
    for inner in list(whole) if key == "*" else [key]:
        _put(whole[inner], tuple(rest), one)


@cache
def _pattern(path: str) -> str:
    return re.sub(r"{\w+}", "([^/]+)", path)


def _content(told: Json) -> Json | None:
    found: Json | None = told.get("content", {}).get("application/json", {}).get("schema")
    return found


_VALIDATORS: dict[int, Draft202012Validator] = {}


def _validator(schema: Json, named: Mapping[str, Json]) -> Draft202012Validator:
    """Made once for each schema: they live as long as the description."""
    if id(schema) not in _VALIDATORS:
        _VALIDATORS[id(schema)] = Draft202012Validator(converted(schema, named))
    return _VALIDATORS[id(schema)]


def _typed(text: str, schema: Json) -> Any:
    """A parameter as the type that it should have; text where it is no such thing."""
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text, re.ASCII):
        return int(text)
    if schema.get("type") == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _faults(validator: Draft202012Validator, value: Any) -> Iterator[str]:
    for error in validator.iter_errors(value):
        found = _deepest(error)
        where = ".".join(str(one) for one in found.absolute_path)
        yield f"{where}: {found.message}" if where else found.message


def _deepest(error: ValidationError) -> ValidationError:
    """Of alternatives that none fits what keeps it from the nearest, the one with fewest faults."""
    while error.context:
        branches: dict[int | str, list[ValidationError]] = {}
        for one in error.context:
            branches.setdefault(one.relative_schema_path[0], []).append(one)
        error = min(branches.values(), key=len)[0]
    return error

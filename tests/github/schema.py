"""Schemas of an OpenAPI 3.0 description as JSON Schema, and the smallest values that fit them."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
ALTERNATIVES = ("anyOf", "oneOf")
SMALLEST: Json = {"array": [], "boolean": False, "integer": 0, "number": 0, "object": {}}
TEXTS = {"date-time": "2026-01-05T09:00:00Z", "uri": "https://github.com/"}


def converted(told: Json, named: Mapping[str, Json], open_: bool = False) -> Json:
    """As JSON Schema, without references; an object is closed unless the description opens it.

    So that a member which GitHub does not know is a fault: GitHub passes over unknown ones of a
    request, and code that reads an unknown one of an answer fails only when it meets GitHub.
    """
    if "$ref" in told:
        return converted(named[told["$ref"].rpartition("/")[2]], named, open_)
    made = {key: told[key] for key in told if key not in ("nullable", "format")}
    if "properties" in told:
        inner = told["properties"].items()
        made["properties"] = {name: converted(one, named) for name, one in inner}
    if "items" in told:
        made["items"] = converted(told["items"], named)
    if isinstance(told.get("additionalProperties"), dict):
        made["additionalProperties"] = converted(told["additionalProperties"], named)
    joined = "allOf" in told or "properties" in told
    for key in ("allOf", *ALTERNATIVES):
        if key in told:
            made[key] = [converted(one, named, joined) for one in told[key]]
    if joined and not open_ and "additionalProperties" not in told:
        made["unevaluatedProperties" if _combines(told) else "additionalProperties"] = False
    return {"anyOf": [made, {"type": "null"}]} if told.get("nullable") else made


def _combines(told: Json) -> bool:
    return any(key in told for key in ("allOf", *ALTERNATIVES))


def completed(told: Json, named: Mapping[str, Json], value: Any) -> Any:
    """A value with all members that the schema requires: what it lacks gets the smallest."""
    if "$ref" in told:
        return completed(named[told["$ref"].rpartition("/")[2]], named, value)
    if isinstance(value, list) and "items" in told:
        return [completed(told["items"], named, one) for one in value]
    if not isinstance(value, dict):
        return value
    for one in told.get("allOf", []):
        value = completed(one, named, value)
    if best := _meant(told, named, value):
        value = completed(best, named, value)
    inner = told.get("properties", {})
    made = {
        key: completed(inner[key], named, one) if key in inner else one
        for key, one in value.items()
    }
    lacking = (key for key in told.get("required", []) if key not in made)
    return made | {key: smallest(inner[key], named) for key in lacking}


def _meant(told: Json, named: Mapping[str, Json], value: Json) -> Json | None:
    """Of alternatives the first that knows all members, and their values where it lists these."""
    for one in (each for key in ALTERNATIVES for each in told.get(key, [])):
        found = _resolved(one, named)
        known = found.get("properties", {})
        if all(
            key in known and member in _resolved(known[key], named).get("enum", [member])
            for key, member in value.items()
        ):
            return found
    return None


def _resolved(told: Json, named: Mapping[str, Json]) -> Json:
    while "$ref" in told:
        told = named[told["$ref"].rpartition("/")[2]]
    return told


def smallest(told: Json, named: Mapping[str, Json]) -> Any:
    """A value that fits a schema: null where it may be, of objects what is required."""
    told = _resolved(told, named)
    if told.get("nullable"):
        return None
    for key in ("allOf", *ALTERNATIVES):
        if key in told:
            return completed(told, named, smallest(told[key][0], named))
    if told.get("type") == "string":
        fitting = told.get("enum", [TEXTS.get(told.get("format", ""), "")])
        return fitting[0].ljust(told.get("minLength", 0), "0")
    if told.get("type") == "object":
        return completed(told, named, {})
    return told.get("minimum", SMALLEST[told["type"]])

"""JSON schemas (2020-12) of the models, in the spelling that editors complete and explain best."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from langroute_repo.tree.form import NAMES, Kind

Known = Mapping[Kind, Sequence[str]]
NOTHING: Known = {}


class Schema(GenerateJsonSchema):
    """pydantic's generator with two of its choices changed."""

    @classmethod
    def of(cls, model: type[BaseModel], known: Known = NOTHING) -> dict[str, Any]:
        """The schema of one kind of file, which offers the names that are known.

        They are examples and no enumeration: what the same change adds is no mistake in an editor,
        and whether a name exists is the check's to say, not that of a schema made before.
        """
        offering: dict[str, Any] = _offering(_schema_of(model), known)
        return offering

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping whose keys have a form.

        pydantic writes ``patternProperties`` and leaves other keys unconstrained, so a key of
        another form would pass in the editor and fail in the check.
        """
        made: JsonSchemaValue = {
            "type": "object",
            "propertyNames": self.generate_inner(schema["keys_schema"]),
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
        if "min_length" in schema:
            made["minProperties"] = schema["min_length"]
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A key that may be left out has no null default: null is refused."""
        made = super().default_schema(schema)
        if made.get("default", ...) is None:
            del made["default"]
        return made


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return {"$schema": Schema.schema_dialect} | model.model_json_schema(schema_generator=Schema)


def _offering(schema: Any, known: Known) -> Any:
    """The schema with known names for examples, and for keys where a mapping is by such names."""
    if isinstance(schema, list):
        return [_offering(one, known) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _offering(one, known) for key, one in schema.items() if key != NAMES}
    if there := _names(schema, known):
        made["examples"] = list(there)
    if there := _names(schema.get("propertyNames", {}), known):
        # Of keys an editor offers those of the properties alone.
        made["properties"] = dict.fromkeys(there, made["additionalProperties"])
    return made


def _names(schema: dict[str, Any], known: Known) -> Sequence[str]:
    return known.get(schema[NAMES], ()) if NAMES in schema else ()

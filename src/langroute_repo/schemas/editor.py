"""JSON schemas (2020-12) of the models, in the spelling that editors complete and explain best."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


class Schema(GenerateJsonSchema):
    """pydantic's generator with two of its choices changed."""

    @classmethod
    def of(cls, model: type[BaseModel]) -> dict[str, Any]:
        """The schema of one kind of file."""
        return {"$schema": cls.schema_dialect} | model.model_json_schema(schema_generator=cls)

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

"""What a value of a file may look like: one form for pydantic, for a JSON schema and for people."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

# What of a company a text can name; an editor offers those that there are.
Kind = Literal[
    "accounts",
    "buckets",
    "environments",
    "fields",
    "languages",
    "models",
    "owners",
    "regions",
    "repositories",
    "sources",
]
NAMES = "x-names"  # the key of a schema that says which, until the names stand there


@dataclass(frozen=True, slots=True)
class Text:
    """A string of one form. ``expected`` completes the sentence "expected …".

    The examples are nobody's; ``names`` says of what the company's own can stand for them.
    """

    pattern: str
    expected: str
    examples: tuple[str, ...]
    longest: int = 128
    names: Kind | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.custom_error_schema(
            core_schema.str_schema(pattern=self.pattern, max_length=self.longest, strict=True),
            custom_error_type="text",
            custom_error_message="expected {expected}",
            custom_error_context={"expected": self.expected, "example": self.examples[0]},
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = {
            "type": "string",
            "pattern": self.pattern,
            "maxLength": self.longest,
            "examples": list(self.examples),
        }
        return schema | {NAMES: self.names} if self.names else schema


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A number as written: an integer or a decimal fraction, never text and never true or false."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        number = core_schema.union_schema(
            [core_schema.int_schema(strict=True), core_schema.decimal_schema(strict=True)],
        )
        return core_schema.custom_error_schema(
            core_schema.no_info_after_validator_function(Decimal, number),
            custom_error_type="number",
            custom_error_message="expected a number",
            custom_error_context={"expected": "a number", "example": "0.342"},
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "number"}


class MayBeLeftOut:
    """Accepts the value and nothing else: a key is left out, never set to null.

    The strict reader refuses an empty value, so null could only be a hole in the schema.
    """

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        optional = handler(source)
        assert optional["type"] == "nullable", optional["type"]
        inner: CoreSchema = optional["schema"]
        return inner

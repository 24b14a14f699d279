"""A document as the rules on documents get it: in the check, and in AppConfig's own validator.

Standard library only, for the validator's archive holds these rules and nothing that is installed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from langroute.document import Document, DocumentError, parse
from langroute.shape import Key


@dataclass(frozen=True)
class Pushed:
    """The bytes that are pushed to an environment, and the size that is allowed there."""

    environment: str
    raw: bytes
    largest_kb: int

    @cached_property
    def parsed(self) -> Document | DocumentError:
        """What a reader makes of the bytes: the document, or why it refuses them."""
        try:
            return parse(self.raw)
        except DocumentError as error:
            return error

    @cached_property
    def empty(self) -> bool:
        """Whether the bytes are a document without a language."""
        return isinstance(self.parsed, DocumentError) and _holds_no_language(self.raw)


def _holds_no_language(raw: bytes) -> bool:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("languages") == {}


class Objection(NamedTuple):
    """What a rule holds against a document, at a path into it.

    ``limit`` is the key below ``document`` in config/policy.yaml that sets the limit, if one does.
    ``depends`` and ``magnitude`` are those of a finding: the values of the document that are at
    fault, and how bad it is. The environment's name and the path are among the values anyway.
    """

    message: str
    hint: str
    path: tuple[Key, ...] = ()
    limit: str = ""
    depends: Mapping[str, str] = MappingProxyType({})
    magnitude: int = 0


DocumentRule = Callable[[Pushed], Iterator[Objection]]

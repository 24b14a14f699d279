"""What every part of a compiled document is held against: checks that trust nothing they get."""

import json
import re
from collections.abc import Callable
from math import isfinite
from typing import Any, NoReturn, cast

Key = str | int
Check = Callable[[Any], None]
Checks = tuple[tuple[str, Check], ...]

_TAG = re.compile("[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


class DocumentError(ValueError):
    """A document that must not be used. ``path`` are the keys that lead to what is wrong."""

    def __init__(self, reason: str, path: tuple[Key, ...] = ()) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        return f"{_joined(self.path)}: {self.reason}" if self.path else self.reason

    def below(self, key: Key) -> "DocumentError":
        """The same error, seen from one level further out."""
        return type(self)(self.reason, (key, *self.path))


class UnknownFormat(DocumentError):
    """A document in a format that this reader does not know: keep the one you have."""


def _joined(path: tuple[Key, ...]) -> str:
    """The path as text: ``languages.de.shadows[0].traffic``."""
    steps = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(steps).removeprefix(".")


def shown(value: object) -> str:
    """A value in a message: as JSON writes it, never longer than a line."""
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else f"{json.dumps(value):.60}"


def refuse(reason: str, *path: Key) -> NoReturn:
    raise DocumentError(reason, path)


def members(value: object, checks: Checks) -> None:
    held = an_object(value)
    for key, inner in checks:
        if key not in held:
            refuse("missing", key)
        # A path grows while the error travels out: a document without one never builds any.
        try:
            inner(held[key])
        except DocumentError as error:
            raise error.below(key) from None


def items(value: object, inner: Check) -> None:
    for index, item in enumerate(a_list(value)):
        try:
            inner(item)
        except DocumentError as error:
            raise error.below(index) from None


def an_object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        refuse(f"expected an object, found {shown(value)}")
    return value


def a_list(value: object) -> list[Any]:
    if not isinstance(value, list):
        refuse(f"expected a list, found {shown(value)}")
    return value


def a_text(value: object) -> None:
    if not isinstance(value, str) or not value:
        refuse(f"expected a text that is not empty, found {shown(value)}")
    # Half a surrogate pair has no UTF-8, hence no bucket.
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        refuse(f"expected Unicode, found {shown(value)}")


def a_tag(value: object) -> None:
    if not (isinstance(value, str) and _TAG.fullmatch(value)):
        refuse(f"{shown(value)} is no language tag")


def a_number(value: object) -> None:
    if type(value) not in (int, float) or not _is_finite(cast("float", value)):
        refuse(f"expected a finite number, found {shown(value)}")


def _is_finite(number: float) -> bool:
    try:
        return isfinite(number)
    except OverflowError:  # an int beyond every float
        return False

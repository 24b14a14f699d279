"""A live document, or a list of environment variables, with every value as it is written."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from langroute_repo.foreign.paths import Variables
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.strict_yaml.repeated import repeated

DEEPEST = 32
_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)=(.*)")


class UnusableDocument(Exception):
    """What was given holds no document that can be read."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def json_document(raw: bytes, named: str) -> Any:
    """The JSON document; numbers are exact. ``UnusableDocument`` says where it is none."""
    if not raw.strip():
        raise UnusableDocument(f"{named} is empty", "is anything deployed there?")
    text = _text(raw, named)
    try:
        document = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_unrepeated,
        )
        if any(len(place) > DEEPEST for place in leaves(document)):
            raise ValueError(f"it is nested more than {DEEPEST} deep")
    except json.JSONDecodeError as error:
        hint = "save the JSON document that your backend reads"
        if text.lstrip().startswith("<"):
            hint = f"it begins with {text.lstrip()[:20]!r}, as a page of the web does"
        raise UnusableDocument(
            f"{named} is no JSON: {error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}, "
            f"column {error.colno}",
            hint,
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnusableDocument(f"{named} cannot be read: {error}", "mend it first") from error
    if not isinstance(document, dict | list) or not document:
        raise UnusableDocument(f"{named} holds no object and no list", "nothing can be mapped")
    return document


def variables(raw: bytes, named: str) -> Variables:
    """What a .env file says, or ``printenv``; ``UnusableDocument`` names the line that is none."""
    found = Variables()
    for number, line in enumerate(_text(raw, named).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if not match:
            # The line itself may hold a secret.
            raise UnusableDocument(
                f"{named}, line {number} is no NAME=VALUE",
                "give only the variables that matter, each on one line",
            )
        if match[1] in found:
            raise UnusableDocument(
                f"{named} has {match[1]} twice, again in line {number}", "keep the one that counts"
            )
        found[match[1]] = _unquoted(match[2])
    if not found:
        raise UnusableDocument(f"{named} has no NAME=VALUE", "nothing can be mapped")
    return found


def _text(raw: bytes, named: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableDocument(
            f"{named} is not UTF-8 at byte {error.start}", "save it as UTF-8"
        ) from error


def _unquoted(text: str) -> str:
    """A value without its quotes, or without a remark behind it."""
    text = text.strip()
    if quoted := re.fullmatch(r"""(['"])(.*)\1(?:\s+#.*)?""", text):
        return quoted[2]
    return re.sub(r"\s+#.*", "", text)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON's")


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if (key := repeated(pairs)) is not None:
        raise ValueError(f'the key "{key}" stands twice in one object')
    return dict(pairs)


def leaves(value: Any, place: Keys = ()) -> Iterator[Keys]:
    """The place of every value that has nothing below it; empty objects and lists are such."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    below = False
    for key, one in inner:
        below = True
        yield from leaves(one, (*place, key))
    if not below:
        yield place

"""Which version of the tool a company's checkout is, and where newer ones come from.

The company's history begins anew with `init`, so git knows of no commit in common with the tool's:
`.langroute.json` says it instead. `init` writes it, and `upgrade` with each version it brings.
"""

import json
import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from langroute_repo.company.ownership import ORIGIN
from langroute_repo.strict_yaml.repeated import repeated
from langroute_repo.wording import did_you_mean

REPAIR = (
    f"restore it: git log -- {ORIGIN} names the commits that had it; "
    "or delete it and run ./langroute upgrade --origin URL_OR_PATH"
)


class UnusableOrigin(Exception):
    """The file is there and cannot be used, or an address cannot be kept in it."""

    def __init__(self, message: str, hint: str = REPAIR) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Origin(BaseModel):
    """What the file holds; ``commit`` is the tool's, and is null where only the version is known.

    ``origin`` is whatever `git fetch` takes: a URL, or a path, from the root when it is relative.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    origin: str
    version: Annotated[str, Field(pattern=r"^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$")]
    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")] | None = None

    @field_validator("origin")
    @classmethod
    def _address(cls, text: str) -> str:
        if objection := refused_address(text):
            raise ValueError(objection)
        return text

    def text(self) -> str:
        """The file, whole."""
        return json.dumps(self.model_dump(), indent=2, ensure_ascii=False) + "\n"


def refused_address(text: str) -> str:
    """Why an address is none that git may be given from a tracked file; empty when it is one."""
    if not text.strip() or re.search(r"[\x00-\x1f\x7f]", text):
        return "expected a URL or a path"
    if text.startswith("-"):
        return "git would take it for an option"
    if re.match(r"[A-Za-z0-9+.-]+::", text):
        return "git would run a program of that name"
    try:
        password = urlsplit(text).password
    except ValueError:
        return "it is not a URL that can be read"
    return "it holds a password, and the file is tracked" if password else ""


def read(root: Path) -> Origin | None:
    """What the file says; None where there is none. ``UnusableOrigin`` when it is at fault."""
    try:
        raw = (root / ORIGIN).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableOrigin(f"{ORIGIN} cannot be read: {error.strerror}") from error
    try:
        return Origin.model_validate(json.loads(raw, object_pairs_hook=_once))
    except ValidationError as error:
        raise UnusableOrigin(f"{ORIGIN}: {_fault(error)}") from error
    except json.JSONDecodeError as error:
        where = f"{ORIGIN}:{error.lineno}:{error.colno}"
        raise UnusableOrigin(
            f"{where}: not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        ) from error
    except UnicodeDecodeError as error:
        raise UnusableOrigin(f"{ORIGIN}: not UTF-8 from byte {error.start} on") from error
    except RecursionError as error:
        raise UnusableOrigin(f"{ORIGIN}: nested too deeply") from error


def write(root: Path, origin: Origin) -> None:
    """Write the file, in full or not at all."""
    draft = root / f"{ORIGIN}.draft"
    draft.write_text(origin.text(), encoding="utf-8")
    draft.replace(root / ORIGIN)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice would silently be the last one: a merge leaves such things behind."""
    if (key := repeated(pairs)) is not None:
        raise UnusableOrigin(f'{ORIGIN}: "{key}" stands there twice')
    return dict(pairs)


def _fault(error: ValidationError) -> str:
    """The first fault, in words of the file."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    known = tuple(Origin.model_fields)
    if first["type"] == "extra_forbidden":
        hint = did_you_mean(name, known, f"known: {', '.join(known)}")
        return f'unknown key "{name}"; {hint}'
    if first["type"] == "missing":
        return f'"{name}" is missing'
    if not name:
        return "expected an object with " + ", ".join(known)
    expected = {
        "version": 'expected text such as "0.2.0"',
        "commit": "expected the 40 digits of a commit in text, or null",
        "origin": "expected text, a URL or a path",
    }[name]
    why = str(first["ctx"]["error"]) if first["type"] == "value_error" else expected
    value = first["input"] if isinstance(first["input"], str | int | float) else "another type"
    return f"{name}: {json.dumps(value, ensure_ascii=False)}: {why}"

"""Reads a review that anybody may have written: the check of a fork's pull request made it.

Nothing of it is believed but its shape; what it says is shown, and shown only.
"""

import json
import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from langroute_repo.output.review import Review
from langroute_repo.strict_yaml.repeated import repeated

# A change of 1,000 languages with 2,300 findings made a review of 7 MB.
LARGEST = 16 * 1024 * 1024  # bytes


class ArtifactError(Exception):
    """The file is no review; the message is for people and holds nothing of the file."""


def read_review(path: Path, head: str) -> Review:
    """The review of exactly this head; keys that a newer tool adds are passed over."""
    data = _parsed(_bytes(path))
    try:
        review = Review.model_validate(data, strict=True, extra="ignore")
    except ValidationError as error:
        raise ArtifactError(
            f"the review does not fit schemas/review.schema.json, at {_place(error)}"
        ) from error
    if review.head != head:
        raise ArtifactError("the review is of another commit than the run that made it")
    return review


def _place(error: ValidationError) -> str:
    """Where the first fault is, as far as the way there is of our words."""
    where = ".".join(map(str, error.errors()[0]["loc"])) or "its top"
    return where if re.fullmatch(r"[a-z0-9_. ]{1,80}", where) else "somewhere"


def _bytes(path: Path) -> bytes:
    """At most one byte more than allowed is read, whatever the file's size says of it."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise ArtifactError(f"the review cannot be read: {error.strerror}".lower()) from error
    if len(raw) > LARGEST:
        raise ArtifactError(f"the review is larger than {LARGEST // 1024**2} MiB")
    return raw


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused, parse_int=_number
        )
    except RecursionError as error:
        raise ArtifactError("the review is nested too deeply") from error
    except ValueError as error:
        raise ArtifactError("the review is no strict JSON") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two equal ones each reader would take another."""
    if repeated(pairs) is not None:
        raise ValueError("a key is repeated")
    return dict(pairs)


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _number(digits: str) -> int:
    """A number of a review has few digits; Python takes long for very many."""
    if len(digits) > 20:
        raise ValueError("a number is too long")
    return int(digits)

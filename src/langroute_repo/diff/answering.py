"""Whether a change of the document can alter an answer; what only records may go quickly."""

from collections.abc import Mapping
from typing import Any

from langroute.document import DocumentError, parse


def answers_stay(before: bytes, after: bytes) -> bool:
    """Whether two documents differ in nothing but what is only recorded, and what is promised.

    These are shadows, on what share a canary is compared, and the shares that thresholds pass.

    What a later format adds counts as answering. So does an audit, by which the analysts get other
    events, and a document that cannot be read.
    """
    try:
        return _answering(parse(before)) == _answering(parse(after))
    except DocumentError:
        return False


def _answering(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without what is only recorded, and what is only promised."""
    languages = {tag: _entry(one) for tag, one in document["languages"].items()}
    return {**document, "languages": languages}


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    answerers = {
        role: {key: held for key, held in entry[role].items() if key not in ("passes", "compared")}
        for role in ("primary", "canary")
        if role in entry
    }
    return {key: held for key, held in {**entry, **answerers}.items() if key != "shadows"}

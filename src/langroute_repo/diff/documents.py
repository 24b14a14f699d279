"""The difference of two compiled documents, in the kinds that a change of the files has.

What runs is a document, and no files may be left that compile to it. So each of its languages is
seen as the file that would say the same, and what only a document holds (endpoints, scales, which
fields a model requires) has kinds of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from langroute.document import parse
from langroute_repo.diff.changes import Change, classified
from langroute_repo.diff.classify import LANGUAGE, Table, endpoint
from langroute_repo.diff.kind import Kind
from langroute_repo.diff.leaves import by_name, leaves
from langroute_repo.evidence.seal import on_grid
from langroute_repo.tree.files.model import Scale
from langroute_repo.tree.values import points

Entry = Mapping[str, Any]


def _answerer(*at: str) -> Table:
    """Rows for what a file says elsewhere: in the file of the model."""
    return (
        *endpoint(*at, "endpoint"),
        ((*at, "required"), Kind.MODEL_INPUTS_CHANGED),
        ((*at, "score"), Kind.SCORE_SCALE_CHANGED),
    )


# The format follows from what the document has to say, and that is told.
WHOLE: Table = ((("format",), Kind.NO_EFFECT),)
DOCUMENT: Table = (
    *_answerer("primary"),
    *_answerer("canary"),
    *_answerer("shadows", "*"),
    *LANGUAGE,
)


def document_changes(before: bytes, after: bytes) -> list[Change]:
    """All that differs; nothing where only the writing does. ``DocumentError`` when unreadable."""
    old, new = parse(before), parse(after)
    whole = leaves(_but_languages(old), _but_languages(new))
    found = list(classified("document", WHOLE, whole))
    for tag in sorted(old["languages"].keys() | new["languages"].keys()):
        was, now = old["languages"].get(tag), new["languages"].get(tag)
        if was != now:
            found += _language(tag, was, now)
    return found


def _but_languages(document: Entry) -> dict[str, Any]:
    return {key: one for key, one in document.items() if key != "languages"}


def _language(tag: str, was: Entry | None, now: Entry | None) -> Iterator[Change]:
    if was is None or now is None:
        kind = Kind.LANGUAGE_ADDED if was is None else Kind.LANGUAGE_REMOVED
        yield Change(kind, "document", ("languages", tag), was, now, tag)
        return
    old, new = _as_file(was), _as_file(now)
    found = leaves(old, new)
    for change in classified("document", DOCUMENT, found):
        yield replace(change, path=("languages", tag, *change.path), language=tag)
    if not found:
        kind = Kind.NO_EFFECT if _only_ordered(old, new) else Kind.NEEDS_REVIEW
        yield Change(kind, "document", ("languages", tag), None, None, tag)


def _only_ordered(old: Entry, new: Entry) -> bool:
    """Whether only an order differs that says nothing, and no shadow hides another.

    Shadows are compared by model, and no checked file has two of one.
    """
    models = [[one["model"] for one in entry["shadows"]] for entry in (old, new)]
    hidden = any(len(set(one)) < len(one) for one in models)
    return not hidden and by_name(old) == by_name(new)


def _as_file(entry: Entry) -> dict[str, Any]:
    """A language's entry in the form of its file."""
    parts = {
        role: _answerer_as_file(entry[role]) for role in ("primary", "canary") if role in entry
    }
    return {
        **entry,
        **parts,
        **({"audit": points(entry["audit"])} if "audit" in entry else {}),
        "shadows": [_answerer_as_file(one) for one in entry["shadows"]],
    }


def _answerer_as_file(one: Entry) -> dict[str, Any]:
    seal = {"passes": points(one["passes"])} if "passes" in one else {}
    shares = {key: points(one[key]) for key in ("traffic", "compared") if key in one}
    rest = {key: held for key, held in one.items() if key != "passes"}
    return {**rest, **shares, "threshold": {"at": _at(one), **seal}}


def _at(one: Entry) -> Decimal:
    """The threshold with the decimals that a file has; as it is where it lies off the grid."""
    low, high = (Decimal(str(one["score"][end])) for end in ("minimum", "maximum"))
    at = Decimal(str(one["threshold"]))
    try:
        fitting = on_grid(at, Scale.model_construct(minimum=low, maximum=high))
    except InvalidOperation:  # a scale made by hand, whose grid has more digits than Decimal keeps
        return at
    return at if fitting is None else fitting

from collections.abc import Iterator
from decimal import Decimal

from langroute.document import Document, DocumentError
from langroute.endpoint_shape import LATER, endpoints
from langroute.scale import steps_around
from langroute.shape import Answerer, Key, Language
from langroute_repo.tags.objection import objection
from validators.document.pushed import Objection, Pushed
from validators.named_twice import named_twice

HINT = "correct the file that this comes from; ./langroute check should have said so"
Entry = tuple[tuple[Key, ...], Answerer]


def document_breaks_file_rules(pushed: Pushed) -> Iterator[Objection]:
    """The document holds a route that the rules on files refuse.

    A canary that is the primary, a model twice, a threshold between two steps of its scale, a
    language that does not exist, a key that readers of the document's format ignore: the compiler
    makes none of these from files that pass the check. A version of long ago, or one edited by
    hand, may hold them.
    """
    if isinstance(pushed.parsed, DocumentError):
        return
    yield from _unread(pushed, pushed.parsed)
    for tag, language in pushed.parsed["languages"].items():
        for path, value, reason in _faults(tag, language):
            where = DocumentError(reason, ("languages", tag, *path))
            message = f"the document of {pushed.environment}: {where}"
            yield Objection(message, HINT, where.path, depends={"value": value})


def _unread(pushed: Pushed, document: Document) -> Iterator[Objection]:
    """What the document's own format has no meaning for: its readers ignore it."""
    if document["format"] > 1:
        return
    for path, endpoint in endpoints(document):
        for key in sorted(LATER.intersection(endpoint)):
            where = DocumentError("means nothing in format 1", (*path, key))
            message = f"the document of {pushed.environment}: {where}"
            yield Objection(message, HINT, where.path, depends={"key": key})


def _faults(tag: str, language: Language) -> Iterator[tuple[tuple[Key, ...], str, str]]:
    """Where, which value, and what is wrong with it."""
    if found := objection(tag):
        yield (), tag, found[0]
    entries = list(_answerers(language))
    for path, model, first in named_twice((path, one["model"]) for path, one in entries):
        role = "a shadow" if first[0] == "shadows" else f"the {first[0]}"
        yield (*path, "model"), model, f'"{model}" is {role} already'
    for path, answerer in entries:
        threshold, scale = answerer["threshold"], answerer["score"]
        # The shortest text of a number is what the file said.
        exact = (Decimal(repr(one)) for one in (threshold, scale["minimum"], scale["maximum"]))
        if steps_around(*exact):
            reason = f"{threshold} is not on the grid of 1,000 steps over the scale"
            yield (*path, "threshold"), str(threshold), reason


def _answerers(language: Language) -> Iterator[Entry]:
    yield ("primary",), language["primary"]
    if canary := language.get("canary"):
        yield ("canary",), canary
    for index, shadow in enumerate(language["shadows"]):
        yield ("shadows", index), shadow

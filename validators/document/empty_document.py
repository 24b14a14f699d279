import json
from collections.abc import Iterator

from langroute.tree.tree import Place
from validators.finding import Fault, Given

NONE = Place("config/environments")


def empty_document(given: Given) -> Iterator[Fault]:
    """There is no environment, or the document of one holds no language.

    Pushed, it would leave every event without a route.
    """
    if not given.documents:
        hint = "add config/environments/production.yaml"
        yield Fault(NONE, "no environment: nothing would be pushed", hint)
    for environment, raw in given.documents.items():
        if is_empty(raw):
            yield Fault(
                Place(f"config/environments/{environment}.yaml", ("environment",)),
                f"the document of {environment} holds no language",
                "add config/languages/en.yaml, or another language",
            )


def is_empty(raw: bytes) -> bool:
    """Whether the bytes are a document without a language."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("languages") == {}

from collections.abc import Iterator

from validators.document.pushed import Objection, Pushed


def empty_document(pushed: Pushed) -> Iterator[Objection]:
    """The document of an environment holds no language.

    Pushed, it would leave every event without a route.
    """
    if pushed.empty:
        yield Objection(
            f"the document of {pushed.environment} holds no language",
            "add config/languages/en.yaml, or another language",
        )

from collections.abc import Iterator

from langroute.document import DocumentError
from validators.document.pushed import Objection, Pushed


def document_of_another_environment(pushed: Pushed) -> Iterator[Objection]:
    """The document that is pushed to an environment was compiled for another one.

    It is well formed and has the right languages; only the endpoints are the other environment's,
    so that production would send its events to the models of staging.
    """
    if isinstance(pushed.parsed, DocumentError):
        return
    said = pushed.parsed["environment"]
    if said != pushed.environment:
        yield Objection(
            f"the document says that it is for {said}, and is pushed to {pushed.environment}",
            f"push what `./langroute compile {pushed.environment}` makes",
            ("environment",),
            depends={"document": said},
        )

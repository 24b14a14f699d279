from collections.abc import Iterator

from langroute.document import Document, DocumentError, canonical, plan_hash
from validators.document.pushed import Objection, Pushed


def document_not_canonical(pushed: Pushed) -> Iterator[Objection]:
    """The document of an environment is not written as the compiler writes it.

    Keys are in another order, there are blanks, or a number has a second spelling. It means the
    same and has another plan hash, so that no review can be shown to be of these bytes; usually
    somebody edited it in the console.
    """
    if isinstance(pushed.parsed, DocumentError):
        return
    fault = _fault(pushed.parsed, pushed.raw)
    if fault:
        yield Objection(
            f"the document of {pushed.environment} is not canonical: {fault}",
            f"push what `./langroute compile {pushed.environment}` makes",
            depends={"plan_hash": plan_hash(pushed.raw)},
        )


def _fault(document: Document, raw: bytes) -> str:
    try:
        written = canonical(document)
    except DocumentError as error:  # below a key that no reader looks at
        return str(error)
    except RecursionError:
        return "too many objects in each other"
    if written == raw:
        return ""
    return f"byte {_parting(written, raw) + 1:,} of {len(raw):,} would be another"


def _parting(one: bytes, other: bytes) -> int:
    """How many bytes the two begin with in common."""
    pairs = zip(one, other, strict=False)
    differing = (index for index, (a, b) in enumerate(pairs) if a != b)
    return next(differing, min(len(one), len(other)))

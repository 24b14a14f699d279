from collections.abc import Iterator
from itertools import islice

from pydantic import ValidationError

from langroute_repo.schemas import appconfig as pushed
from validators.document.on_documents import environment_place, origin, part
from validators.finding import Fault, Given

MOST = 10  # of one document; the rest is told once these are mended


def appconfig_schema(given: Given) -> Iterator[Fault]:
    """AppConfig would refuse the document of an environment: it breaks the schema pushed there.

    Found here, it does not stop a push half-way, after the version has been created.
    """
    for one in given.as_pushed:
        if _fits(one.raw) or one.empty:
            continue
        for path, message in islice(pushed.refusals(one.raw), MOST):
            at = ".".join(map(str, path))
            yield Fault(
                environment_place(one.environment),
                f"the document of {one.environment}: {at}: {message}",
                "correct the file that this comes from, and what it names",
                origin(given.tree, path),
                depends=part(one.environment, path),
            )


def _fits(raw: bytes) -> bool:
    """Whether the types fit that the schema is made from.

    They accept what the schema accepts (a test compares the two over generated documents) in a
    thirtieth of the time, and without the import of a validator that every check would wait for.
    ``compile`` and ``push`` always ask the validator itself.
    """
    try:
        pushed.CompiledDocument.model_validate_json(raw)
    except ValidationError:
        return False
    return True

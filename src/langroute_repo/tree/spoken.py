"""What a model's server is taken to speak: as its file says, or as the backend reads the URL."""

from collections.abc import Mapping

from langroute_repo.tree.files.model import Http, ModelFile
from langroute_repo.tree.files.protocol import Protocol, Rows

PREDICT = ":predict"


def spoken(model: ModelFile) -> Protocol | None:
    """The protocol by which its answers are read; None for a score alone, or code of the backend.

    Without one the backend takes a URL that ends in ``:predict`` for TensorFlow Serving's.
    """
    endpoint = model.endpoint
    if endpoint.protocol is not None or not isinstance(endpoint, Http):
        return endpoint.protocol
    by_rows = any(url.endswith(PREDICT) for url in endpoint.url.values())
    return Rows.model_validate({"kind": "tensorflow-rows"}) if by_rows else None


def path_of(url: str) -> str:
    """What stands between the host and the query."""
    return "/" + url.partition("://")[2].partition("?")[0].partition("/")[2]


def in_words(protocol: Protocol | None) -> str:
    """A protocol in one line: ``json, score [label=RELEVANT].score``."""
    if protocol is None:
        return "a number, or an object with score"
    return words(protocol.model_dump(exclude_none=True))


def words(said: Mapping[str, object]) -> str:
    """The same of a protocol as the document has it."""
    more = (f"{key} {value}" for key, value in said.items() if key != "kind")
    return ", ".join([f"{said['kind']}", *more])

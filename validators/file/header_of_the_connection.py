from collections.abc import Iterator

from langroute_repo.tree.files.model import Http
from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given

# Of HTTP/1.1 itself, and the two that say how the body is written.
OWN = frozenset(
    {
        "accept",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


def header_of_the_connection(given: Given) -> Iterator[Fault]:
    """A model's headers have one that the connection or the protocol sets, or one name twice.

    It would be sent beside the other one. Servers differ in which of the two they take, and where
    a length or a host contradicts itself a proxy may take one request for two.
    """
    for _, file, model in valid(given.tree.models):
        endpoint = model.endpoint
        headers = endpoint.headers or {} if isinstance(endpoint, Http) else {}
        first: dict[str, str] = {}
        for name in sorted(headers):
            twin = first.setdefault(name.lower(), name)
            if name.lower() in OWN:
                message, hint = f"{name} is set for each request anyway", "remove it"
            elif twin != name:
                message, hint = f"{name} is {twin} once more", "keep one of them"
            else:
                continue
            yield Fault(
                file.place("endpoint", "headers", name, key=True),
                message,
                hint,
                depends={"header": name},
            )

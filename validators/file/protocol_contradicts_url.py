import re
from collections.abc import Iterator

from langroute_repo.tree.endpoints import address
from langroute_repo.tree.files.model import Http
from langroute_repo.tree.files.protocol import Json, KServe, Protocol
from langroute_repo.tree.spoken import PREDICT, path_of
from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given

INFER = re.compile(r"/v2/models/[^/]+(/versions/[^/]+)?/infer/?\Z")
TENSORS = 'say "protocol: {kind: kserve-v2}" below endpoint'
ROWS = 'say "protocol: {kind: tensorflow-rows}" below endpoint'
ELSE = "; where the backend's own code speaks to it, accept the warning and say so"


def protocol_contradicts_url(given: Given) -> Iterator[Fault]:
    """A model's URL is that of another protocol than its file says, or of one that it does not say.

    Servers of the Open Inference Protocol (MLServer, Triton, KServe) answer 422 to whatever is no
    tensor, TensorFlow Serving 400 or 404: every event fails, and no check of the files sees why.
    """
    for name, file, model in valid(given.tree.models):
        endpoint = model.endpoint
        if not isinstance(endpoint, Http):
            continue
        for environment, url in endpoint.url.items():
            if found := _contradiction(url, endpoint.protocol):
                message, hint = found
                kind = endpoint.protocol.kind if endpoint.protocol else "none"
                yield Fault(
                    file.place("endpoint", "url", environment),
                    f"the URL of {name} in {environment} {message}",
                    hint + ELSE,
                    ((file.place("endpoint", "protocol"), "what it says"),)
                    if endpoint.protocol
                    else (),
                    depends={
                        "model": name,
                        "endpoint": address(model, url, environment),
                        "protocol": kind,
                    },
                )


def _contradiction(url: str, protocol: Protocol | None) -> tuple[str, str] | None:
    """What is wrong, and the cure."""
    path = path_of(url)
    said = f"the protocol is {protocol.kind}" if protocol else "no protocol is said"
    if INFER.search(path) and not isinstance(protocol, KServe):
        return f"takes tensors, and {said}", TENSORS
    if isinstance(protocol, KServe):
        ends = "does not end in /infer, and the protocol is kserve-v2"
        return None if path.rstrip("/").endswith("/infer") else (ends, "write the whole URL")
    if path.endswith(PREDICT):
        return _of_rows(url, protocol, said)
    if protocol is None or isinstance(protocol, Json):
        return None
    return f"does not end in {PREDICT}, and {said}", "write the whole URL, or another protocol"


def _of_rows(url: str, protocol: Protocol | None, said: str) -> tuple[str, str] | None:
    if protocol is None:
        # The backend goes by the end of the whole URL.
        hidden = f"has a query behind {PREDICT}, and {said}: the rows would not be sent as such"
        return None if url.endswith(PREDICT) else (hidden, ROWS)
    # Services of others, such as Vertex AI, have URLs like these and answers of their own.
    if isinstance(protocol, Json) and protocol.under is None:
        return f"takes instances, and {said}", f'{ROWS}, or name the key with "under"'
    return None

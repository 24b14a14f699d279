"""The request that a backend makes of a model's server, made by the same code and sent nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from langroute.decision import Decision
from langroute_repo.output.route import RouteRequest
from langroute_repo.tree.spoken import PREDICT, words


def example(decision: Decision) -> dict[str, Any]:
    """An event in which each field has its name for a value."""
    return {field: f"<{field}>" for field in decision.fields}


def request_of(decision: Decision, event: Mapping[str, Any]) -> RouteRequest:
    """What is sent; a credential by its reference, for its value is in the backend alone.

    ``MissingField`` and ``ValueError`` for an event that cannot be sent.
    """
    from langroute.predictor.codec import codec_for
    from langroute.predictor.request import headers, sagemaker_call

    where = decision.endpoint
    codec = codec_for(where)
    body = codec.encode(decision.payload(event))
    if where["kind"] == "http":
        method, target = "POST", where["url"]
        sent = headers(where, codec.content_type, "${{{}}}".format)
    else:
        method, target = "InvokeEndpoint", where["region"]
        call = sagemaker_call(where, body, codec.content_type)
        sent = {name: value for name, value in call.items() if name != "Body"}
    return RouteRequest(
        protocol=where.get("protocol"),
        method=method,
        target=target,
        headers=sent,
        body=body.decode(),
        timeout_ms=where.get("timeout"),
    )


def request_lines(request: RouteRequest) -> Iterator[tuple[str, str]]:
    """The request for people, a line for each of its parts."""
    limit = f", within {request.timeout_ms:,} ms" if request.timeout_ms else ""
    sent = ", ".join(f"{name}: {value}" for name, value in request.headers.items())
    yield "request", f"{request.method}{limit}; {sent}"
    yield "body", request.body
    said = request.protocol
    if said is None:
        rows = request.target.endswith(PREDICT)
        form = '{"predictions": [[number]]}' if rows else 'a number or {"score": number}'
        yield "answer", f"{form}, unless the backend has a codec for it: no protocol is said"
    else:
        yield "answer", f"by {words(said)}"

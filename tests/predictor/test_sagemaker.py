"""SageMaker through botocore's stub, a stand-in on loopback, and doubles; never tried on AWS."""

import io
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import boto3
import pytest
from boto3.session import Session
from botocore.exceptions import NoCredentialsError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from langroute.predictor import (
    CallFailed,
    Deadline,
    PredictionFailed,
    Predictor,
    SageMaker,
    TimedOut,
)
from langroute.predictor.endpoint import LARGEST_ANSWER
from langroute.recording.record import fault
from tests.predictor.company import EVENT, Fixed, Kept, answerer, entry, seen
from tests.predictor.server import dripping, raw, saying, serving, silent

WHERE = {"kind": "sagemaker", "region": "eu-central-1", "name": "words"}
JSON = "application/json"
LONG = 10.0


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def client() -> Any:
    return boto3.client(
        "sagemaker-runtime",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture
def stub(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


EXPECTED = {"EndpointName": "words", "Body": b"{}", "ContentType": JSON, "Accept": JSON}


def body(raw: bytes, claimed: int | None = None) -> StreamingBody:
    return StreamingBody(io.BytesIO(raw), len(raw) if claimed is None else claimed)


def asked(client: Any) -> bytes:
    with closing(SageMaker(client=lambda _: client)) as sagemaker:
        return sagemaker.ask(WHERE, b"{}", JSON, Deadline(LONG))


def test_what_is_sent_and_what_comes_back(client: Any, stub: Stubber) -> None:
    stub.add_response("invoke_endpoint", {"Body": body(b'{"score": 0.75}')}, EXPECTED)
    assert asked(client) == b'{"score": 0.75}'


def test_what_the_document_has_of_the_call_is_what_botocore_knows(
    client: Any, stub: Stubber
) -> None:
    own = {"inference_component": "words-de", "target_variant": "blue", "target_model": "de.tar.gz"}
    more = {
        "InferenceComponentName": "words-de",
        "TargetVariant": "blue",
        "TargetModel": "de.tar.gz",
        "CustomAttributes": "tenant=acme",
    }
    stub.add_response("invoke_endpoint", {"Body": body(b"0.75")}, EXPECTED | more)
    with closing(SageMaker(client=lambda _: client)) as sagemaker:
        where = WHERE | own | {"custom_attributes": "tenant=acme"}
        assert sagemaker.ask(where, b"{}", JSON, Deadline(LONG)) == b"0.75"


@pytest.mark.parametrize(
    ("code", "status", "modeled", "said", "expected", "whose"),
    [
        ("ModelError", 424, {"OriginalStatusCode": 500}, "x", 500, "model"),
        ("ThrottlingException", 400, {}, "Rate exceeded", 429, "throttled"),
        ("ModelNotReadyException", 429, {}, "x", 503, "model"),
        ("ServiceUnavailable", 503, {}, "x", 503, "model"),
        ("ValidationError", 400, {}, "x", 400, "model"),
        ("ValidationError", 400, {}, "Endpoint e5 of account 1 not found.", 404, "endpoint"),
        ("AccessDeniedException", 400, {}, "not authorized to perform", 403, "right"),
        ("ExpiredTokenException", 403, {}, "x", 403, "right"),
    ],
)
def test_the_status_says_whose_fault_it_was(
    client: Any, stub: Stubber, code: str, status: int, modeled: Any,
    said: str, expected: int, whose: str,
) -> None:  # fmt: skip
    stub.add_client_error(
        "invoke_endpoint", code, said, status, response_meta=None, modeled_fields=modeled
    )
    with pytest.raises(CallFailed) as caught:
        asked(client)
    assert (caught.value.status, fault(caught.value.status)) == (expected, whose)
    assert f"({code})" in caught.value.reason


def test_without_credentials_it_is_the_right_that_is_missing() -> None:
    def client(_: str) -> Any:
        raise NoCredentialsError

    with closing(SageMaker(client=client)) as sagemaker, pytest.raises(CallFailed) as caught:
        sagemaker.ask(WHERE, b"{}", JSON, Deadline(LONG))
    assert (caught.value.status, caught.value.reason) == (
        403,
        "NoCredentialsError: Unable to locate credentials",
    )


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (
            body(b"0.7", claimed=4),
            502,
            "IncompleteReadError: 3 read, but total bytes expected is 4",
        ),
        (
            body(b"0" * (LARGEST_ANSWER + 1)),
            502,
            "an answer of more than 1,048,576 bytes",
        ),
    ],
)
def test_an_answer_that_is_not_whole(
    client: Any, stub: Stubber, answer: StreamingBody, status: int, reason: str
) -> None:
    stub.add_response("invoke_endpoint", {"Body": answer})
    with pytest.raises(CallFailed) as caught:
        asked(client)
    assert (caught.value.status, reason in caught.value.reason) == (status, True)


class Hanging:
    """A client whose call comes to no end before the test lets it."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.begun = Event()
        self.calls = 0

    def invoke_endpoint(self, **_: object) -> dict[str, Any]:
        self.calls += 1
        self.begun.set()
        assert self.go_on.wait(10)
        return {"Body": body(b"0.9")}

    def close(self) -> None:
        """As botocore's."""


def test_the_caller_leaves_when_the_time_is_up_and_others_find_the_thread_busy() -> None:
    client = Hanging()
    with closing(SageMaker(workers=1, client=lambda _: client)) as sagemaker:
        with pytest.raises(CallFailed) as caught:
            sagemaker.ask(WHERE, b"{}", JSON, Deadline(0.05))
        assert (caught.value.status, caught.value.reason) == (504, "no answer within 50 ms")
        assert client.begun.wait(10)
        with pytest.raises(CallFailed) as caught:
            sagemaker.ask(WHERE, b"{}", JSON, Deadline(LONG))
        assert (caught.value.status, caught.value.reason) == (
            590,
            "not asked: all 1 threads for SageMaker are busy",
        )
        client.go_on.set()
    assert client.calls == 1


def test_a_region_has_one_client() -> None:
    made: list[str] = []

    class Quick(Hanging):
        def __init__(self, region: str) -> None:
            super().__init__()
            made.append(region)
            self.go_on.set()

    with closing(SageMaker(client=Quick)) as sagemaker:
        sagemaker.prepare("eu-central-1")
        for region in ("eu-central-1", "us-east-1", "eu-central-1"):
            assert sagemaker.ask(WHERE | {"region": region}, b"{}", JSON, Deadline(LONG)) == b"0.9"
    assert made == ["eu-central-1", "us-east-1"]


def test_botocore_has_limits_and_does_not_try_again() -> None:
    with closing(SageMaker(workers=7, longest=1.5)) as sagemaker:
        sagemaker.prepare("eu-central-1")
        config = sagemaker._mine.get().of("eu-central-1").meta.config
    assert (config.connect_timeout, config.read_timeout) == (1.5, 1.5)
    assert (config.retries["total_max_attempts"], config.max_pool_connections) == (1, 7)


def test_without_boto3_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    with closing(SageMaker()) as sagemaker, pytest.raises(CallFailed) as caught:
        sagemaker.ask(WHERE, b"{}", JSON, Deadline(LONG))
    assert (caught.value.status, caught.value.reason) == (
        590,
        "boto3 is not installed: pip install boto3",
    )


def test_without_credentials_the_first_call_says_so_and_all_others_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    looked: list[int] = []
    found = Session.get_credentials

    def look(session: Session) -> Any:
        looked.append(1)
        return found(session)

    monkeypatch.setattr(Session, "get_credentials", look)
    with closing(SageMaker()) as sagemaker:
        with pytest.raises(CallFailed, match=r"^boto3 finds no AWS credentials: give the"):
            sagemaker.prepare("eu-central-1")
        for _ in range(3):
            with pytest.raises(CallFailed, match=r"^boto3 finds no AWS credentials") as caught:
                sagemaker.ask(WHERE, b"{}", JSON, Deadline(LONG))
            assert fault(caught.value.status) == "right"
    assert len(looked) == 1


def test_the_time_that_a_client_takes_is_told() -> None:
    go_on = Event()

    def slowly(_: str) -> Any:
        assert go_on.wait(10)
        return Hanging()

    with closing(SageMaker(client=slowly)) as sagemaker:
        with pytest.raises(TimedOut) as caught:
            sagemaker.ask(WHERE, b"{}", JSON, Deadline(0.05))
        go_on.set()
        sagemaker.prepare("eu-central-1")
        sagemaker._mine.get().of("eu-central-1").go_on.set()
    assert caught.value.reason == (
        "no answer within 50 ms; the client for eu-central-1 is still being made"
    )


def test_over_the_wire_as_boto3_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What AWS checks is not checked here: the signature, the endpoint, the rights."""
    behaviours = {
        "/endpoints/words/invocations": saying(b'{"score": 0.75}'),
        "/endpoints/e5/invocations": raw(b""),
        "/endpoints/chars/invocations": silent,
        "/endpoints/drip/invocations": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"),
    }
    records = Kept()
    models = {
        name: answerer(name, endpoint=WHERE | {"name": name})
        for name in ("words", "e5", "chars", "drip")
    }
    source = Fixed(
        {
            "de": entry(models["words"], models["e5"] | {"on_failure": "primary"}),
            "fr": entry(models["chars"]),
            "it": entry(models["drip"]),
        }
    )
    with serving(behaviours) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url(""))
        endpoints = {"sagemaker": SageMaker(longest=LONG)}
        endpoints["sagemaker"].prepare("eu-central-1")
        made = partial(Predictor, source, record=records.append, endpoints=endpoints)
        with made(timeout=2 * LONG) as patient, made(timeout=0.15) as hasty:
            assert patient.predict("de", "evt-1", EVENT).score == 0.75
            for language in ("fr", "it"):
                with pytest.raises(PredictionFailed):
                    hasty.predict(language, "evt-1", EVENT)
            server.over.set()
    assert [seen(one) for one in records] == [
        ("canary e5", 503, False),
        ("primary words", 200, True),
        ("primary chars", 504, True),
        ("primary drip", 504, True),
    ]
    paths = [path.split("/")[2] for path, _ in server.asked]
    assert paths[:2] == ["e5", "words"]
    assert max(map(paths.count, paths)) == 1  # botocore tries nothing again
    assert server.asked[0][1] == b'{"title": "Streik", "body": "Hafen"}'

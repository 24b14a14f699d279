"""Headers, credentials by reference, authorities and time limits, as format 2 says them."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest

from langroute import Router
from langroute.predictor import SCORE, CallFailed, Deadline, Http, PredictionFailed, Predictor
from langroute.predictor.request import headers, sagemaker_call
from langroute.reader.serving import Serving
from tests.predictor.company import EVENT, Kept, answerer, document, entry
from tests.predictor.server import Handler, saying, serving, silent
from tests.predictor.test_rest import certificate  # noqa: F401 - a fixture

LONG = 10.0
TOKEN = "not-a-real-one-4711"
BEARER = {"Authorization": {"variable": "SCORER_TOKEN", "scheme": "Bearer"}}


class Source:
    """A source whose document says more of its one endpoint than its URL."""

    def __init__(self, url: str, form: int = 2, **more: Any) -> None:
        words = answerer("words", endpoint={"kind": "http", "url": url, **more})
        whole = document(de=entry(words)) | {"format": form}
        self.serving = Serving(Router(whole), "git-3f2a9c81b04d", datetime(2026, 11, 2, tzinfo=UTC))


def failure(source: Source, **more: Any) -> PredictionFailed:
    with (
        Predictor(source, timeout=LONG, **more) as predictor,
        pytest.raises(PredictionFailed) as caught,
    ):
        predictor.predict("de", "evt-1", EVENT)
    return caught.value


def score(source: Source, **more: Any) -> float:
    with Predictor(source, timeout=LONG, **more) as predictor:
        return predictor.predict("de", "evt-1", EVENT).score


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORER_TOKEN", TOKEN)


def test_headers_are_sent_and_credentials_looked_up_for_each_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving({"/m?tenant=acme": saying(b'{"p": 0.75}')}) as server:
        said: dict[str, Any] = {
            "protocol": {"kind": "json", "score": "p"},
            "headers": {"X-Tenant": "a", **BEARER},
        }
        source = Source(server.url("/m?tenant=acme"), **said)
        with Predictor(source, timeout=LONG) as predictor:
            assert predictor.predict("de", "evt-1", EVENT).score == 0.75
            monkeypatch.setenv("SCORER_TOKEN", "renewed")
            predictor.predict("de", "evt-2", EVENT)
    sent = [(one["X-Tenant"], one["Authorization"]) for one in server.headers]
    assert sent == [("a", f"Bearer {TOKEN}"), ("a", "Bearer renewed")]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "the variable SCORER_TOKEN, which a header needs, is not set"),
        ("", "the variable SCORER_TOKEN, which a header needs, is not set"),
        ("secret\r\nX-Other: 1", "the variable SCORER_TOKEN holds what no header can"),
        ("secret\n", "the variable SCORER_TOKEN holds what no header can"),
        ("sécret", "the variable SCORER_TOKEN holds what no header can"),
    ],
)
def test_a_credential_that_cannot_be_sent_is_named_and_never_shown(
    value: str | None, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCORER_TOKEN")
    if value is not None:
        monkeypatch.setenv("SCORER_TOKEN", value)
    records = Kept()
    with serving({"/m": saying(b"0.5")}) as server:
        failed = failure(Source(server.url("/m"), headers=BEARER), record=records.append)
    assert failed.reason.startswith(reason)
    assert (failed.status, failed.fault) == (403, "right")
    assert server.asked == []
    assert "cret" not in f"{failed} {records}"


def test_the_documents_headers_and_those_of_the_call_go_out_and_the_documents_win() -> None:
    own = {"traceparent": "00-a-b-01", "authorization": "of the call", "ACCEPT": "text/html"}
    endpoints = {"http": Http(headers=lambda: own)}
    with serving({"/m": saying(b"0.5")}) as server:
        assert score(Source(server.url("/m"), headers=BEARER), endpoints=endpoints) == 0.5
    (sent,) = server.headers
    expected = {"traceparent": "00-a-b-01", "Authorization": f"Bearer {TOKEN}"}
    named = {*expected, "accept", "authorization"}
    assert {name: sent[name] for name in sent if name in named or name.lower() in named} == {
        **expected,
        "Accept": "application/json",
    }


@pytest.mark.parametrize("status", [200, 401])
def test_a_server_that_quotes_the_credential_brings_it_into_no_record(status: int) -> None:
    def quoting(handler: Handler) -> None:
        handler.say(f'{{"error": "{handler.headers["Authorization"]}?"}}'.encode(), status)

    records = Kept()
    with serving({"/m": quoting}) as server:
        failed = failure(Source(server.url("/m"), headers=BEARER), record=records.append)
    assert '{"error": "Bearer ***?"}' in failed.reason
    assert TOKEN not in f"{failed} {records}"


def test_a_models_own_limit_lies_within_that_of_the_answer() -> None:
    with serving({"/m": silent}) as server:
        assert failure(Source(server.url("/m"), timeout=80)).reason == "no answer within 80 ms"
        with (
            Predictor(Source(server.url("/m"), timeout=60_000), timeout=0.05) as predictor,
            pytest.raises(PredictionFailed, match="no answer within 50 ms"),
        ):
            predictor.predict("de", "evt-1", EVENT)


def test_a_limit_is_the_nearer_end() -> None:
    whole = Deadline(60)
    assert whole.at_most(61) is whole
    assert whole.at_most(1).left() <= 1
    assert whole.at_most(1).seconds == 1


def test_what_format_1_does_not_know_changes_no_answer() -> None:
    said: dict[str, Any] = {"protocol": {"kind": "kserve-v2"}, "timeout": 1, "headers": BEARER}
    with serving({"/m": saying(b"0.5")}) as server:
        assert score(Source(server.url("/m"), 1, **said)) == 0.5
    assert "Authorization" not in server.headers[0]
    assert server.asked == [("/m", b'{"title": "Streik", "body": "Hafen"}')]


def test_a_codec_in_code_wins() -> None:
    with serving({"/m": saying(b"0.5")}) as server:
        source = Source(server.url("/m"), protocol={"kind": "kserve-v2"})
        assert score(source, codecs={"words": SCORE}) == 0.5


def test_the_authorities_are_those_of_the_file(certificate: Path, tmp_path: Path) -> None:  # noqa: F811
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    with serving({"/m": saying(b"0.5")}, tls) as server, closing(Http()) as http:
        where = {"kind": "http", "url": server.url("/m")}

        def asked(**more: str) -> bytes:
            return http.ask(where | more, b"{}", "application/json", Deadline(LONG))

        for _ in range(2):
            assert asked(ca=str(certificate)) == b"0.5"
            # Nor does a connection that was made under these authorities serve without them.
            with pytest.raises(CallFailed, match="CERTIFICATE_VERIFY_FAILED"):
                asked()
        for path in ("/no/such.pem", str(empty)):
            with pytest.raises(CallFailed, match=f"authorities {path} cannot be used") as caught:
                asked(ca=path)
            assert caught.value.status == 590
    assert len(server.asked) == 2


def test_what_sagemaker_is_called_with() -> None:
    where = {
        "kind": "sagemaker",
        "region": "eu-central-1",
        "name": "words",
        "custom_attributes": "tenant=acme",
        "inference_component": "words-de",
        "target_variant": "blue",
        "target_model": "de.tar.gz",
    }
    assert sagemaker_call(where, b"{}", "application/json") == {
        "EndpointName": "words",
        "Body": b"{}",
        "ContentType": "application/json",
        "Accept": "application/json",
        "CustomAttributes": "tenant=acme",
        "InferenceComponentName": "words-de",
        "TargetVariant": "blue",
        "TargetModel": "de.tar.gz",
    }


def test_the_address_alone_has_the_usual_headers() -> None:
    usual = {"Content-Type": "a/b", "Accept": "application/json"}
    assert headers({"kind": "http", "url": "http://m"}, "a/b") == usual

"""Events are routed as the document says: who is asked, with what, and what is refused."""

import gc
import pickle
import threading
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute import (
    Decision,
    DocumentError,
    InvalidKey,
    MissingField,
    Router,
    ScoreError,
    UnknownLanguage,
    bucket,
    canonical,
    plan_hash,
)
from langroute.router import REMEMBERED_TAGS
from tests.vectors.route import DOCUMENT

ROUTER = Router(DOCUMENT)


def test_router_tells_what_it_was_made_of() -> None:
    raw = canonical(DOCUMENT)
    for router in (ROUTER, Router(raw), Router.from_bytes(raw)):
        assert router.environment == "production"
        assert router.languages == tuple(DOCUMENT["languages"])
        assert router.plan_hash == plan_hash(raw)


def test_a_large_document_is_nothing_that_the_collector_walks() -> None:
    """Its walk stops every thread: 60 ms in a swap, with one object for each part."""
    entry = DOCUMENT["languages"]["de"]
    raw = canonical(DOCUMENT | {"languages": {f"x{number:07}": entry for number in range(1000)}})
    gc.collect()
    before = len(gc.get_objects())
    router = Router(raw)
    gc.collect()
    assert len(gc.get_objects()) - before < 100
    assert router.route("x0000999", None).language == "x0000999"


def test_plan_hash_is_of_the_bytes_as_delivered() -> None:
    raw = canonical(DOCUMENT) + b"\n"
    assert Router(raw).plan_hash == Router(raw).route("de", "event-1").plan_hash == plan_hash(raw)


@pytest.mark.parametrize("document", [b"", b"{}", b"[]", {}, {"format": 1}])
def test_router_refuses_what_is_no_document(document: Any) -> None:
    with pytest.raises(DocumentError):
        Router(document)


def test_decision_reads_as_one() -> None:
    decision = ROUTER.route("de-AT", "event-6810")
    assert decision == Decision(
        language="de",
        role="canary",
        model="relevance-e5-v3",
        endpoint={"kind": "sagemaker", "region": "eu-central-1", "name": "relevance-e5-v3"},
        fields=("title", "body", "location"),
        required=("title",),
        threshold=0.287,
        minimum=0,
        maximum=1,
        threshold_cell=287,
        plan_hash=ROUTER.plan_hash,
        requested="de-AT",
        found="lookup",
        bucket=999,
        keyed=True,
        shadows=(),
        fallback=None,
    )


def test_a_fallback_is_the_primary_and_never_a_second_one() -> None:
    decision = ROUTER.route("pt-BR", "event-1")
    fallback = decision.fallback
    assert fallback is not None
    assert (decision.role, fallback.role, fallback.model) == (
        "canary",
        "primary",
        "relevance-chars-v2",
    )
    assert (fallback.language, fallback.requested, fallback.found) == ("pt", "pt-BR", "lookup")
    assert (fallback.bucket, fallback.keyed) == (decision.bucket, True)
    # The shadows are sent their copy once, by the decision that was routed to.
    assert (fallback.shadows, fallback.fallback) == ((), None)
    assert all(shadow.fallback is None for shadow in decision.shadows)


def test_a_shadow_is_a_decision_of_its_own() -> None:
    (shadow,) = ROUTER.route("pt-BR", "event-1").shadows
    assert (shadow.role, shadow.model, shadow.threshold_cell) == ("shadow", "relevance-chars-v2", 0)
    assert (shadow.language, shadow.requested, shadow.found) == ("pt", "pt-BR", "lookup")
    assert shadow.bucket == bucket("relevance-chars-v2", "pt", "event-1")
    assert shadow.payload({"title": "greve", "body": "porto"}) == {"title": "greve"}
    assert shadow.shadows == ()


def test_nothing_of_a_decision_can_be_changed() -> None:
    decision = ROUTER.route("de", "event-1")
    for name in ("model", "bucket", "anything"):
        with pytest.raises(AttributeError):
            setattr(decision, name, "other")
    with pytest.raises(TypeError):
        decision.endpoint["name"] = "other"  # type: ignore[index]
    with pytest.raises(AttributeError):
        ROUTER.plan_hash = "other"  # type: ignore[misc]


def test_the_document_may_be_changed_afterwards() -> None:
    document = deepcopy(DOCUMENT)
    router = Router(document)
    document["languages"]["de"]["primary"]["endpoint"]["name"] = "other"
    assert router.route("de", None).endpoint["name"] == "relevance-words-v1"


# Events without a key, and keys that are none


@pytest.mark.parametrize("tag", ["de", "pt", "und"])
def test_an_event_without_a_key_goes_to_the_primary(tag: str) -> None:
    decision = ROUTER.route(tag, None)
    assert (decision.role, decision.keyed) == ("primary", False)
    assert (decision.bucket, decision.shadows) == (None, ())


@pytest.mark.parametrize(
    ("key", "start"),
    [
        (True, "key True (bool) has no bucket"),
        (1.0, "key 1.0 (float) has no bucket"),
        pytest.param(10**5000, "key of too many digits (int) has no bucket", id="digits"),
        (b"event-1", "key b'event-1' (bytes) has no bucket"),
        ("", "key '' (str) has no bucket"),
        ("\ud800", "key '\\ud800' (str) has no bucket"),
    ],
)
def test_a_key_without_a_bucket_is_refused(key: Any, start: str) -> None:
    for refuse in (lambda: ROUTER.route("und", key), lambda: bucket("model", "de", key)):
        with pytest.raises(InvalidKey) as caught:
            refuse()
        assert isinstance(caught.value, TypeError)
        assert str(caught.value) == (
            f"{start}: pass the event's stable id as a str that is not empty or as an int, "
            "or None for an event without one"
        )


@pytest.mark.parametrize("key", [0, 17, -4, 2**64])
def test_a_whole_number_is_the_key_of_its_digits(key: int) -> None:
    """As evidence and labels read it: the backend's log and the labels name one event alike."""
    assert ROUTER.route("de", key) == ROUTER.route("de", str(key))
    assert bucket("model", "de", key) == bucket("model", "de", str(key))


# Languages


def without_default() -> Router:
    document = deepcopy(DOCUMENT)
    del document["languages"]["und"]
    return Router(document)


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr-CA", "no entry for language 'fr-CA': tried fr-CA, fr, und"),
        ("sr-Latn-RS", "no entry for language 'sr-Latn-RS': tried sr-Latn-RS, sr-Latn, sr, und"),
        ("zh-x-a", "no entry for language 'zh-x-a': tried zh-x-a, zh, und"),
        (None, "language None is no tag: pass a str such as 'pt-BR' or 'und'"),
        (["de"], "language ['de'] is no tag: pass a str such as 'pt-BR' or 'und'"),
        (b"de", "language b'de' is no tag: pass a str such as 'pt-BR' or 'und'"),
    ],
)
def test_an_unknown_language_is_named(language: Any, message: str) -> None:
    with pytest.raises(UnknownLanguage) as caught:
        without_default().route(language, "event-1")
    assert isinstance(caught.value, LookupError)
    assert str(caught.value) == message


def test_a_tag_without_end_costs_no_more_than_another() -> None:
    longest = "de" + "-aa" * 1_000_000
    assert ROUTER.route(longest, None).language == "de"
    with pytest.raises(UnknownLanguage) as caught:
        without_default().route("xx" + longest, None)
    assert len(str(caught.value)) < 1_000


def test_tags_from_outside_do_not_fill_the_memory() -> None:
    router = Router(DOCUMENT)
    for number in range(REMEMBERED_TAGS + 10):
        assert router.route(f"de-x-{number}", None).language == "de"
    router.route("de-x-" + "a" * 1_000, None)
    assert len(router._remembered) == 10


def test_threads_get_the_same_answers() -> None:
    router = Router(DOCUMENT)
    asked = [(f"de-x-{number % 9_000}", f"event-{number}") for number in range(20_000)]
    expected = [bucket("relevance-e5-v3", "de", key) for _, key in asked]
    answers: list[list[int | None]] = [[] for _ in range(4)]

    def work(mine: list[int | None]) -> None:
        mine.extend(router.route(tag, key).bucket for tag, key in asked)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == expected for mine in answers)


# Payloads and scores

events = st.dictionaries(
    st.sampled_from(["title", "body", "location", "summary", "id"]), st.none() | st.text()
)


@given(events, st.sampled_from(["event-6810", "event-5716"]))
def test_a_payload_has_exactly_the_fields(event: dict[str, Any], key: str) -> None:
    decision = ROUTER.route("de", key)
    if event.get("title") is None:
        with pytest.raises(MissingField):
            decision.payload(event)
        return
    payload = decision.payload(event)
    wanted = [name for name in decision.fields if event.get(name) is not None]
    assert payload == {name: event[name] for name in wanted}
    assert list(payload) == wanted


def test_a_missing_field_is_named() -> None:
    with pytest.raises(MissingField) as caught:
        ROUTER.route("de-AT", None).payload({"body": "Hafen"})
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == "event has no 'title', which relevance-words-v1 needs for de"


def test_relevance_is_decided_on_the_models_own_scale() -> None:
    canary = ROUTER.route("de", "event-6810")
    assert (canary.cell(0.287), canary.relevant(0.287), canary.relevant(0.286)) == (
        287,
        True,
        False,
    )
    wide = ROUTER.route("pt", None)
    assert (wide.threshold_cell, wide.relevant(-1.25), wide.relevant(-1.26)) == (375, True, False)
    with pytest.raises(ScoreError):
        canary.relevant(float("nan"))


@pytest.mark.parametrize(
    "error",
    [
        UnknownLanguage("fr", ("fr", "und")),
        MissingField("title", "relevance-words-v1", "de"),
        InvalidKey(17),
    ],
)
def test_errors_survive_a_process_boundary(error: Exception) -> None:
    assert str(pickle.loads(pickle.dumps(error))) == str(error)

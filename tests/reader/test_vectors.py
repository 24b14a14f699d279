"""The router agrees with the vectors that readers in other languages are held against."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from langroute import (
    Decision,
    DocumentError,
    InvalidKey,
    MissingField,
    Router,
    ScoreError,
    UnknownFormat,
    UnknownLanguage,
    bucket,
    cell,
)
from tests.vectors import generate

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors"


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


LOOKUP, BUCKET, RELEVANCE, ROUTE, DOCUMENTS = map(
    load, ("lookup.json", "bucket.json", "relevance.json", "route.json", "document.json")
)


def test_files_are_what_the_generator_writes() -> None:
    for name, vectors in generate.VECTORS.items():
        written = (VECTORS / name).read_text(encoding="utf-8")
        assert written == generate.render(vectors()) + "\n", (
            f"{name} is stale: run python -m tests.vectors.generate"
        )
    assert sorted(generate.VECTORS) == sorted(path.name for path in VECTORS.glob("*.json"))


def test_generator_does_without_the_router() -> None:
    program = "import sys, tests.vectors.generate; print('langroute' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("False\n", "")


def router_with(group: dict[str, Any]) -> Router:
    entry = ROUTE["document"]["languages"]["und"]
    also = {tag: {"also": names} for tag, names in group["also"].items()}
    languages = {tag: entry | also.get(tag, {}) for tag in group["entries"]}
    return Router({"environment": "test", "format": 1, "languages": languages})


LOOKUPS = [(router_with(group), case) for group in LOOKUP["groups"] for case in group["cases"]]


@pytest.mark.parametrize(("router", "case"), LOOKUPS)
def test_lookup(router: Router, case: tuple[str, str | None, str]) -> None:
    requested, language, found = case
    for _ in range(2):  # looked up, then remembered
        if language is None:
            with pytest.raises(UnknownLanguage):
                router.route(requested, None)
        else:
            decision = router.route(requested, None)
            assert (decision.language, decision.found) == (language, found)


@pytest.mark.parametrize("case", BUCKET["buckets"])
def test_bucket(case: tuple[str, str, str, int]) -> None:
    salt, language, key, expected = case
    assert bucket(salt, language, key) == expected


@pytest.mark.parametrize("case", BUCKET["edges"])
def test_edge_of_a_share(case: tuple[str, str, str, int, int, bool]) -> None:
    salt, language, key, expected, traffic, drawn = case
    answerer = ROUTE["document"]["languages"]["de"]["canary"]
    entry = {
        "source": "newswire",
        "primary": answerer,
        "canary": answerer | {"model": salt, "traffic": traffic},
        "shadows": [answerer | {"model": salt, "traffic": traffic}],
    }
    router = Router({"environment": "test", "format": 1, "languages": {language: entry}})
    decision = router.route(language, key)
    assert (decision.bucket, decision.role) == (expected, "canary" if drawn else "primary")
    assert [shadow.bucket for shadow in decision.shadows] == ([expected] if drawn else [])


@pytest.mark.parametrize("scale", RELEVANCE["scales"])
def test_grid_of_a_scale(scale: dict[str, Any]) -> None:
    low, high = scale["minimum"], scale["maximum"]
    decimals = [round(low + i * (high - low) / 1000, scale["decimals"]) for i in range(1001)]
    assert [cell(score, low, high) for score in scale["scores"]] == list(range(1001))
    assert [cell(score, low, high) for score in decimals] == list(range(1001))


@pytest.mark.parametrize("case", RELEVANCE["cells"])
def test_cell(case: tuple[float, float, float, int]) -> None:
    minimum, maximum, score, expected = case
    assert cell(score, minimum, maximum) == expected


@pytest.mark.parametrize("case", RELEVANCE["decisions"])
def test_relevance(case: tuple[float, float, float, float, bool]) -> None:
    minimum, maximum, threshold, score, relevant = case
    answerer = ROUTE["document"]["languages"]["und"]["primary"] | {
        "score": {"minimum": minimum, "maximum": maximum},
        "threshold": threshold,
    }
    entry = {"source": "newswire", "primary": answerer, "shadows": []}
    router = Router({"environment": "test", "format": 1, "languages": {"de": entry}})
    assert router.route("de", None).relevant(score) is relevant


NOT_IN_JSON = [[0, 1, math.nan], [0, 1, math.inf], [0, 1, -math.inf]]


@pytest.mark.parametrize("case", RELEVANCE["refused"] + NOT_IN_JSON)
def test_refused_score(case: tuple[float, float, Any]) -> None:
    minimum, maximum, score = case
    with pytest.raises(ScoreError):
        cell(score, minimum, maximum)


ROUTER = Router(ROUTE["document_text"].encode())


def asked(decision: Decision) -> dict[str, Any]:
    """What the vectors say of whoever is asked."""
    return {
        "model": decision.model,
        "endpoint": dict(decision.endpoint),
        "fields": list(decision.fields),
        "threshold": decision.threshold,
    }


def shown(decision: Decision) -> dict[str, Any]:
    """What the vectors say of a decision and of a shadow alike."""
    return {**asked(decision), "bucket": decision.bucket}


@pytest.mark.parametrize("case", ROUTE["decisions"])
def test_decision(case: dict[str, Any]) -> None:
    decision = ROUTER.route(case["requested"], case["key"])
    assert case == {
        "requested": decision.requested,
        "key": case["key"],
        "language": decision.language,
        "found": decision.found,
        "role": decision.role,
        **shown(decision),
        "keyed": decision.keyed,
        "audited": decision.audited,
        "compared": decision.compared,
        "fallback": decision.fallback and asked(decision.fallback),
        "shadows": [
            {
                **shown(shadow),
                "copied": shadow.copied,
                "extra": shadow.extra,
                "compared": shadow.compared,
            }
            for shadow in decision.shadows
        ],
    }
    others = [one for one in (*decision.shadows, decision.fallback) if one]
    assert {one.audited for one in others} <= {decision.audited}
    assert decision.plan_hash == ROUTE["plan_hash"]


@pytest.mark.parametrize("case", ROUTE["payloads"])
def test_payload(case: dict[str, Any]) -> None:
    decision = ROUTER.route(case["language"], case["key"])
    if "missing" in case:
        with pytest.raises(MissingField) as caught:
            decision.payload(case["event"])
        assert caught.value.field == case["missing"]
    else:
        assert decision.payload(case["event"]) == case["payload"]


@pytest.mark.parametrize("tag", ROUTE["document"]["languages"])
@pytest.mark.parametrize("key", ROUTE["refused"])
def test_refused_key(tag: str, key: Any) -> None:
    with pytest.raises(InvalidKey):
        ROUTER.route(tag, key)


def test_document_and_its_text_are_the_same() -> None:
    assert Router(ROUTE["document"]).plan_hash == ROUTER.plan_hash == ROUTE["plan_hash"]


@pytest.mark.parametrize("case", DOCUMENTS["read"], ids=lambda case: case["about"])
def test_document_that_is_read(case: dict[str, Any]) -> None:
    expected = case["expect"]
    decision = Router(case["text"].encode()).route(expected["requested"], expected["key"])
    assert (decision.role, decision.model) == (expected["role"], expected["model"])
    if "endpoint" in expected:
        assert dict(decision.endpoint) == expected["endpoint"]


@pytest.mark.parametrize("case", DOCUMENTS["refused"], ids=lambda case: case["about"])
def test_document_that_is_refused(case: dict[str, Any]) -> None:
    raw = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()
    with pytest.raises(DocumentError) as caught:
        Router(raw)
    assert isinstance(caught.value, UnknownFormat) is case.get("unknown_format", False)

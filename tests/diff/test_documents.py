"""The difference of two documents: nothing is missed, and it is told in the words of the trade."""

import json
from typing import Any

import pytest
from hypothesis import given

from langroute.document import DocumentError, canonical
from langroute_repo.diff.documents import document_changes
from langroute_repo.render.difference.document import in_words
from tests.reader.strategies import documents

ENDPOINT = {"kind": "sagemaker", "region": "eu-central-1", "name": "words"}
WORDS = {
    "model": "words",
    "fields": ["title", "body"],
    "required": ["title"],
    "threshold": 0.34,
    "score": {"minimum": 0, "maximum": 1},
    "endpoint": ENDPOINT,
    "passes": 3560,
}
CANARY = {**WORDS, "model": "embedding", "threshold": 0.287, "passes": 4400, "traffic": 1000}
SHADOW = {**CANARY, "model": "chars", "traffic": 2500}
DOCUMENT = {
    "environment": "staging",
    "format": 1,
    "languages": {
        tag: {"source": "newswire", "primary": WORDS, "canary": CANARY, "shadows": [SHADOW]}
        for tag in ("de", "en", "pl")
    },
}


def copy() -> Any:
    return json.loads(canonical(DOCUMENT))


def changed(*changes: tuple[str, Any]) -> list[str]:
    """What is said of a document after these values were set, each by its keys joined by dots."""
    after = copy()
    for path, value in changes:
        *keys, last = path.split(".")
        at: Any = after
        for key in keys:
            at = at[int(key) if key.isdecimal() else key]
        if value is None:
            del at[last]
        else:
            at[last] = value
    return in_words(document_changes(canonical(DOCUMENT), canonical(after)), "live", "in HEAD")


DE = "languages.de"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (f"{DE}.canary.traffic", 2500, "de  canary-ramped canary.traffic 10% → 25%"),
        (f"{DE}.canary.traffic", 5, "de  canary-reduced canary.traffic 10% → 0.05%"),
        (
            f"{DE}.canary.on_failure",
            "primary",
            "de  canary-fallback-added canary.on_failure — → primary",
        ),
        (f"{DE}.canary.compared", 2500, "de  comparison-started canary.compared — → 25%"),
        (f"{DE}.canary", None, "de  canary-stopped canary embedding → —"),
        (f"{DE}.audit", 200, "de  audit-started audit — → 2%"),
        (
            f"{DE}.primary.threshold",
            0.35,
            "de  threshold-raised primary.threshold.at 0.340 → 0.350",
        ),
        (
            f"{DE}.primary.threshold",
            0.3333,
            "de  threshold-lowered primary.threshold.at 0.340 → 0.3333",
        ),
        (f"{DE}.primary.passes", 3000, "de  seal-renewed primary.threshold 35.6% → 30%"),
        (f"{DE}.primary.model", "words-v2", "de  primary-replaced primary.model words → words-v2"),
        (
            f"{DE}.primary.fields",
            ["title"],
            "de  fields-changed primary.fields [title, body] → [title]",
        ),
        (
            f"{DE}.primary.endpoint.name",
            "words-2",
            "de  endpoint-moved primary.endpoint.name words → words-2",
        ),
        (
            f"{DE}.primary.endpoint.protocol",
            {"kind": "kserve-v2"},
            "de  protocol-changed primary.endpoint.protocol — → {kind: kserve-v2}",
        ),
        (
            f"{DE}.shadows.0.endpoint.timeout",
            800,
            "de  timeout-changed shadows.chars.endpoint.timeout — → 800",
        ),
        ("format", 2, "document  no-effect format 1 → 2"),
        (
            f"{DE}.canary.score.maximum",
            2,
            "de  score-scale-changed canary.score.maximum 1 → 2",
        ),
        (
            f"{DE}.primary.required",
            ["title", "body"],
            "de  model-inputs-changed primary.required [title] → [body, title]",
        ),
        (f"{DE}.shadows.0.traffic", 0, "de  shadow-reduced shadows.chars.traffic 25% → 0%"),
        (f"{DE}.shadows", [], "de  shadow-removed shadows.chars"),
        (f"{DE}.source", "wire", "de  source-changed source newswire → wire"),
        (f"{DE}.note", "by hand", "de  needs-review note — → by hand"),
        (DE, None, "de  only live"),
        ("languages.sv", copy()["languages"]["de"], "sv  only in HEAD"),
        ("environment", "production", "document  needs-review environment staging → production"),
    ],
)
def test_one_difference(path: str, value: Any, said: str) -> None:
    assert changed((path, value)) == [said]


def test_equal_ones_of_several_languages_are_told_once() -> None:
    assert changed(
        ("languages.de.primary.endpoint.name", "words-2"),
        ("languages.en.primary.endpoint.name", "words-2"),
        ("languages.pl.primary.threshold", 0),
    ) == [
        "de, en  endpoint-moved primary.endpoint.name words → words-2",
        "pl  threshold-lowered primary.threshold.at 0.340 → 0.000",
    ]


def test_the_order_of_shadows_says_nothing() -> None:
    other = {**SHADOW, "model": "other"}
    before, after = copy(), copy()
    for document, shadows in ((before, [SHADOW, other]), (after, [other, SHADOW])):
        document["languages"]["de"]["shadows"] = shadows
    changes = document_changes(canonical(before), canonical(after))
    assert in_words(changes, "live", "in HEAD") == ["de  no-effect"]


def test_a_shadow_that_hides_another_is_not_passed_over() -> None:
    twice = [{**SHADOW, "traffic": 0}, SHADOW]
    assert changed((f"{DE}.shadows", twice)) == ["de  needs-review"]


@given(documents, documents)
def test_documents_with_other_bytes_never_seem_the_same(before: Any, after: Any) -> None:
    old, new = canonical(before), canonical(after)
    assert bool(document_changes(old, new)) == (old != new)


def test_numbers_made_by_hand_however_close() -> None:
    assert changed((f"{DE}.primary.score.minimum", 1e-92)) == [
        "de  score-scale-changed primary.score.minimum 0 → 1e-92"
    ]
    assert changed((f"{DE}.primary.threshold", 0.3400000000000001)) == [
        "de  threshold-raised primary.threshold.at 0.340 → 0.3400000000000001"
    ]


def test_what_no_reader_reads() -> None:
    with pytest.raises(DocumentError):
        document_changes(b"{}", canonical(DOCUMENT))

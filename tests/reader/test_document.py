"""Whatever is wrong with a document is named with its place, and never read as another route."""

import json
import pickle
import subprocess
import sys
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from langroute import DocumentError, UnknownFormat, canonical, parse, plan_hash
from tests.reader.strategies import documents
from tests.vectors.route import DOCUMENT

SOURCES = Path(__file__).parents[2] / "src"


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode))
def test_any_bytes_are_a_document_error(raw: bytes) -> None:
    with pytest.raises(DocumentError):
        parse(raw)


@given(documents, st.data())
def test_any_damage_is_a_document_error_or_a_document(
    document: dict[str, Any], data: st.DataObject
) -> None:
    raw = bytearray(canonical(document))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        survived = parse(bytes(raw))
    except DocumentError:
        return
    assert parse(canonical(survived)) == survived


@given(documents, st.data())
def test_a_cut_document_is_refused(document: dict[str, Any], data: st.DataObject) -> None:
    raw = canonical(document)
    with pytest.raises(DocumentError):
        parse(raw[: data.draw(st.integers(0, len(raw) - 1))])


def refused_at(raw: bytes) -> tuple[str | int, ...] | None:
    """Where a document is refused; None when it is not."""
    try:
        parse(raw)
    except DocumentError as error:
        return error.path
    return None


PLACES = [
    (),
    ("languages",),
    ("languages", "de"),
    ("languages", "de", "primary"),
    ("languages", "de", "canary"),
    ("languages", "de", "shadows"),
    ("languages", "de", "shadows", 0),
    ("languages", "de", "primary", "endpoint"),
    ("languages", "en", "primary", "endpoint"),
    ("languages", "de", "primary", "score"),
    ("languages", "de", "primary", "fields"),
]
LEAVES = [None, True, -1, 10_001, 0.5, 1e308, "", "text", [], [None], {}, {"kind": "http"}]


@given(st.sampled_from(PLACES), st.data())
def test_a_value_of_another_type_is_refused_or_harmless(
    place: tuple[str | int, ...], data: st.DataObject
) -> None:
    document = deepcopy(DOCUMENT)
    inside: Any = document
    for key in place:
        inside = inside[key]
    keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
    inside[data.draw(st.sampled_from(keys))] = data.draw(st.sampled_from(LEAVES))
    path = refused_at(canonical(document))
    around = place[:3]  # a threshold is held against its scale: either may be named
    assert path is None or path[: len(around)] == around


def changed(path: str, value: Any) -> bytes:
    """The example document with one value replaced; ``...`` removes it."""
    document = deepcopy(DOCUMENT)
    inside: Any = document
    *outer, last = [int(key) if key.isdigit() else key for key in path.split("/")]
    for key in outer:
        inside = inside[key]
    inside[last] = value
    if value is ...:
        del inside[last]
    return json.dumps(document).encode()


ENTRY = DOCUMENT["languages"]["und"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "empty: 0 bytes"),
        (b"[]", "expected an object, found a list"),
        (b"17", "expected an object, found 17"),
        (b'{"format":', "cut off or not JSON: Expecting value at character 10 of 10"),
        (b"<html>", "cut off or not JSON: Expecting value at character 0 of 6"),
        (b'{"format":1}{}', "cut off or not JSON: Extra data at character 12 of 14"),
        (b'{"a":"\xff"}', "not UTF-8 at byte 6 of 9"),
        (b'{"a":NaN}', "expected a finite number, found NaN"),
        (b'{"a":-Infinity}', "expected a finite number, found -Infinity"),
        (b'{"a":{"b":1,"c":2,"b":1}}', "key 'b' appears twice in one object"),
        (b"{}", "format: missing"),
        (changed("format", "1"), 'format: expected a whole number, found "1"'),
        (changed("format", True), "format: expected a whole number, found true"),
        (changed("environment", ...), "environment: missing"),
        (changed("environment", ""), 'environment: expected a text that is not empty, found ""'),
        (changed("languages", {}), "languages: no language at all"),
        (changed("languages", []), "languages: expected an object, found a list"),
        (changed("languages/de_DE", ENTRY), 'languages: "de_DE" is no language tag'),
        (changed("languages/", ENTRY), 'languages: "" is no language tag'),
        (changed("languages/DE", ENTRY), "languages: de and DE differ in case only"),
        (changed("languages/de/primary", ...), "languages.de.primary: missing"),
        (changed("languages/de/shadows", ...), "languages.de.shadows: missing"),
        (
            changed("languages/de/canary", None),
            "languages.de.canary: expected an object, found null",
        ),
        (
            changed("languages/de/canary/traffic", 10_001),
            "languages.de.canary.traffic: expected basis points from 0 to 10000, found 10001",
        ),
        (
            changed("languages/pt/shadows/1/traffic", 2.5),
            "languages.pt.shadows[1].traffic: expected basis points from 0 to 10000, found 2.5",
        ),
        (
            changed("languages/de/canary/traffic", True),
            "languages.de.canary.traffic: expected basis points from 0 to 10000, found true",
        ),
        (
            changed("languages/de/canary/on_failure", "shadow"),
            'languages.de.canary.on_failure: expected primary, found "shadow"',
        ),
        (
            changed("languages/de/canary/on_failure", None),
            "languages.de.canary.on_failure: expected primary, found null",
        ),
        (changed("languages/de/canary/traffic", ...), "languages.de.canary.traffic: missing"),
        (
            changed("languages/de/primary/passes", 10_001),
            "languages.de.primary.passes: expected basis points from 0 to 10000, found 10001",
        ),
        (
            changed("languages/de/primary/passes", 24.1),
            "languages.de.primary.passes: expected basis points from 0 to 10000, found 24.1",
        ),
        (
            changed("languages/de/primary/threshold", 34.2),
            "languages.de.primary.threshold: 34.2 is off the scale from 0 to 1",
        ),
        (
            changed("languages/de/primary/threshold", "0.342"),
            'languages.de.primary.threshold: expected a finite number, found "0.342"',
        ),
        (
            changed("languages/de/primary/threshold", False),
            "languages.de.primary.threshold: expected a finite number, found false",
        ),
        (
            changed("languages/de/primary/score/maximum", 0),
            "languages.de.primary.score: from 0.0 to 0.0 is no finite width above zero",
        ),
        (
            changed("languages/de/primary/score/maximum", 10**400),
            "languages.de.primary.score.maximum: expected a finite number, found 1" + "0" * 59,
        ),
        (
            changed("languages/de/primary/fields", []),
            "languages.de.primary.fields: expected at least one field, found none",
        ),
        (
            changed("languages/de/primary/fields/1", 7),
            "languages.de.primary.fields[1]: expected a text that is not empty, found 7",
        ),
        (
            changed("languages/de/primary/required", ["summary"]),
            'languages.de.primary.required: "summary" is not among the fields',
        ),
        (
            changed("languages/de/canary/model", "\ud800"),
            'languages.de.canary.model: expected Unicode, found "\\ud800"',
        ),
        (
            changed("languages/de/primary/endpoint/kind", "grpc"),
            'languages.de.primary.endpoint.kind: expected sagemaker or http, found "grpc"',
        ),
        (
            changed("languages/en/primary/endpoint/url", ...),
            "languages.en.primary.endpoint.url: missing",
        ),
        (
            changed("languages/de/primary/endpoint/region", None),
            "languages.de.primary.endpoint.region: expected a text that is not empty, found null",
        ),
    ],
)
def test_message_names_the_place_the_value_and_the_limit(raw: bytes, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(raw)
    assert str(caught.value) == message


@pytest.mark.parametrize("number", [0, 3, 99])
def test_another_format_is_told_before_anything_else(number: int) -> None:
    with pytest.raises(UnknownFormat) as caught:
        parse(json.dumps({"format": number, "shape": "of the future"}).encode())
    assert str(caught.value) == f"format: {number} is unknown, this reader knows 1 and 2"
    assert caught.value.path == ("format",)


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 100_000])
def test_depth_and_digits_without_end_are_refused(raw: bytes) -> None:
    with pytest.raises(DocumentError):
        parse(raw)


def test_a_key_that_format_1_does_not_know_is_ignored() -> None:
    raw = changed("languages/de/primary/since", "a later compiler")
    assert parse(raw)["languages"]["de"]["primary"]["model"] == "relevance-words-v1"


def test_errors_survive_a_process_boundary() -> None:
    error = DocumentError("missing", ("languages", "de", "shadows", 0))
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.path) == (str(error), error.path)


@example(b"")
@given(st.binary())
def test_plan_hash_is_the_sha256_of_the_bytes(raw: bytes) -> None:
    assert plan_hash(raw) == sha256(raw).hexdigest()


@pytest.mark.parametrize("slow", ["dataclasses", "inspect", "logging", "asyncio", "ssl"])
def test_a_backend_needs_little_of_the_standard_library_and_no_more(slow: str) -> None:
    program = f"import sys, langroute; print({slow!r} in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=SOURCES, capture_output=True, text=True
    )
    assert (ran.stdout, ran.stderr) == ("False\n", "")

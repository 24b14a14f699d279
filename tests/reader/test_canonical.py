"""The same document gives the same bytes, whatever it was made of."""

import json
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute import DocumentError, canonical, parse
from tests.reader.strategies import documents


@given(documents)
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    raw = canonical(document)
    assert parse(raw) == document
    assert canonical(parse(raw)) == raw


@given(documents, st.randoms(use_true_random=False))
def test_order_does_not_change_the_bytes(document: dict[str, Any], order: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key]) for key in keys}

    assert canonical(shuffled(document)) == canonical(document)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("0.340"), b"0.34"),
        (Decimal("0.342"), b"0.342"),
        (Decimal("1.000"), b"1"),
        (Decimal("1E+2"), b"100"),
        (Decimal("-0.0"), b"0"),
        (0.342, b"0.342"),
        (1.0, b"1"),
        (-0.0, b"0"),
        (10_000, b"10000"),
        (True, b"true"),
        (None, b"null"),
        ("größer 地震 🌍", '"größer 地震 🌍"'.encode()),
        ((1, 2), b"[1,2]"),
        ({"b": 1, "a": Decimal("0.10")}, b'{"a":0.1,"b":1}'),
    ],
)
def test_canonical_writes(value: Any, written: bytes) -> None:
    assert canonical({"value": value}) == b'{"value":' + written + b"}"


@given(st.integers(-5_000, 5_000), st.integers(0, 3))
def test_a_decimal_is_written_like_the_equal_float(thousandths: int, zeros: int) -> None:
    written = Decimal(f"{Decimal(thousandths) / 1000}")
    padded = written.quantize(Decimal(10) ** -(3 + zeros))
    assert canonical({"at": padded}) == canonical({"at": thousandths / 1000})
    assert json.loads(canonical({"at": padded})) == {"at": thousandths / 1000}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "expected a finite number, found nan"),
        (Decimal("Infinity"), "expected a finite number, found Infinity"),
        (Decimal("sNaN"), "expected a finite number, found sNaN"),
        (Decimal("1E+999"), "expected a finite number, found 1E+999"),
        ({1, 2}, "set cannot be written as JSON"),
        ({1: 2}, "expected a text as key, found 1"),
    ],
)
def test_canonical_refuses(value: Any, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        canonical({"de": [value]})
    assert str(caught.value) == f"de[0]: {message}"


def test_canonical_refuses_half_a_surrogate_pair() -> None:
    with pytest.raises(DocumentError) as caught:
        canonical({"de": "\ud800"})
    assert str(caught.value) == "expected Unicode, found '\\ud800'"

"""The formulas once more, on whole numbers and fractions and without the router."""

import struct
from fractions import Fraction
from hashlib import sha256
from itertools import count
from math import floor
from typing import Any

Json = dict[str, Any]


def bucket(salt: str, language: str, key: str) -> int:
    """The first 64 bits of the digest as a share of 10,000, in whole numbers."""
    digest = sha256(b":".join(part.encode() for part in (salt, language, key))).hexdigest()
    return int(digest[:16], 16) * 10_000 // 2**64


def cell(score: float, minimum: float, maximum: float) -> int:
    """The cell of exactly this double, in fractions.

    A reader computes in doubles: a score so close to an edge that rounding might decide is no
    vector, and fails here.
    """
    low, high = Fraction(minimum), Fraction(maximum)
    position = (Fraction(score) - low) / (high - low) * 1000 + Fraction(1, 1000)
    assert abs(position - round(position)) > Fraction(1, 10**9), score
    return floor(position)


def float32(number: float) -> float:
    """The double that is the float32 nearest to the number."""
    rounded: float = struct.unpack("<f", struct.pack("<f", number))[0]
    return rounded


def key_at(salt: str, language: str, number: int) -> str:
    """The first of the keys event-0, event-1, … that falls into the bucket."""
    keys = (f"event-{index}" for index in count())
    return next(key for key in keys if bucket(salt, language, key) == number)

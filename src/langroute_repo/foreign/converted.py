"""Thresholds, shares and fields of a foreign document as values of ours, exact or not at all."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from langroute_repo.foreign.mapping import Unit
from langroute_repo.tree.validation_errors import shown

WHOLE: dict[Unit, int] = {"fraction": 1, "percent": 100, "basis points": 10_000}
FINEST = 10_000  # basis points: shares are drawn in ten-thousandths
_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?")
LARGEST = 40  # digits before or behind the point, as our own files take them


class NotThat(Exception):
    """A value that cannot be what it is mapped as; the message completes a sentence."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def number(value: Any) -> Decimal:
    """A number, or a text that is one."""
    try:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise InvalidOperation
        text = value.strip() if isinstance(value, str) else ""
        if isinstance(value, str) and not _NUMBER.fullmatch(text):
            raise InvalidOperation
        found = Decimal(text or value)
        if not found.is_finite() or abs(found.adjusted()) > LARGEST:
            raise InvalidOperation
    except InvalidOperation:
        hint = "write a decimal point" if isinstance(value, str) and "," in value else ""
        raise NotThat(f"{shown(value)} is no number", hint or "is it the right path?") from None
    return found


def share(value: Any, unit: Unit) -> Fraction:
    """A share of 1, exactly; a text with % says its unit itself."""
    text = value.strip() if isinstance(value, str) else ""
    if text.endswith("%"):
        if unit != "percent":
            raise NotThat(f"{text} is a percentage, and unit says {unit}", "unit: percent")
        value = text.removesuffix("%")
    found = Fraction(number(value))
    if not 0 <= found <= WHOLE[unit]:
        meant = "percent" if unit == "fraction" and found <= WHOLE["percent"] else ""
        raise NotThat(
            f"{shown(value)} is no {unit} from 0 to {WHOLE[unit]}",
            f"if it is a percentage, unit: {meant}" if meant else "no share is above the whole",
        )
    return found / WHOLE[unit]


def roughly(part: Fraction) -> str:
    """Any share of 1 as a message says it."""
    return f"{float(part * 100):.10g}%"


def percent(part: Fraction) -> str:
    """A share of 1 that is on a basis point, as the files write it: 12.5%."""
    hundredths = Decimal((part * FINEST).numerator) / 100
    return f"{hundredths.normalize():f}%"


def on_basis_points(part: Fraction) -> bool:
    """Whether the share can be written as a percentage with two decimals."""
    return (part * FINEST).denominator == 1


def to_basis_points(part: Fraction) -> Fraction:
    """The nearest share that can be; of two the lower, which moves fewer events."""
    doubled = part * FINEST * 2
    return Fraction(-((1 - doubled) // 2), FINEST)


def words(value: Any) -> list[str]:
    """Names of fields: a list, or a text with commas between them."""
    found = re.split(r"[,\s]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise NotThat(f"{shown(value)} is no list of names of fields", "is it the right path?")
    return found


def name(value: Any) -> str:
    """The name of a model as it stands there."""
    if not isinstance(value, str) or not value.strip():
        raise NotThat(f"{shown(value)} is no name of a model", "is it the right path?")
    return value.strip()

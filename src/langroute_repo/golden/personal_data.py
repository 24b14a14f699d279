"""Finds what has the form of a person's data in a text; whose it is, no form tells."""

import re
from collections.abc import Iterator

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
# With the country's number, or as in North America: other numbers in the news have other groups.
_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9](?:[ ()./-]{0,2}[0-9]){7,14}(?![0-9])"
    r"|(?<![\w.-])(?:\([0-9]{3}\) ?|[0-9]{3}[.-])[0-9]{3}[.-][0-9]{4}(?![0-9])"
)
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b")
_CARD = re.compile(r"\b[3-6](?:[ -]?[0-9]){12,18}\b")


def found_in(text: str) -> Iterator[str]:
    """What stands there by its form, in words; no word repeats it."""
    if _MAIL.search(text):
        yield "an e-mail address"
    # A stretch of digits is one thing: an account is not told as a telephone number as well.
    rest = text
    for what, form, holds in (
        ("an IBAN", _IBAN, _is_iban),
        ("the number of a payment card", _CARD, _is_card),
    ):
        if told := [one[0] for one in form.finditer(rest) if holds(one[0])]:
            yield what
            for one in told:
                rest = rest.replace(one, "")
    if _PHONE.search(rest):
        yield "a telephone number"


def _is_iban(text: str) -> bool:
    """By ISO 7064: the number that its letters and digits make leaves 1 modulo 97."""
    packed = text.replace(" ", "")
    # What follows in a sentence in capitals is no part of it.
    return any(
        int("".join(str(int(one, 36)) for one in packed[4:end] + packed[:4])) % 97 == 1
        for end in range(15, min(len(packed), 34) + 1)
    )


def _is_card(text: str) -> bool:
    """By Luhn's sum."""
    digits = [int(one) for one in text if one.isdigit()][::-1]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0

"""What a plain (unquoted) value means, and why some mean nothing that all readers share."""

import re

from langroute_repo.strict_yaml.fault import Words, shortened

MAX_NUMBER = 40  # characters; Python refuses to convert integers of more than 4,300 digits
MAX_EXPONENT = 99  # keeps every number that can be written within the range of a double

# "nan" and "no" are languages; as values they are text, like every word that no group names.
PLAIN = re.compile(
    r"""(?P<null>|~|null|Null|NULL)
    |(?P<bool>true|false)
    |(?P<int>-?(?:0|[1-9][0-9]*))
    |(?P<decimal>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
    |(?P<truth>[yY]|yes|Yes|YES|[nN]|No|NO|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE)
    |(?P<number>
        [-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?
        |[-+]?0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+|[bB][01_]+)
        |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))
    |(?P<time>
        [-+]?[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?
        |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?
            (?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?)""",
    re.VERBOSE,
)
_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)(?: ?[^\s0-9,]{1,3})?")
_AMBIGUOUS = {
    "truth": ("a truth value", "write true or false, or quote it"),
    "number": ("a number", "write a number plainly, as in 12 or 0.5, or quote it"),
    "time": ("a date or a time", "quote it"),
}


def ambiguity_words(kind: str | None, value: str) -> Words:
    """What to say of a plain value that is not the same to every reader of YAML."""
    if kind == "null":
        return "a value is needed", "write one, or leave the entry out"
    thing, cure = _AMBIGUOUS[str(kind)]
    value = shortened(value)
    message = f"'{value}' is text to some readers of YAML and {thing} to others"
    return message, f'{cure}: "{value}"'


def comma_words(value: str) -> Words | None:
    """What to say of a number with a comma, 0,193 or 38,3%; between thousands it may stand too."""
    if not (match := _COMMA.fullmatch(value)):
        return None
    hint = "write a decimal point, not a comma"
    if len(match[2]) != 3 or match[1].lstrip("-") == "0":
        return f"'{value}' has a decimal comma", f"{hint}: {value.replace(',', '.')}"
    return f"'{value}' has a comma in a number", f"{hint}, and nothing between thousands"


def number_words(value: str) -> Words | None:
    """What to say of a number that is written well but is out of all proportion."""
    if len(value) > MAX_NUMBER:
        length = f"it has {len(value):,} characters; the limit is {MAX_NUMBER}"
        return (
            f"'{shortened(value)}' is too long for a number: {length}",
            "quote it if it is a text",
        )
    exponent = re.split("[eE]", value)[1:]
    if exponent and abs(int(exponent[0])) > MAX_EXPONENT:
        limit = f"the exponent may be -{MAX_EXPONENT} to {MAX_EXPONENT}"
        return f"'{value}' is out of range: {limit}", "quote it if it is a text"
    return None

"""What format 2 says of an endpoint beyond its address: what it speaks, and how it is asked.

Each of these keys changes or fails an answer when it is ignored. So a document that has one of
them is of format 2, which readers of format 1 refuse; in one of format 1 they mean nothing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, TypedDict

from langroute.checks import Check, Checks, Key, a_text, an_object, members, refuse, shown
from langroute.score_path import is_path


class Protocol(TypedDict):
    """What a server speaks: how the payload becomes a body, and where the score stands.

    Which of the keys may be there follows from ``kind``; ``KINDS`` says which.
    """

    kind: Literal["json", "tensorflow-rows", "tensorflow-columns", "kserve-v2"]
    score: NotRequired[str]  # a path of langroute.score_path
    body: NotRequired[Literal["object", "list", "value"]]
    under: NotRequired[str]
    signature: NotRequired[str]
    output: NotRequired[str]


class Reference(TypedDict):
    """A header's value by the name of the environment variable that holds it in the backend."""

    variable: str
    scheme: NotRequired[str]  # what stands before the value, such as Bearer


LONGEST_TIMEOUT = 3_600_000  # milliseconds
VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
HEADER = r"^[A-Za-z][A-Za-z0-9-]{0,63}$"
# Printable ASCII: no line can be broken, and no server has to guess an encoding.
HEADER_VALUE = r"^[!-~]([ -~]*[!-~])?$"
SCHEME = HEADER
BODIES = ("object", "list", "value")


def _form(pattern: str, expected: str) -> Check:
    matched = re.compile(pattern.replace("$", r"\Z"))

    def check(value: object) -> None:
        a_text(value)
        if not matched.match(str(value)):
            refuse(f"expected {expected}, found {shown(value)}")

    return check


def _path(value: object) -> None:
    a_text(value)
    if not is_path(str(value)):
        refuse(f"expected a path to the score, found {shown(value)}")


def _body(value: object) -> None:
    if value not in BODIES:
        refuse(f"expected one of {', '.join(BODIES)}, found {shown(value)}")


def _milliseconds(value: object) -> None:
    if type(value) is not int or not 1 <= value <= LONGEST_TIMEOUT:
        refuse(f"expected milliseconds from 1 to {LONGEST_TIMEOUT}, found {shown(value)}")


def _protocol(value: object) -> None:
    kind = an_object(value).get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        refuse(f"{shown(kind)} is unknown, this reader knows {', '.join(KINDS)}", "kind")
    needed, optional = KINDS[kind]
    members(value, needed)
    _where_there(value, optional)


def _headers(value: object) -> None:
    for name in an_object(value):
        _header_name(name)
        members(value, ((name, _header_value),))


def _header_value(value: object) -> None:
    if isinstance(value, dict):
        members(value, (("variable", _form(VARIABLE, "the name of a variable")),))
        _where_there(value, (("scheme", _form(SCHEME, "a word")),))
    elif not isinstance(value, str) or not _PLAIN.match(value):
        # Not shown: what stands here by mistake may be a secret.
        refuse("expected printable ASCII, or an object with the name of a variable")


def _where_there(value: object, checks: Checks) -> None:
    members(value, tuple(one for one in checks if one[0] in an_object(value)))


_PLAIN = re.compile(HEADER_VALUE.replace("$", r"\Z"))
_header_name = _form(HEADER, "the name of a header")
_one_line = _form(HEADER_VALUE, "printable ASCII")
SIGNATURE_AND_OUTPUT: Checks = (("signature", a_text), ("output", a_text))
# What each protocol needs, and what it may have.
KINDS: dict[str, tuple[Checks, Checks]] = {
    "json": ((("score", _path),), (("body", _body), ("under", a_text))),
    "tensorflow-rows": ((), SIGNATURE_AND_OUTPUT),
    "tensorflow-columns": ((), SIGNATURE_AND_OUTPUT),
    "kserve-v2": ((), (("output", a_text),)),
}
OF_BOTH: Checks = (("protocol", _protocol), ("timeout", _milliseconds))
OF_HTTP: Checks = (*OF_BOTH, ("headers", _headers), ("ca", a_text))
OF_SAGEMAKER: Checks = (
    *OF_BOTH,
    ("content_type", _one_line),
    ("custom_attributes", _one_line),
    ("inference_component", a_text),
    ("target_variant", a_text),
    ("target_model", a_text),
)
LATER = frozenset(key for key, _ in (*OF_HTTP, *OF_SAGEMAKER))


def later_keys(value: object) -> None:
    """Refuses an endpoint of format 2 that this reader cannot use; its address is whole."""
    kind = an_object(value)["kind"]
    _where_there(value, OF_HTTP if kind == "http" else OF_SAGEMAKER)


def endpoints(document: Mapping[str, Any]) -> Iterator[tuple[tuple[Key, ...], dict[str, Any]]]:
    """Every endpoint of a document that is whole, with the path to it."""
    for tag, language in document["languages"].items():
        for role in ("primary", "canary"):
            if role in language:
                yield ("languages", tag, role, "endpoint"), language[role]["endpoint"]
        for index, shadow in enumerate(language["shadows"]):
            yield ("languages", tag, "shadows", index, "endpoint"), shadow["endpoint"]

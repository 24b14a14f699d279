"""Bytes and characters that the strict reader refuses before it looks at any YAML."""

import pytest

from langroute_repo.strict_yaml.reader import MAX_BYTES, parse
from tests.tree.faults import rendered

INVISIBLE = "(delete it; it is invisible or breaks the line)"
FORBIDDEN = {
    "\x00": "U+0000 (control character)",
    "\x0b": "U+000B (control character)",
    "\x1b": "U+001B (control character)",
    "\x7f": "U+007F (control character)",
    "\x85": "U+0085 (control character)",
    "\xad": "U+00AD (SOFT HYPHEN)",
    "\u061c": "U+061C (ARABIC LETTER MARK)",
    "\u200b": "U+200B (ZERO WIDTH SPACE)",
    "\u200e": "U+200E (LEFT-TO-RIGHT MARK)",
    "\u200f": "U+200F (RIGHT-TO-LEFT MARK)",
    "\u2028": "U+2028 (LINE SEPARATOR)",
    "\u2029": "U+2029 (PARAGRAPH SEPARATOR)",
    "\u202a": "U+202A (LEFT-TO-RIGHT EMBEDDING)",
    "\u202e": "U+202E (RIGHT-TO-LEFT OVERRIDE)",
    "\u2060": "U+2060 (WORD JOINER)",
    "\u2066": "U+2066 (LEFT-TO-RIGHT ISOLATE)",
    "\u2069": "U+2069 (POP DIRECTIONAL ISOLATE)",
    "\u3164": "U+3164 (HANGUL FILLER)",
    "\ufeff": "U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
    "\uffff": "U+FFFF (no character)",
    "\U000e0041": "U+E0041 (TAG LATIN CAPITAL LETTER A)",
}


@pytest.mark.parametrize(("char", "name"), FORBIDDEN.items(), ids=FORBIDDEN.values())
def test_characters_that_a_reviewer_cannot_see(char: str, name: str) -> None:
    in_value = f"a: 1\nb: x{char}y\n".encode()
    in_comment = f"a: 1 # {char}\n".encode()
    assert rendered(in_value) == f"2:5 {name} {INVISIBLE}"
    assert rendered(in_comment) == f"1:8 {name} {INVISIBLE}"


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("char", [char for char in FORBIDDEN if char != "\uffff"])
def test_characters_written_as_escapes(char: str) -> None:
    expected = f"{FORBIDDEN[char]} in a text (write the text without it)"
    escaped = f"\\U{ord(char):08X}"
    assert rendered(f'a: "{escaped}"\n'.encode()) == f"1:4 {expected}"
    in_key = expected.replace("text", "key")
    assert rendered(f'"{escaped}": 1\n'.encode()) == f"1:1 {in_key}"
    assert parse(f"a: '{escaped}'\n".encode()).data == {"a": escaped}


@pytest.mark.usefixtures("either_parser")
def test_a_surrogate_written_as_an_escape_is_refused() -> None:
    assert parse(rb'a: "\uD800"').faults


def test_joiners_are_refused_in_keys_only() -> None:
    assert rendered("a\u200cb: x\u200cy\n".encode()) == (
        "1:1 U+200C (ZERO WIDTH NON-JOINER) in a key (write the key without it)"
    )


BYTES = {
    "byte order mark": (
        b"\xef\xbb\xbfa: 1\n",
        "1:1 a byte order mark, U+FEFF (ZERO WIDTH NO-BREAK SPACE) (save the file without one)",
    ),
    "UTF-16": ("a: 1\n".encode("utf-16"), "1:1 byte 0xFF is not UTF-8 (save the file as UTF-8)"),
    "Latin-1": (
        "a: 1\nstraße: gr".encode() + b"\xfc\xdfe",
        "2:11 byte 0xFC is not UTF-8 (save the file as UTF-8)",
    ),
    "a surrogate": (b"a: \xed\xa0\x80", "1:4 byte 0xED is not UTF-8 (save the file as UTF-8)"),
    "a lone CR": (
        b"a: 1\r\nb: 2\rc: 3\r\n",
        "2:5 a lone U+000D (control character) (end lines with LF or CR LF)",
    ),
    "a byte too many": (
        b"#" * (MAX_BYTES + 1),
        "1:1 the file has 1,048,577 bytes; the limit is 1,048,576 (remove what nobody reviews)",
    ),
}


@pytest.mark.parametrize(("raw", "expected"), BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_text(raw: bytes, expected: str) -> None:
    assert rendered(raw) == expected


def test_the_largest_file_is_read() -> None:
    assert parse(b"a: 1\n" + b"#" * (MAX_BYTES - 5)).data == {"a": 1}


NBSP = "U+00A0 (NO-BREAK SPACE)"
ALIKE = {
    "a space beside a number": (
        "at: 0.193\xa0\n",
        f"1:5 {NBSP} beside a value (write a plain space, or none)",
    ),
    "a wide space before a value": (
        "a: [x,\u3000y]\n",
        "1:7 U+3000 (IDEOGRAPHIC SPACE) beside a value (write a plain space, or none)",
    ),
    "spaces that indent": (
        "a: b\n\xa0\xa0c: d\n",
        f"2:1 {NBSP} in a key (write the key without it)",
    ),
    "a space after a colon": (
        "a: 1\nat:\xa00.193\nb: c\n",
        f"2:4 {NBSP}, which YAML takes for a letter (write a plain space, or none)",
    ),
    "a space after the first colon": (
        "at:\xa00.193\nb: c\n",
        f"1:4 {NBSP}, which YAML takes for a letter (write a plain space, or none)",
    ),
    "a wide colon": (
        "language\uff1ade\nb: c\n",
        "1:9 U+FF1A (FULLWIDTH COLON), which YAML takes for a letter (write :)",
    ),
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "expected"), ALIKE.values(), ids=ALIKE)
def test_what_looks_like_another_character_is_named(text: str, expected: str) -> None:
    assert expected in rendered(text.encode()).splitlines()


@pytest.mark.usefixtures("either_parser")
def test_a_space_of_another_kind_within_a_text_stays() -> None:
    assert parse("a: le seuil\xa0! bas\nb: '\xa0'\n".encode()).data == {
        "a": "le seuil\xa0! bas",
        "b": "\xa0",
    }


def test_another_dash_in_a_comment_is_not_blamed() -> None:
    assert "second ': '" in rendered("a: b: c # 1–2\n".encode())


@pytest.mark.parametrize("above", ["a: the “old” value", "a: le seuil\xa0!", "# a\xa0comment"])
def test_a_text_above_an_error_is_not_blamed(above: str) -> None:
    assert rendered(f"{above}\nb: c: d\n".encode()).startswith("2:5 a second ': '")

"""What the strict reader takes, what it refuses and in which words, and where it says things stand.

Every table runs over both of PyYAML's parsers: a machine without libyaml must not judge otherwise.
"""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
import yaml

from langroute.strict_yaml import reader as strict_yaml
from langroute.strict_yaml.position import Keys, Span
from langroute.strict_yaml.reader import MAX_BYTES, Location, locate, parse

PARSERS = [
    pytest.param(
        getattr(yaml, "CSafeLoader", None),
        id="C",
        marks=pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="without libyaml"),
    ),
    pytest.param(yaml.SafeLoader, id="pure"),
]


@pytest.fixture(params=PARSERS)
def either_parser(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setattr(strict_yaml, "_LOADER", request.param)
    strict_yaml._places.cache_clear()
    yield
    strict_yaml._places.cache_clear()


def rendered(raw: bytes) -> str:
    """The faults as a user sees them, each on its line, with the related places below."""
    lines = []
    for fault in parse(raw).faults:
        lines.append(f"{fault.span.line}:{fault.span.column} {fault.message} ({fault.hint})")
        lines += [f"  {span.line}:{span.column} {said}" for span, said in fault.related]
    return "\n".join(lines)


DATA = {
    "keys are text as it is written": (
        "no: 1\n1: 2\n1.0: 3\ntrue: 4\nyes: 5\n2024-01-15: 6\n'~': 7\n",
        {"no": 1, "1": 2, "1.0": 3, "true": 4, "yes": 5, "2024-01-15": 6, "~": 7},
    ),
    "languages that look like something else": ("[de, no, nan, inf]", ["de", "no", "nan", "inf"]),
    "truth": ("[true, false]", [True, False]),
    "whole numbers": ("[0, -0, 12, -7, 1234567890]", [0, 0, 12, -7, 1234567890]),
    "the longest number": ("1" * 40, int("1" * 40)),
    "texts of this trade": (
        "- 10%\n- 40/s\n- 3 of 5\n- v1.2.3\n- 1.2.3\n- de-3f2a9c81\n- a@acme\n- 0.342abc\n- 0xyz\n",
        ["10%", "40/s", "3 of 5", "v1.2.3", "1.2.3", "de-3f2a9c81", "a@acme", "0.342abc", "0xyz"],
    ),
    "almost numbers": (
        "[1e, e3, 0o9, 0b2, 0x, 1-2, 1.2.3, 10.0.0.1, 30m, -, ., +, _1]",
        ["1e", "e3", "0o9", "0b2", "0x", "1-2", "1.2.3", "10.0.0.1", "30m", "-", ".", "+", "_1"],
    ),
    "almost times": (
        "[2024-01, 2024-01-15 or later, 12:30 CET, a:1]",
        ["2024-01", "2024-01-15 or later", "12:30 CET", "a:1"],
    ),
    "quoted is text": (
        """['1', "0.5", 'yes', "~", '2024-01-15', '', "\\x41\\t\\n"]""",
        ["1", "0.5", "yes", "~", "2024-01-15", "", "A\t\n"],
    ),
    "block scalars are text": ("a: |\n  12\nb: >-\n  yes\n  no\n", {"a": "12\n", "b": "yes no"}),
    "a text over two lines": ("a: one\n  two\n", {"a": "one two"}),
    "one document, marked": ("--- # the only one\na: 1\n...\n", {"a": 1}),
    "CR LF": ("a: 1\r\nb:\r\n  - x\r\n", {"a": 1, "b": ["x"]}),
    "no line break at the end": ("a: x", {"a": "x"}),
    "empty collections": ("a: []\nb: {}\n", {"a": [], "b": {}}),
    "joiners in a text": ("a: x\u200cy\u200dz\n", {"a": "x\u200cy\u200dz"}),
    "a merge sign that merges nothing": ("a: <<\n'<<': b\n", {"a": "<<", "<<": "b"}),
    "a key in two scripts": ("größe: 1\n語: 2\n", {"größe": 1, "語": 2}),
    "32 levels": ("[" * 32 + "]" * 32, json.loads("[" * 32 + "]" * 32)),
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "data"), DATA.values(), ids=DATA)
def test_data(text: str, data: object) -> None:
    parsed = parse(text.encode())
    assert (rendered(text.encode()), parsed.data) == ("", data)
    assert repr(parsed.data) == repr(data), "true must not pass for 1"


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["0.340", "-0.5", "1e3", "1E+3", "1.50e-9", "0.0", "9.99e99"])
def test_decimals_keep_their_digits(text: str) -> None:
    data = parse(f"at: {text}".encode()).data
    assert isinstance(data, dict)
    assert repr(data["at"]) == repr(Decimal(text))


NEEDED = "a value is needed (write one, or leave the entry out)"
ANCHOR = "(remove it; quote the value if the sign belongs to it)"
ALIAS = "(write the value out; quote it if the '*' belongs to it)"
KEY = "a key is needed (write a word; quote it if it is null)"
COLON = "(write 'key: value', with a space after the colon)"
INDENT = (
    "this line is not indented like its neighbours "
    "(indent it like the lines beside it; a list and a key cannot stand side by side)"
)
TAB = "a tab where only spaces may stand (indent with spaces, and put a space after ':' and '-')"
AFTER = "text after the end of a value (quote the value as a whole; write '' for ' in it)"
OPEN = "is not closed, or a ',' is missing in it (close it, or put ',' between its items)"
UNCLOSED = "this quote is never closed (end the text with the quote it begins with)"
BEFORE = "(write one, or quote the sign)"
FAULTS = {
    "empty file": ("", "1:1 the file is empty (write its keys, or delete it)"),
    "comments only": ("# a\n\n", "1:1 the file is empty (write its keys, or delete it)"),
    "an empty document": ("---\n", "1:1 the file is empty (write its keys, or delete it)"),
    "null": (
        "a:\nb: ~\nc: [x, null]\nd: {e}\nf: Null\n",
        f"1:3 {NEEDED}\n2:4 {NEEDED}\n3:8 {NEEDED}\n4:6 {NEEDED}\n5:4 {NEEDED}",
    ),
    "no key": ("~: 1\nnull: 2\n'': 3\n? \n: 4\n", f"1:1 {KEY}\n2:1 {KEY}\n3:1 {KEY}\n4:2 {KEY}"),
    "a key that is a list": (
        "? [a, yes]\n: 1\n",
        "1:3 a key must be one word (write a plain word)\n"
        "1:7 'yes' is text to some readers of YAML and a truth value to others "
        '(write true or false, or quote it: "yes")',
    ),
    "a key twice": (
        "model: a\ntraffic: 1\n'model': b\n",
        "3:1 key 'model' is written twice, on lines 1 and 3 (keep one of them)\n"
        "  1:1 first written here",
    ),
    "faults come in the order of the text": (
        "a: 1\na: [~]\n",
        "2:1 key 'a' is written twice, on lines 1 and 2 (keep one of them)\n"
        f"  1:1 first written here\n2:5 {NEEDED}",
    ),
    "a key three times, two levels down": (
        "a:\n  - b: {c: 1, c: 2,\n         c: 3}\n",
        "2:15 key 'c' is written twice, on lines 2 and 2 (keep one of them)\n"
        "  2:9 first written here\n"
        "3:10 key 'c' is written twice, on lines 2 and 3 (keep one of them)\n"
        "  2:9 first written here",
    ),
    "anchors, aliases and merge keys": (
        "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n",
        f"1:4 an anchor, '&x' {ANCHOR}\n2:4 an alias, '*x' {ALIAS}\n"
        "4:3 a merge key, '<<' (write the merged keys out)\n"
        f"4:7 an alias, '*x' {ALIAS}",
    ),
    "an alias as a key": ("*a : 1\n", f"1:1 an alias, '*a' {ALIAS}"),
    "tags": (
        "a: !!str 1\nb: ! 12\nc: !x [1]\nd: &e !!int 3\n",
        f"1:4 a tag, '!!str' {ANCHOR}\n2:4 a tag, '!' {ANCHOR}\n3:4 a tag, '!x' {ANCHOR}\n"
        f"4:4 an anchor, '&e' {ANCHOR}\n4:7 a tag, '!!int' {ANCHOR}",
    ),
    "properties of a mapping and of its first key": (
        "&a\n&b c: 1\n",
        f"1:1 an anchor, '&a' {ANCHOR}\n2:1 an anchor, '&b' {ANCHOR}",
    ),
    "a directive": (
        "# x\r\n%YAML 1.2\r\n---\r\na: 1\r\n",
        "2:1 a directive, '%YAML 1.2' (remove it; no reader needs it)",
    ),
    "an unknown directive": (
        "%FOO bar\n---\na: 1\n",
        "1:1 a directive, '%FOO bar' (remove it; no reader needs it)",
    ),
    "a directive after an end without a beginning": (
        "...\n%YAML 1.2\n---\na: 1\n",
        "2:1 a directive, '%YAML 1.2' (remove it; no reader needs it)",
    ),
    "what has no words of its own": (
        "a: 1\n...\n%YAML 2.0\n---\nb: 1\n",
        "3:1 this cannot be read as YAML (keep to plain keys, values and lists)",
    ),
    "two documents": (
        "a: 1\n---\nb: &x 1\n",
        "2:1 a second document begins here (keep one document in a file)",
    ),
    "33 levels": ("[" * 33, "1:33 more than 32 levels of nesting (make it flatter)"),
    "1,000 levels": (
        "".join(" " * depth + "a:\n" for depth in range(1_000)),
        "33:33 more than 32 levels of nesting (make it flatter)",
    ),
    "an exponent beyond reason": (
        "a: 1e999999999\nb: -1.5E-100\n",
        "1:4 '1e999999999' is out of range: the exponent may be -99 to 99 "
        "(quote it if it is a text)\n"
        "2:4 '-1.5E-100' is out of range: the exponent may be -99 to 99 "
        "(quote it if it is a text)",
    ),
    "a number beyond reason": (
        "a: " + "1" * 10_000,
        "1:4 '1111111111111111111111111111111111111111…' is too long for a number: "
        "it has 10,000 characters; the limit is 40 (quote it if it is a text)",
    ),
    "a tab as indentation": ("a:\n\tb: 1\n", f"2:1 {TAB}"),
    "a tab as indentation, deeper": ("a:\n  b: 1\n\tc: 2\n", f"3:1 {TAB}"),
    "a tab after a dash": ("a:\n-\tb\n", f"2:2 {TAB}"),
    "no colon, in the first line": (
        "language de\nowners: x\n",
        f"2:7 the line above has no ': ' between key and value {COLON}",
    ),
    "no colon": (
        "a: 1\nlanguage de\nb: 2\n",
        f"2:1 this line has no ': ' between key and value {COLON}\n  3:1 noticed here",
    ),
    "no space after the colon": (
        "a: 1\nb:2\nc: 3\n",
        f"2:1 this line has no ': ' between key and value {COLON}\n  3:1 noticed here",
    ),
    "no space after the colon, in the first line": (
        "b:2\nc: 3\n",
        f"2:2 the line above has no ': ' between key and value {COLON}",
    ),
    "indented too far": ("a: 1\n  b: 2\n", f"2:4 {INDENT}"),
    "indented between two levels": ("a:\n    b: 1\n  c: 2\n", f"3:3 {INDENT}"),
    "a list beside a key": ("a: 1\n- b\n", f"2:1 {INDENT}"),
    "a key beside a list": ("- a\nb: 1\n", f"2:1 {INDENT}"),
    "a second colon": (
        "a: b: c\n",
        "1:5 a second ': ' on one line (quote the value, or begin a new line)",
    ),
    "an unclosed double quote": ('a: "x\nb: 1\n', f"1:4 {UNCLOSED}\n  3:1 noticed here"),
    "an unclosed single quote": ("a: 'x\n---\n", f"1:4 {UNCLOSED}\n  2:1 noticed here"),
    "an apostrophe within quotes": ("a: 'don't'\n", f"1:9 {AFTER}"),
    "text after a quote": ('a: "x" y\n', f"1:8 {AFTER}"),
    "text after the end": ("a: 1\n... x\n", f"2:5 {AFTER}"),
    "an unclosed bracket": ("a: [1, 2\nb: 1\n", f"1:4 this '[' {OPEN}\n  2:2 noticed here"),
    "an unclosed brace": ("a: {x: 1\n", f"1:4 this '{{' {OPEN}\n  2:1 noticed here"),
    "a missing comma": ("a: {x: 1 y: 2}\n", f"1:4 this '{{' {OPEN}\n  1:11 noticed here"),
    "a stray bracket": ("a: ]\n", f"1:4 a key or a value is needed before ']' {BEFORE}"),
    "a stray comma": ("[a, , b]", f"1:5 a key or a value is needed before ',' {BEFORE}"),
    "a file that breaks off": (
        "a: [",
        f"1:5 a key or a value is needed before the end of the line {BEFORE}",
    ),
    "a colon without a key": (": 1\n", f"1:1 a key or a value is needed before ':' {BEFORE}"),
    "signs that begin no value": (
        "owners: [@acme/x]\n",
        "1:10 a plain value cannot begin with '@' (put it in quotes)",
    ),
    "a glob": (
        "a: *.py\n",
        "1:4 a plain value cannot begin with '*' (put it in quotes)\n  1:5 noticed here",
    ),
    "a tag that nobody declared": (
        "a: !b!c d\n",
        "1:4 a plain value cannot begin with '!' (put it in quotes)",
    ),
    "a question mark": (
        "a: ? b\n",
        "1:4 a plain value cannot begin with '?' (put it in quotes)",
    ),
    "a list on the line of its key": (
        "a: - b\n",
        "1:4 a list cannot begin on the line of its key (begin it on the next line)",
    ),
    "text beside a block scalar's sign": (
        "a: |x\n  b\n",
        "1:4 only a line break may follow '|' (begin the text on the next line)\n"
        "  1:5 noticed here",
    ),
    "an escape of another language": (
        'a: "\\xZZ"\n',
        "1:7 an escape that YAML does not know (write \\\\ for a backslash, or use single quotes)",
    ),
    "faults before the parser gives up": (
        "a: yes\nb: *c\nd: [\n",
        "1:4 'yes' is text to some readers of YAML and a truth value to others "
        '(write true or false, or quote it: "yes")\n'
        f"2:4 an alias, '*c' {ALIAS}\n"
        f"4:1 a key or a value is needed before the end of the line {BEFORE}",
    ),
    "a character of several bytes before the place": (
        "größe: 😀😀 # ü\n語: {ä: yes}\n",
        "2:8 'yes' is text to some readers of YAML and a truth value to others "
        '(write true or false, or quote it: "yes")',
    ),
    "CR LF before the place": ("a: 1\r\nb:\r\n  c: ~\r\n", f"3:6 {NEEDED}"),
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults(text: str, expected: str) -> None:
    assert rendered(text.encode()) == expected
    assert parse(text.encode()).data is None


AMBIGUOUS = {
    "a truth value": """
        yes Yes YES No NO on On ON off Off OFF y Y n N True TRUE False FALSE
        """,
    "a number": """
        1_000 0o14 0x1F 0b1 012 -012 00 .5 -.5 5. +5 +0.5 1.e3 01.5 1_0.5 .5e3
        .nan .NaN .NAN .inf -.Inf +.INF
        """,
    "a date or a time": """
        12:30 12:30:00 -1:30 190:20:30.15 2024-01-15 2024-1-5 2024-01-15T10:00:00Z
        2024-01-15t10:00:00.5+01:00
        """,
}
CURES = {
    "a truth value": "write true or false, or quote it",
    "a number": "write a number plainly, as in 12 or 0.5, or quote it",
    "a date or a time": "quote it",
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("value", "thing"),
    [(value, thing) for thing, values in AMBIGUOUS.items() for value in values.split()],
)
def test_a_value_that_readers_take_differently(value: str, thing: str) -> None:
    said = f"'{value}' is text to some readers of YAML and {thing} to others"
    assert rendered(f"a: {value}\n".encode()) == f'1:4 {said} ({CURES[thing]}: "{value}")'
    assert parse(f"a: '{value}'\n{value}: b".encode()).data == {"a": value, value: "b"}


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
    assert rendered(f'"{escaped}": 1\n'.encode()) == f"1:1 {expected}"
    assert parse(f"a: '{escaped}'\n".encode()).data == {"a": escaped}


@pytest.mark.usefixtures("either_parser")
def test_a_surrogate_written_as_an_escape_is_refused() -> None:
    assert parse(rb'a: "\uD800"').faults


def test_joiners_are_refused_in_keys_only() -> None:
    assert rendered("a\u200cb: x\u200cy\n".encode()) == (
        "1:1 U+200C (ZERO WIDTH NON-JOINER) in a text (write the text without it)"
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


@pytest.mark.usefixtures("either_parser")
def test_a_bomb_of_aliases_is_not_expanded() -> None:
    rows = [f"k{n}: &k{n} [" + ", ".join([f"*k{n - 1}"] * 9) + "]" for n in range(1, 10)]
    said = [fault.message for fault in parse("\n".join(["k0: &k0 [x]", *rows]).encode()).faults]
    assert said[:3] == ["an anchor, '&k0'", "an anchor, '&k1'", "an alias, '*k0'"]
    assert said[-2:] == ["an alias, '*k8'", "an alias, '*k8'"]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["[" + "~," * 200_000 + "]", "a: \x00" + "\x00" * 200_000])
def test_a_file_of_nothing_but_faults_names_the_first_hundred(text: str) -> None:
    faults = parse(text.encode()).faults
    assert len(faults) == 100
    assert faults[-1].span.line == 1


LOCATED = """\
# comment
language: de
größe: {ü: "ö ö", z: [1, 'b']}   # comment
canary:
  traffic: 10%

  # comment
shadows:
- model: a
  fields:
    - title
    - "body"
-   model: b
text: |
  one
  two
last: one
  two
"""
PLACES = {
    (): (None, (2, 1, 18, 6)),
    ("language",): ((2, 1, 2, 9), (2, 11, 2, 13)),
    ("größe",): ((3, 1, 3, 6), (3, 8, 3, 31)),
    ("größe", "ü"): ((3, 9, 3, 10), (3, 12, 3, 17)),
    ("größe", "z"): ((3, 19, 3, 20), (3, 22, 3, 30)),
    ("größe", "z", 1): (None, (3, 26, 3, 29)),
    ("canary",): ((4, 1, 4, 7), (5, 3, 5, 15)),
    ("canary", "traffic"): ((5, 3, 5, 10), (5, 12, 5, 15)),
    ("shadows",): ((8, 1, 8, 8), (9, 1, 13, 13)),
    ("shadows", 0): (None, (9, 3, 12, 13)),
    ("shadows", 0, "model"): ((9, 3, 9, 8), (9, 10, 9, 11)),
    ("shadows", 0, "fields"): ((10, 3, 10, 9), (11, 5, 12, 13)),
    ("shadows", 0, "fields", 1): (None, (12, 7, 12, 13)),
    ("shadows", 1, "model"): ((13, 5, 13, 10), (13, 12, 13, 13)),
    ("text",): ((14, 1, 14, 5), (14, 7, 17, 1)),
    ("last",): ((17, 1, 17, 5), (17, 7, 18, 6)),
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["LF", "CR LF"])
@pytest.mark.parametrize("path", PLACES, ids=str)
def test_locate(path: Keys, line_break: str) -> None:
    key, value = PLACES[path]
    found = locate(LOCATED.replace("\n", line_break).encode(), path)
    assert found == Location(Span(*key) if key else None, Span(*value))


@pytest.mark.parametrize(
    ("missing", "ancestor"),
    [
        (("nothing",), ()),
        (("language", "x", 0), ("language",)),
        (("shadows", 2), ("shadows",)),
        (("shadows", 1, "fields", 0), ("shadows", 1)),
        (("shadows", "0"), ("shadows",)),
        (("größe", "z", -1), ("größe", "z")),
    ],
)
def test_a_missing_path_is_its_deepest_ancestor(missing: Keys, ancestor: Keys) -> None:
    assert locate(LOCATED.encode(), missing) == locate(LOCATED.encode(), ancestor)


@pytest.mark.parametrize("raw", [b"", b"\xff", b"a: yes", b"a: [", b"a: 1\n---\nb: 1\n"])
def test_a_faulty_file_is_located_at_its_start(raw: bytes) -> None:
    assert locate(raw, ("a",)) == Location(None, Span(1, 1, 1, 1))


@pytest.mark.usefixtures("either_parser")
def test_spans_cover_what_is_at_fault() -> None:
    spans = [fault.span for fault in parse("ä: yes\nb: &x 1\nc: ~\nd: @e f".encode()).faults]
    assert spans == [Span(1, 4, 1, 7), Span(2, 4, 2, 6), Span(3, 4, 3, 5), Span(4, 4, 4, 6)]

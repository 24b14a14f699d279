"""What the strict reader takes, what it refuses and in which words."""

import json
from decimal import Decimal

import pytest

from langroute_repo.strict_yaml.reader import parse
from tests.tree.faults import rendered

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
        "[1e, e3, 0o9, 0b2, 0x, 1-2, 1.2.3, 10.0.0.1, 30m, ., +, _1]",
        ["1e", "e3", "0o9", "0b2", "0x", "1-2", "1.2.3", "10.0.0.1", "30m", ".", "+", "_1"],
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
    "a last bracket below its key": ("a: [\n  b,\n]\n", {"a": ["b"]}),
    "tabs within values and comments": (
        "a: 'b\tc' #\td\ne: |\n  f\tg\n  \th\n",
        {"a": "b\tc", "e": "f\tg\n\th\n"},
    ),
    "a comment beside the key within brackets": ("a: [b, # c\n# d\n  e]\n", {"a": ["b", "e"]}),
    "a question outside of brackets": ("a: why? because\n", {"a": "why? because"}),
    "a stripped text that ends with the file": ("a: >-\n  b", {"a": "b"}),
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
TAB = "a tab where only spaces may stand (write spaces: to indent, after ':' and '-', before '#')"
GLUED = (
    "no space before the '#' of a comment "
    "(put a space before it; quote the value if the '#' belongs to it)"
)
QUESTION = (
    "a '?' within brackets, which readers of YAML take differently "
    "(quote the value if the '?' belongs to it)"
)
DASH = (
    "a '-' alone within brackets is no value "
    "(quote it, or write the list below its key, an entry a line)"
)
OUTSIDE = (
    "this line is not indented below what it belongs to "
    "(indent it further than the key or the '-' of its value)"
)
CUT_OFF = "the file ends within a text, without a line break (end the file with a line break)"
GLUED_COLON = (
    "no space after the ':' of a key "
    "(put a space after it; quote the value if the ':' belongs to it)"
)
WIDE = "an empty line with more spaces than the text below it (delete the spaces of the empty line)"
TAB_FIRST = (
    "a text that begins with a tab "
    r"(indent it with spaces, or write it in double quotes with \t)"
)
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
    "a comment glued to quotes": ('a: "10%"#was 5%\n', f"1:9 {GLUED}"),
    "a comment glued to a bracket": ("a: [b]#c\n", f"1:7 {GLUED}"),
    "a comment glued to a comma": ("a: [b,#c\n  d]\n", f"1:7 {GLUED}"),
    "a '?' glued to a key in brackets": ("t: {?at: 0.193}\n", f"1:5 {QUESTION}"),
    "a '-' in brackets": ("a: [-, -]\n", f"1:5 {DASH}\n1:8 {DASH}"),
    "a '-' in braces": ("a: {b: -}\n", f"1:8 {DASH}"),
    "a ':' glued to a value in braces": ("a: {b:[c]}\n", f"1:6 {GLUED_COLON}"),
    "brackets that go on beside the key": ("a: [b,\nc]\n", f"2:1 {OUTSIDE}"),
    "brackets that go on before the key": ("- a: [b,\n c]\n", f"2:2 {OUTSIDE}"),
    "quotes that go on beside the key": ('a: "b\nc"\n', f"2:1 {OUTSIDE}"),
    "quotes that go on behind a tab": ('a: "b\n\tc"\n', f"2:1 {OUTSIDE}"),
    "a text that begins beside its key": ("a:\n|\n b\n", f"2:1 {OUTSIDE}"),
    "a text that ends with the file": ("a: |\n  b", f"2:4 {CUT_OFF}"),
    "spaces that end with the file": ("a: |+\n  b\n ", f"3:2 {CUT_OFF}"),
    "a tab at the end of a line": ("a: b\t\n", f"1:5 {TAB}"),
    "a tab before a comment": ("a: 'b'\t# c\n", f"1:7 {TAB}"),
    "a tab in brackets": ("a: [b,\tc]\n", f"1:7 {TAB}"),
    "a decimal comma in braces": (
        "t: {at: 0,193, passes: 38,3%}\n",
        "1:9 '0,193' has a decimal comma (write a decimal point, not a comma: 0.193)\n"
        "1:24 '38,3%' has a decimal comma (write a decimal point, not a comma: 38.3%)",
    ),
    "a negative decimal comma at the end": (
        "t: {at: -1,5}\n",
        "1:9 '-1,5' has a decimal comma (write a decimal point, not a comma: -1.5)",
    ),
    "a comma between thousands": (
        "t: {a: 1,000}\n",
        "1:8 '1,000' has a comma in a number "
        "(write a decimal point, not a comma, and nothing between thousands)",
    ),
    "a key without a value after a number": ("t: {a: 1, 5}\n", f"1:12 {NEEDED}"),
    "CR LF before the place": ("a: 1\r\nb:\r\n  c: ~\r\n", f"3:6 {NEEDED}"),
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults(text: str, expected: str) -> None:
    assert rendered(text.encode()) == expected
    assert parse(text.encode()).data is None


# What PyYAML's other parser refuses itself, in words of its own or at a place beside it.
BY_ONE_PARSER = {
    "a comment glued to the sign of a text": ("a: >-# no\n  de\n", f"1:6 {GLUED}"),
    "a '?' within a value in brackets": ("t: [a?b, c]\n", f"1:5 {QUESTION}"),
    "a tab behind the sign of a text": ("a: |\t\n  b\n", f"1:5 {TAB}"),
    "spaces before a text": ("a: >\n \n   \n# b\n", f"2:1 {WIDE}\n3:1 {WIDE}"),
    "a text that begins with a tab": ("a: |-\n \tb\n", f"2:2 {TAB}"),
}


@pytest.mark.parametrize(("text", "expected"), BY_ONE_PARSER.values(), ids=BY_ONE_PARSER)
def test_faults_that_one_parser_finds_itself(text: str, expected: str) -> None:
    assert rendered(text.encode()) == expected


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", [text for text, _ in BY_ONE_PARSER.values()], ids=BY_ONE_PARSER)
def test_faults_that_both_parsers_find(text: str) -> None:
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

"""What must hold of the strict reader for any bytes, any text and any data."""

import re
from collections.abc import Iterator
from decimal import Decimal
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from langroute_repo.strict_yaml import reader
from langroute_repo.strict_yaml.fault import Fault
from langroute_repo.strict_yaml.position import Keys, Span
from langroute_repo.strict_yaml.reader import Location, Parsed, locate, parse

FEW = settings(max_examples=150, deadline=None)
FILLERS = "\u115f\u1160\u3164\uffa0"
SIGNS = r"""
    a key b: : ? - , # [ ] { } ' " | > |2 >- &a *a ! !!str !<x> << @ ` \ --- ... %YAML ~ null yes no
    true 1 1.50 1e9 12:30 0x1f "\u202e" "\0" ü 😀
    """
LINES = ["  ", "\t", "\n", "\r\n", "\n\n", ": ", "- ", " # ", "key: 1\n", "|\n ", "---\n"]
FRAGMENTS = [*SIGNS.split(), *LINES, "\r", "\u200d", "\u202e", "\x00", "\ufeff", "\x85"]
YAMLISH = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
BYTES = st.one_of(
    st.binary(max_size=80), YAMLISH.map(str.encode), st.text(max_size=40).map(str.encode)
)
STEPS = st.one_of(st.sampled_from(["a", "b", "key"]), st.integers(-1, 2))

SEEN = st.characters(
    exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"], exclude_characters=FILLERS
)
TEXTS = st.text(st.one_of(SEEN, st.sampled_from("\n\t \"'\\:#-")), max_size=20)
# No space but the one of ASCII belongs into a key.
KEYS = st.text(SEEN, min_size=1, max_size=12).filter(
    lambda key: not any(char.isspace() and char != " " for char in key)
)
DECIMALS = st.from_regex(r"-?(0|[1-9][0-9]{0,9})\.[0-9]{1,9}", fullmatch=True).map(Decimal)
LEAVES = st.one_of(TEXTS, st.integers(-(10**38), 10**38), st.booleans(), DECIMALS)
WORDS = st.from_regex(r"[a-z]{3,8}(-[a-z]{1,3}[0-9]{0,2})?", fullmatch=True).filter(
    lambda word: word not in ("null", "true", "false", "yes", "off")
)


def tree(
    keys: st.SearchStrategy[str], leaves: st.SearchStrategy[object]
) -> st.SearchStrategy[object]:
    """Data as files hold it: mappings and lists around the leaves."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )


class QuotingDumper(yaml.SafeDumper):
    """Writes every text in double quotes and every decimal with its digits; never an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
QuotingDumper.add_representer(
    Decimal, lambda dumper, n: dumper.represent_scalar("tag:yaml.org,2002:float", f"{n:f}")
)


class PlainDumper(QuotingDumper):
    """Writes texts without quotes where YAML lets it."""


PlainDumper.add_representer(str, yaml.SafeDumper.represent_str)


def dumped(
    data: object, dumper: type[yaml.SafeDumper], flow: bool | None, line_break: str
) -> bytes:
    text = yaml.dump(
        data,
        Dumper=dumper,
        default_flow_style=flow,
        sort_keys=False,
        allow_unicode=True,
        line_break=line_break,
    )
    assert isinstance(text, str)
    return text.encode()


def leaves(data: object, path: Keys = ()) -> Iterator[tuple[Keys, object]]:
    """Every value that is no collection, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path, data


def lies_within(span: Span, text: str) -> bool:
    lines = text.split("\n")
    ends = [(span.line, span.column), (span.end_line, span.end_column)]
    return ends == sorted(ends) and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for line, column in ends
    )


def cut(text: str, span: Span) -> str:
    """The text that a span covers."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def check(raw: bytes, parsed: Parsed) -> None:
    """What a result must keep, whatever the bytes were."""
    text = raw.decode("utf-8", "replace")
    assert (parsed.data is None) == bool(parsed.faults)
    assert [f.span for f in parsed.faults] == sorted(f.span for f in parsed.faults)
    for fault in parsed.faults:
        assert_is_readable(fault)
        assert all(lies_within(span, text) for span in (fault.span, *dict(fault.related)))


def assert_is_readable(fault: Fault) -> None:
    assert fault.message
    assert fault.hint
    assert re.sub("'.*'", "", fault.message, flags=re.DOTALL).isprintable()


@given(raw=BYTES, path=st.lists(STEPS, max_size=3).map(tuple))
@settings(FEW, max_examples=400)
@example(raw=b"a: &\t", path=())
@example(raw=b"%", path=())
@example(raw=b"...\n%", path=("a",))
def test_any_bytes_give_a_result(raw: bytes, path: Keys) -> None:
    parsed = parse(raw)
    check(raw, parsed)
    found = locate(raw, path)
    assert lies_within(found.value, raw.decode("utf-8", "replace"))
    if parsed.faults:
        assert found == Location(None, Span(1, 1, 1, 1))


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="without libyaml")
@given(text=YAMLISH)
@settings(FEW, max_examples=400)
@example(text="{a: [b], c:[d]}\n")
@example(text="- a?string\n- [a?string]\n- {a?b: c}\n")
@example(text="a:\n|+")
def test_both_parsers_read_the_same(text: str) -> None:
    with patch.object(reader, "_LOADER", yaml.SafeLoader):
        pure = parse(text.encode())
    assert repr(parse(text.encode()).data) == repr(pure.data)


@given(tree(KEYS, LEAVES), st.sampled_from([True, False, None]), st.sampled_from(["\n", "\r\n"]))
@FEW
def test_quoted_data_comes_back(data: object, flow: bool | None, line_break: str) -> None:
    raw = dumped(data, QuotingDumper, flow, line_break)
    parsed = parse(raw)
    assert parsed.faults == ()
    assert repr(parsed.data) == repr(data)


@given(tree(KEYS, LEAVES), st.sampled_from([True, False, None]), st.sampled_from(["\n", "\r\n"]))
@FEW
def test_every_value_stands_where_locate_says(
    data: object, flow: bool | None, line_break: str
) -> None:
    raw = dumped(data, QuotingDumper, flow, line_break)
    for path, value in leaves(data):
        place = locate(raw, path)
        assert repr(parse(cut(raw.decode(), place.value).encode()).data) == repr(value)
        if place.key:
            assert parse(cut(raw.decode(), place.key).encode()).data == path[-1]


@given(tree(WORDS, st.one_of(WORDS, st.integers(-999, 10**12), DECIMALS)), st.booleans())
@FEW
def test_a_plain_value_is_the_text_of_its_span(data: object, flow: bool) -> None:
    text = dumped(data, PlainDumper, flow, "\n").decode()
    for path, value in leaves(data):
        place = locate(text.encode(), path)
        assert cut(text, place.value) == (
            f"{value:f}" if isinstance(value, Decimal) else str(value)
        )
        assert place.key is None or cut(text, place.key) == path[-1]

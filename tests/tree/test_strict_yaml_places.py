"""Where the strict reader says that values, keys and faults stand."""

import pytest

from langroute_repo.strict_yaml.position import Keys, Span
from langroute_repo.strict_yaml.reader import Location, locate, parse

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

"""What is no document: said in one sentence, with the line, and never with a value of it."""

import pytest

from langroute_repo.foreign.document import UnusableDocument, json_document, leaves, variables


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "live is empty"),
        (b"<html>sign in</html>", "live is no JSON: expecting value in line 1, column 1"),
        (b'{"a": 1,\n "b": }', "live is no JSON: expecting value in line 2, column 7"),
        (b'{"a": 1, "a": 2}', 'live cannot be read: the key "a" stands twice in one object'),
        (b'{"a": NaN}', "live cannot be read: NaN is no number of JSON's"),
        (b'"text"', "live holds no object and no list"),
        (b"{}", "live holds no object and no list"),
        (b'{"a": "\xff"}', "live is not UTF-8 at byte 7"),
        (b"[" * 40 + b"1" + b"]" * 40, "live cannot be read: it is nested more than 32 deep"),
        (b"[" * 100_000, "live cannot be read: maximum recursion depth exceeded"),
        (b'{"a": ' + b"9" * 5000 + b"}", "live cannot be read: Exceeds the limit"),
    ],
)
def test_no_json(raw: bytes, told: str) -> None:
    with pytest.raises(UnusableDocument) as error:
        json_document(raw, "live")
    assert error.value.message.startswith(told)
    assert error.value.hint


def test_a_document_may_begin_with_a_mark_and_keeps_its_numbers() -> None:
    document = json_document('\ufeff{"a": [0.10, {}], "b": null}'.encode(), "live")
    assert str(document["a"][0]) == "0.10"
    assert list(leaves(document)) == [("a", 0), ("a", 1), ("b",)]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"A=1\nB\n", "live, line 2 is no NAME=VALUE"),
        (b"A=1\nA=2\n", "live has A twice, again in line 2"),
        (b"# nothing\n", "live has no NAME=VALUE"),
        (b"\xff=1", "live is not UTF-8 at byte 0"),
    ],
)
def test_no_variables(raw: bytes, told: str) -> None:
    with pytest.raises(UnusableDocument) as error:
        variables(raw, "live")
    assert error.value.message == told


def test_variables_as_shells_and_containers_write_them() -> None:
    text = "export A=1\nB='x # y' # why\nC=\"z\"\nD=a=b\n  E = no\n".replace("  E = no\n", "E=\n")
    assert variables(text.encode(), "live") == {
        "A": "1",
        "B": "x # y",
        "C": "z",
        "D": "a=b",
        "E": "",
    }

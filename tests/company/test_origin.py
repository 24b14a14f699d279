"""The file that says which version of the tool is here: what is read, and what is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from langroute_repo.company.origin import REPAIR, Origin, UnusableOrigin, read, write
from langroute_repo.company.ownership import ORIGIN

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@settings(max_examples=10)
@given(
    version=st.from_regex(r"[1-9]?[0-9]\.[1-9]?[0-9]\.[1-9]?[0-9]", fullmatch=True),
    commit=st.none() | st.from_regex(r"[0-9a-f]{40}", fullmatch=True),
)
@pytest.mark.parametrize(
    "origin", ["https://git.example/tool.git", "git@git.example:tool.git", "../tool", "/srv/töol"]
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, origin: str, version: str, commit: str | None
) -> None:
    root = tmp_path_factory.getbasetemp()
    written = Origin(origin=origin, version=version, commit=commit)
    write(root, written)
    assert read(root) == written


def test_the_file_is_as_people_read_it(tmp_path: Path) -> None:
    write(tmp_path, Origin(origin="../tool", version="0.2.0"))
    assert [path.name for path in tmp_path.iterdir()] == [ORIGIN]
    assert (tmp_path / ORIGIN).read_text() == (
        '{\n  "origin": "../tool",\n  "version": "0.2.0",\n  "commit": null\n}\n'
    )


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path) is None


def _with(**changed: object) -> str:
    return json.dumps({"origin": "../tool", "version": "0.2.0", "commit": COMMIT} | changed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1:1: not JSON: expecting value"),
        ("<<<<<<< HEAD\n", ":1:1: not JSON: expecting value"),
        ('{"origin": 1,}', ":1:14: not JSON: expecting property name enclosed in double quotes"),
        ("[" * 100_000, ": nested too deeply"),
        ("[]", ": expected an object with origin, version, commit"),
        ('{"version": "0.2.0"}', ': "origin" is missing'),
        ('{"origin": "../tool", "origin": "../other"}', ': "origin" stands there twice'),
        (_with(comit="x"), ': unknown key "comit"; did you mean "commit"?'),
        (_with(who="x"), ': unknown key "who"; known: origin, version, commit'),
        (_with(version=2), ': version: 2: expected text such as "0.2.0"'),
        (_with(version="0.2"), ': version: "0.2": expected text such as "0.2.0"'),
        (_with(version="0.02.0"), ': version: "0.02.0": expected text such as "0.2.0"'),
        (_with(version="0.2.0\n"), ': version: "0.2.0\\n": expected text such as "0.2.0"'),
        (
            _with(commit="0123abc"),
            ': commit: "0123abc": expected the 40 digits of a commit in text, or null',
        ),
        (_with(origin=None), ': origin: "another type": expected text, a URL or a path'),
        (_with(origin=" "), ': origin: " ": expected a URL or a path'),
        (
            _with(origin="--upload-pack=x"),
            ': origin: "--upload-pack=x": git would take it for an option',
        ),
        (_with(origin="ext::sh x"), ': origin: "ext::sh x": git would run a program of that name'),
        (
            _with(origin="https://ada:secret@git.example/tool"),
            ': origin: "https://ada:secret@git.example/tool": it holds a password, and the file is '
            "tracked",
        ),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / ORIGIN).write_text(text)
    with pytest.raises(UnusableOrigin) as refused:
        read(tmp_path)
    assert (refused.value.message, refused.value.hint) == (f"{ORIGIN}{said}", REPAIR)


def test_what_is_no_text_or_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ORIGIN).write_bytes(b'{"origin": "\xff"}')
    with pytest.raises(UnusableOrigin, match="not UTF-8 from byte 12 on"):
        read(tmp_path)
    (tmp_path / ORIGIN).unlink()
    (tmp_path / ORIGIN).mkdir()
    with pytest.raises(UnusableOrigin, match="cannot be read: Is a directory"):
        read(tmp_path)


def test_an_origin_that_could_not_be_read_is_not_made() -> None:
    with pytest.raises(ValidationError, match="it holds a password"):
        Origin(origin="https://ada:secret@git.example/tool", version="0.2.0")

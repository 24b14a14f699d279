"""Edits change what was asked and nothing else: not a blank, a comment, a quote or a line break."""

import os
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.editing import edit
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.spans import Spans
from langroute_repo.editing.write import WriteError, create, overwrite
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.strict_yaml.reader import parse
from tests.sample import ACME

FILE = """\
# yaml-language-server: $schema=../../schemas/language.schema.json
language: de   # the tag
owners: ['@acme/risk-dach']

# answers most
primary:
  model: "words"   # "quoted"
  fields:
    - title  # always
    - body

  threshold: { at: 0.340,  passes: 24.1%, evidence: de-ac0d9ba0 } # blanks in it
  # inside primary

# since May
canary:
  model: embedding
  traffic: 10%
  fields: [title]
  threshold:
    at: 0.287
    evidence: none

# being watched
shadows:
- model: chars
  traffic: 1%
# the second
- model: use
  traffic: 2%
"""
RAW = FILE.encode()


def changed(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came, in order."""
    told = list(ndiff(before.decode().splitlines(), after.decode().splitlines()))
    gone = [line[2:] for line in told if line.startswith("- ")]
    return gone, [line[2:] for line in told if line.startswith("+ ")]


@pytest.mark.parametrize(
    ("path", "value", "gone", "came"),
    [
        (
            ("primary", "threshold", "at"),
            "0.350",
            "  threshold: { at: 0.340,  passes: 24.1%, evidence: de-ac0d9ba0 } # blanks in it",
            "  threshold: { at: 0.350,  passes: 24.1%, evidence: de-ac0d9ba0 } # blanks in it",
        ),
        (
            ("primary", "model"),
            "other",
            '  model: "words"   # "quoted"',
            '  model: "other"   # "quoted"',
        ),
        (("canary", "traffic"), "25%", "  traffic: 10%", "  traffic: 25%"),
        (("shadows", 1, "traffic"), "5%", "  traffic: 2%", "  traffic: 5%"),
    ],
)
def test_one_value_is_one_line(path: Keys, value: str, gone: str, came: str) -> None:
    assert changed(RAW, edit.replace(RAW, path, value)) == ([gone], [came])


def test_decimals_stay_as_they_are_typed() -> None:
    once = edit.replace(RAW, ("primary", "threshold", "at"), "0.500")
    assert b"{ at: 0.500,  passes" in once
    assert edit.replace(once, ("primary", "threshold", "at"), "0.340") == RAW


@pytest.mark.parametrize(
    "value", ["x # comment", "a: b", "a, b", "", "{", '"open', "a\nb: c", "yes", "0x1f", "~"]
)
def test_what_is_no_single_value_is_refused(value: str) -> None:
    with pytest.raises(EditError):
        edit.replace(RAW, ("primary", "threshold", "evidence"), value)


def test_a_list_keeps_the_comments_of_what_stays() -> None:
    after = edit.relist(RAW, ("primary", "fields"), ["body", "title", "summary"])
    assert after == RAW.replace(
        b"    - title  # always\n    - body\n",
        b"    - body\n    - title  # always\n    - summary\n",
    )


def test_a_list_in_brackets_keeps_its_quotes_and_adds_those_that_are_needed() -> None:
    after = edit.relist(RAW, ("owners",), ["@acme/risk-dach", "@acme/two", "plain"])
    assert after == RAW.replace(
        b"['@acme/risk-dach']", b"""['@acme/risk-dach', "@acme/two", plain]"""
    )


def test_removing_an_entry_takes_its_comments_and_one_blank_line() -> None:
    start, end = RAW.index(b"# since May"), RAW.index(b"# being watched")
    assert edit.remove(RAW, ("canary",)) == RAW[:start] + RAW[end:]


def test_removing_an_item_leaves_the_others() -> None:
    start = RAW.index(b"# the second")
    assert edit.remove(RAW, ("shadows", 1)) == RAW[:start]
    first = RAW.index(b"- model: chars")
    assert edit.remove(RAW, ("shadows", 0)) == RAW[:first] + RAW[start:]


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("at", b"{ passes: 24.1%, evidence: de-ac0d9ba0 }"),
        ("passes", b"{ at: 0.340, evidence: de-ac0d9ba0 }"),
        ("evidence", b"{ at: 0.340,  passes: 24.1% }"),
    ],
)
def test_removing_from_brackets_takes_the_comma(key: str, left: bytes) -> None:
    whole = b"{ at: 0.340,  passes: 24.1%, evidence: de-ac0d9ba0 }"
    assert edit.remove(RAW, ("primary", "threshold", key)) == RAW.replace(whole, left)


def test_adding_follows_the_layout_of_the_neighbour() -> None:
    in_lines = edit.add(RAW, ("canary", "threshold", "passes"), "9.0%", after="at")
    assert changed(RAW, in_lines) == ([], ["    passes: 9.0%"])
    in_brackets = edit.add(RAW, ("primary", "threshold", "more"), "9.0%", after="evidence")
    assert b"evidence: de-ac0d9ba0, more: 9.0% } # blanks in it\n" in in_brackets


def test_an_added_block_stands_apart_where_its_neighbour_does() -> None:
    after = edit.add(RAW, ("extra",), "model: a\ntraffic: 1%", after="primary")
    place = RAW.index(b"\n# since May")
    block = b"\nextra:\n  model: a\n  traffic: 1%\n"
    assert after == RAW[:place] + block + RAW[place:]


def test_an_appended_item_is_indented_like_the_others() -> None:
    after = edit.append(RAW, ("shadows",), "model: new\ntraffic: 3%")
    assert after == RAW + b"- model: new\n  traffic: 3%\n"


@pytest.mark.parametrize("path", [("shadows", 1), ("shadows", 1, "traffic")])
def test_a_file_without_a_last_line_break_can_be_added_to(path: Keys) -> None:
    raw = RAW.rstrip(b"\n")
    if len(path) == 2:
        after = edit.append(raw, ("shadows",), "model: new\ntraffic: 3%")
        assert after == raw + b"\n- model: new\n  traffic: 3%"
    else:
        assert edit.add(raw, ("shadows", 1, "z"), "3%", after="traffic") == raw + b"\n  z: 3%"


def test_line_breaks_of_windows_stay() -> None:
    raw = RAW.replace(b"\n", b"\r\n")
    for after in (
        edit.replace(raw, ("canary", "traffic"), "25%"),
        edit.add(raw, ("extra",), "model: a\ntraffic: 1%", after="primary"),
        edit.relist(raw, ("primary", "fields"), ["body", "new"]),
        edit.remove(raw, ("canary",)),
    ):
        assert after.count(b"\n") == after.count(b"\r\n")
        assert not parse(after).faults


def test_what_shares_its_line_is_left_to_a_person() -> None:
    with pytest.raises(EditError, match="brackets"):
        edit.append(b"shadows: [{model: a}]\n", ("shadows",), "model: b\ntraffic: 1%")


def scalars(data: Any, path: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from scalars(value, (*path, index))
    else:
        yield path, data


SAMPLES = sorted((ACME / "config").rglob("*.yaml"))
PLACES = [(file, path) for file in SAMPLES for path, _ in scalars(parse(file.read_bytes()).data)]
# Truth values and nothing to some readers of YAML.
WORDS_OF_OTHER_READERS = ("yes", "no", "on", "off", "y", "n", "null")
VALUES = st.one_of(
    st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True),
    st.decimals(0, 1, places=3).map(str),
    st.integers(0, 100).map(lambda number: f"{number}%"),
)


@given(place=st.sampled_from(PLACES), value=VALUES)
def test_every_value_of_the_sample_can_be_changed_in_one_line(
    place: tuple[Path, Keys], value: str
) -> None:
    file, path = place
    raw = file.read_bytes()
    try:
        after = edit.replace(raw, path, value)
    except EditError:
        assert value in WORDS_OF_OTHER_READERS
        return
    lines = zip(raw.splitlines(), after.splitlines(), strict=True)
    assert sum(old != new for old, new in lines) <= 1
    back = edit.replace(after, path, quoted(raw, path))
    assert back == raw


def quoted(raw: bytes, path: Keys) -> str:
    return Spans.of(raw).shown(path)


def test_a_file_is_swapped_whole_with_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "de.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    overwrite(file, b"new", expected=b"old")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["de.yaml"]


def test_an_edit_in_between_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "de.yaml"
    file.write_bytes(b"somebody else's")
    with pytest.raises(WriteError, match="changed while it was edited"):
        overwrite(file, b"new", expected=b"old")
    assert file.read_bytes() == b"somebody else's"
    assert [one.name for one in tmp_path.iterdir()] == ["de.yaml"]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "de.yaml"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with pytest.raises(WriteError, match="not a plain file"):
        overwrite(link, b"new", expected=b"old")
    assert target.read_bytes() == b"old"
    with pytest.raises(WriteError, match="exists"):
        create(link, b"new")


def test_a_failure_while_swapping_leaves_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "de.yaml"
    file.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(WriteError, match="no space left on device"):
        overwrite(file, b"new", expected=b"old")
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["de.yaml"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / "languages" / "de.yaml"
    create(file, b"first")
    with pytest.raises(WriteError, match="exists"):
        create(file, b"second")
    assert file.read_bytes() == b"first"

"""Edits a YAML file by spans of its text, so that everything nobody asked to change stays.

The strict reader knows where every key and value stands; an edit replaces that stretch of text and
nothing else. A round-trip through ruamel.yaml keeps most comments, but not the text: it re-wraps
long lines, drops the blanks inside `{ at: 0.342 }`, shifts comments behind values, and with a key
it removes the comment above the next one. Spans need no library, and the result is proved rather
than hoped for: it is read back, and anything in its data but the asked change is an EditError.
All functions are pure.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from langroute_repo.editing.spans import Spans
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.strict_yaml.reader import parse

INDENT = "  "
BY_HAND = "edit it by hand, then run ./langroute seal and ./langroute check"

Change = Callable[[Any], None]


class EditError(Exception):
    """An edit that cannot be done; nothing was changed."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def replace(raw: bytes, path: Keys, value: str) -> bytes:
    """Write another scalar in the place of one, in the quotes that it has."""
    if isinstance(_at(_data(raw), path), dict | list) or len(value.splitlines()) > 1:
        raise EditError(f"{_words(path)} is no single value", "name one of its values")
    spans = Spans.of(raw)
    written = _quoted_like(spans.shown(path), value)
    return _proved(spans, spans.value(path), written, _setter(path, read_value(written)))


def relist(raw: bytes, path: Keys, items: Sequence[str]) -> bytes:
    """Write another list of texts; the items that stay keep their spelling and comments."""
    old = _at(_data(raw), path)
    if not isinstance(old, list):
        raise EditError(f"{_words(path)} is no list", "name a list of the file")
    spans = Spans.of(raw)
    start, end = spans.value(path)
    if spans.in_brackets(path):
        kept = {item: spans.shown((*path, index)) for index, item in enumerate(old)}
        written = f"[{', '.join(_spelled_items(items, kept))}]"
    else:
        kept = {item: _with_comment(spans, (*path, index)) for index, item in enumerate(old)}
        between = f"{spans.newline}{' ' * spans.indent((*path, 0))}- "
        written = f"- {between.join(_spelled_items(items, kept))}"
        end = _end_of_text(spans, spans.line_end(end))
    return _proved(spans, (start, end), written, _setter(path, list(items)))


def add(raw: bytes, path: Keys, value: str, after: str) -> bytes:
    """Add an entry to a mapping, behind its entry ``after``.

    ``value`` is what stands behind ``key: ``; of several lines, the lines of a block.
    """
    spans, key, neighbour = Spans.of(raw), str(path[-1]), (*path[:-1], after)
    change = _setter(path, read_value(value))
    if spans.in_brackets(path[:-1]):
        end = spans.value(neighbour)[1]
        return _proved(spans, (end, end), f", {key}: {value}", change)
    block = value.splitlines()
    lines = [f"{key}: {value}"] if len(block) < 2 else [f"{key}:", *_indented(block)]
    return _proved(spans, *_whole_lines(spans, neighbour, lines), change)


def append(raw: bytes, path: Keys, value: str) -> bytes:
    """Add a mapping, given as the lines of a block, behind the items of a list on lines."""
    spans, items = Spans.of(raw), _at(_data(raw), path)
    if spans.in_brackets(path):
        raise EditError(f"{_words(path)} is written in brackets", BY_HAND)
    first, *others = value.splitlines()
    place, written = _whole_lines(
        spans, (*path, len(items) - 1), [f"- {first}", *_indented(others)]
    )
    return _proved(spans, place, written, lambda data: _at(data, path).append(read_value(value)))


def remove(raw: bytes, path: Keys) -> bytes:
    """Remove an entry of a mapping or an item of a list, with the comments that are about it."""
    spans = Spans.of(raw)
    _at(_data(raw), path)
    place = _in_brackets(spans, path) if spans.in_brackets(path[:-1]) else spans.lines(path)
    if place is None:
        raise EditError(f"{_words(path)} does not stand on lines of its own", BY_HAND)
    return _proved(spans, place, "", _remover(path))


def read_value(text: str) -> object:
    """What a value means to the strict reader, behind a key or as the lines of a block."""
    block = text.splitlines()
    lines = [f"value: {text}"] if len(block) < 2 else ["value:", *_indented(block)]
    raw = "\n".join([*lines, ""]).encode(errors="replace")
    data = _data(raw)
    # What is more than the value, such as a comment behind it, must not get into the file.
    if data.keys() != {"value"} or (len(block) < 2 and Spans.of(raw).shown(("value",)) != text):
        raise EditError(f'"{text}" is no single value', "quote it")
    value: object = data["value"]
    return value


def _data(raw: bytes) -> Any:
    parsed = parse(raw)
    if parsed.faults:
        raise EditError(parsed.faults[0].message, parsed.faults[0].hint)
    return parsed.data


def _at(data: Any, path: Keys) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            raise EditError(f"{_words(path)} is not in the file", "add it by hand") from None
    return data


def _setter(path: Keys, value: object) -> Change:
    def change(data: Any) -> None:
        _at(data, path[:-1])[path[-1]] = value

    return change


def _remover(path: Keys) -> Change:
    def change(data: Any) -> None:
        del _at(data, path[:-1])[path[-1]]

    return change


def _proved(spans: Spans, place: tuple[int, int], written: str, change: Change) -> bytes:
    """The text with one stretch replaced, if exactly the asked change is what it then says."""
    result = (spans.text[: place[0]] + written + spans.text[place[1] :]).encode()
    wanted = deepcopy(_data(spans.raw))
    change(wanted)
    found = parse(result)
    if found.faults or _comparable(found.data) != _comparable(wanted):
        raise EditError("the change does not fit into the layout of this file", BY_HAND)
    return result


def _comparable(data: object) -> str:
    """Data in which 0.340 and 0.34 are two things, as they are in the files."""
    return json.dumps(data, default=lambda number: {"number": str(number)}, sort_keys=True)


def _quoted_like(old: str, new: str) -> str:
    """A text in the quotes of the one it replaces, unless it brings its own."""
    quote = old[:1]
    if quote not in ('"', "'") or new[:1] in ('"', "'") or "\\" in new or quote in new:
        return new
    return f"{quote}{new}{quote}"


def _spelled_items(items: Sequence[str], kept: Mapping[str, str]) -> list[str]:
    return [kept[item] if item in kept else _plain_or_quoted(item) for item in items]


def _plain_or_quoted(item: str) -> str:
    """An item as a list may hold it: plain where that reads back as the same text."""
    try:
        if read_value(f"[{item}]") == [item]:
            return item
    except EditError:
        pass
    return json.dumps(item, ensure_ascii=False)


def _with_comment(spans: Spans, path: Keys) -> str:
    """The rest of the line on which an item of a list begins."""
    start, _ = spans.value(path)
    return spans.text[start : spans.line_end(start)].rstrip()


def _end_of_text(spans: Spans, offset: int) -> int:
    """The offset without the line break before it."""
    return len(spans.text[:offset].rstrip("\r\n"))


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"{INDENT}{line}" for line in lines]


def _whole_lines(
    spans: Spans, neighbour: Keys, lines: Sequence[str]
) -> tuple[tuple[int, int], str]:
    """Lines to put behind an entry, indented like it, and the place for them."""
    indent = " " * spans.indent(neighbour)
    place = spans.end_of_lines(neighbour)
    block = spans.newline.join(f"{indent}{line}" for line in lines)
    if spans.stands_apart(neighbour):
        block = spans.newline + block
    # The last line of a file may lack its break.
    ended = spans.text[:place].endswith("\n")
    return (place, place), block + spans.newline if ended else spans.newline + block


def _in_brackets(spans: Spans, path: Keys) -> tuple[int, int]:
    """An entry in brackets with the comma that goes with it."""
    held = _at(_data(spans.raw), path[:-1])
    steps = list(held) if isinstance(held, dict) else list(range(len(held)))
    index = steps.index(path[-1])
    start, end = spans.entry(path)
    if index:
        return spans.value((*path[:-1], steps[index - 1]))[1], end
    if len(steps) > 1:
        return start, spans.entry((*path[:-1], steps[1]))[0]
    return start, end


def _words(path: Keys) -> str:
    return ".".join(map(str, path)) or "the file"

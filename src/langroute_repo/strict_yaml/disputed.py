"""What a parser of PyYAML reads though YAML forbids it, or though its other parser refuses it.

The kinds are those in which the two differ from the YAML test suite or from each other. A text that
holds none, as nearly all do, is not looked at again: ``suspect`` finds nothing in it, and none of
its values that are within signs of their own goes over lines.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from langroute_repo.strict_yaml.fault import Fault, Words
from langroute_repo.strict_yaml.position import span_of

# The stubs call the marks of an event optional; the parsers always set them.
Event = Any

_ALONE = re.compile(r"-\s*[,\[\]{}]")
_COLON_BEFORE_SIGN = re.compile(r":[,\[\]{}]")

TAB: Words = (
    "a tab where only spaces may stand",
    "write spaces: to indent, after ':' and '-', before '#'",
)
_GLUED: Words = (
    "no space before the '#' of a comment",
    "put a space before it; quote the value if the '#' belongs to it",
)
_QUESTION: Words = (
    "a '?' within brackets, which readers of YAML take differently",
    "quote the value if the '?' belongs to it",
)
COLON: Words = (
    "no space after the ':' of a key",
    "put a space after it; quote the value if the ':' belongs to it",
)
_DASH: Words = (
    "a '-' alone within brackets is no value",
    "quote it, or write the list below its key, an entry a line",
)
_OUTSIDE: Words = (
    "this line is not indented below what it belongs to",
    "indent it further than the key or the '-' of its value",
)
_CUT_OFF: Words = (
    "the file ends within a text, without a line break",
    "end the file with a line break",
)
_WIDE: Words = (
    "an empty line with more spaces than the text below it",
    "delete the spaces of the empty line",
)
_TAB_FIRST: Words = (
    "a text that begins with a tab",
    r"indent it with spaces, or write it in double quotes with \t",
)

# Between values: a comment to the end of its line, or one sign.
_SIGN = re.compile(r"#[^\r\n]*|[\t?\[\]{}]")
_LATER_LINE = re.compile(r"(?<=\n) *(?P<first>[^ \r\n][^\r\n]*)")
_TO_THE_END = re.compile(r" *\Z")
_BLOCK = re.compile(r"[|>](?P<sign>[-+0-9]*)(?P<rest>[^\r\n]*)\r?\n?")
_BLANK_LINES = re.compile(r"(?: *\r?\n)*(?P<last> *)(?P<tab>\t?)")


def suspect(text: str) -> bool:
    """Whether a text has a sign of a dispute; what else may be one is a value on several lines."""
    spaced = text.count(" #") + text.count("\n#") + text.startswith("#")
    signs = "\t" in text or "?" in text or text.count("#") > spaced
    return bool(signs or _ALONE.search(text) or _COLON_BEFORE_SIGN.search(text))


def disputes(text: str, events: Iterable[Event]) -> Iterator[Fault]:
    """Every dispute in a text that a parser has read without complaint."""
    walk = _Walk(text)
    for event in events:
        yield from walk.event(event)
    yield from walk.between(len(text))


class _Walk:
    """Looks at a text once more along the parser's events."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cut_off = not text.endswith("\n")
        self.read = 0  # the offset up to which the text was looked at
        self.depth = 0  # of the brackets that are open there
        self.columns = [-1]  # of the block collections around, from the outermost in
        self.open: list[int] = []  # the offsets of the brackets around

    def event(self, event: Event) -> Iterator[Fault]:
        start, end, column = event.start_mark.index, event.end_mark.index, event.start_mark.column
        if isinstance(event, ScalarEvent) and start < end:
            yield from self.between(start)
            self.read = end
            yield from self.scalar(event, start, end)
        elif isinstance(event, CollectionStartEvent):
            if event.flow_style:
                self.open.append(start)
            else:
                self.columns.append(column)
        elif isinstance(event, CollectionEndEvent):
            outermost = len(self.open) == 1
            begin = self.open.pop() if self.open else self.columns.pop()
            if outermost:
                yield from self.indented(begin, end, end - 1)

    def fault(self, words: Words, start: int, end: int) -> Fault:
        return Fault(*words, span_of(self.text, start, end))

    def between(self, end: int) -> Iterator[Fault]:
        """What stands between two values, where a '#' begins a comment and signs are signs."""
        for sign in _SIGN.finditer(self.text, self.read, end):
            at, char = sign.start(), sign[0][0]
            if char == "#" and self.text[at - 1 : at].strip():
                yield self.fault(_GLUED, at, at + 1)
            elif char == "\t":
                yield self.fault(TAB, at, at + 1)
            elif char == "?" and self.depth:
                yield self.fault(_QUESTION, at, at + 1)
            self.depth += (char in "[{") - (char in "]}")

    def scalar(self, event: Event, start: int, end: int) -> Iterator[Fault]:
        if event.style in ("|", ">"):
            if event.start_mark.column <= self.columns[-1]:
                yield self.fault(_OUTSIDE, start, start + 1)
            yield from self.block(start, end)
        elif event.style:
            yield from self.indented(start, end)
        elif (tab := self.text.find("\t", start, end)) >= 0:
            yield self.fault(TAB, tab, tab + 1)
        elif self.depth and "?" in event.value:
            yield self.fault(_QUESTION, start, end)
        elif event.value == "-":
            yield self.fault(_DASH, start, end)
        elif self.depth and _COLON_BEFORE_SIGN.match(self.text, end):
            yield self.fault(COLON, end, end + 1)

    def indented(self, start: int, end: int, closing: int | None = None) -> Iterator[Fault]:
        """The later lines of a value belong further in than the block around it.

        Every reader takes a last bracket right below the key, and many people write it so.
        """
        for line in _LATER_LINE.finditer(self.text, start + 1, end):
            first = line.start("first")
            if closing and self.text[first] == "#":
                continue
            if first - line.start() + (first == closing) <= self.columns[-1]:
                yield self.fault(_OUTSIDE, *line.span("first"))

    def block(self, start: int, end: int) -> Iterator[Fault]:
        """A text behind '|' or '>': its first line, its first spaces and its end."""
        head = _BLOCK.match(self.text, start, end)
        assert head, "a block scalar begins with its sign"
        if head["rest"].startswith("#"):
            yield self.fault(_GLUED, head.start("rest"), head.start("rest") + 1)
        if "\t" in head["rest"].partition("#")[0]:
            tab = self.text.index("\t", start)
            yield self.fault(TAB, tab, tab + 1)
        blank = _BLANK_LINES.match(self.text, head.end())
        assert blank, "it also matches nothing"
        if not any(sign.isdigit() for sign in head["sign"]):
            yield from self.first_spaces(blank)
        if "-" not in head["sign"] and self.cut_off and _TO_THE_END.match(self.text, end):
            yield self.fault(_CUT_OFF, len(self.text), len(self.text))
        if self.columns == [-1] and self.text.startswith("#", end):
            yield self.fault(_OUTSIDE, end, end + 1)

    def first_spaces(self, blank: re.Match[str]) -> Iterator[Fault]:
        if blank["tab"]:
            yield self.fault(_TAB_FIRST, *blank.span("tab"))
        at = blank.start()
        for line in blank[0].split("\n")[:-1]:
            spaces = len(line.rstrip("\r"))
            if spaces > len(blank["last"]):
                yield self.fault(_WIDE, at, at + spaces)
            at += len(line) + 1

"""Syntax errors of PyYAML's parsers in words for people."""

import re
from typing import Any

from langroute_repo.strict_yaml.characters import SPACES, lookalike
from langroute_repo.strict_yaml.disputed import COLON, TAB
from langroute_repo.strict_yaml.fault import Fault, Words
from langroute_repo.strict_yaml.position import span_of

# What git writes around the two sides of a conflict.
_MERGE_MARK = re.compile(r"^(<{7}|>{7}|={7})(?= |\r?$)", re.MULTILINE)
_WORD = re.compile(r"\S+|[ \t]?")
# Other dashes and quotes are common in a text, and nobody means a sign of YAML by them.
_TAKEN_FOR_SIGNS = re.compile(f"[{SPACES}\uff01-\uff5e]")
_COLON_ENDS_KEY = re.compile(r":[ \t\r]|:$")

# What the parser says of a syntax error (PyYAML's two word it differently) and what _clue() adds;
# which of the parser's marks is the place; what to say, "{char}" being what stands there.
_COLON = "write 'key: value', with a space after the colon"
_CANNOT_BEGIN = ("a plain value cannot begin with {char}", "put it in quotes")
_SYNTAX: tuple[tuple[str, str, Words], ...] = (
    (
        r"tab character|'\\t' that|that cannot.*'\\t'",
        "problem",
        TAB,
    ),
    ("plain scalar: found unexpected ':'", "problem", COLON),
    ("that cannot start|mapping keys", "problem", _CANNOT_BEGIN),
    ("an alias|an anchor|a tag|a node", "context", _CANNOT_BEGIN),
    (
        "quoted scalar.*(stream|document)",
        "context",
        ("this quote is never closed", "end the text with the quote it begins with"),
    ),
    (
        "quoted scalar",
        "problem",
        ("an escape that YAML does not know", r"write \\ for a backslash, or use single quotes"),
    ),
    (
        "block scalar",
        "context",
        ("only a line break may follow {char}", "begin the text on the next line"),
    ),
    ("simple key", "context", ("this line has no ': ' between key and value", _COLON)),
    (
        "node content|block .*: ':'",
        "problem",
        ("a key or a value is needed before {char}", "write one, or quote the sign"),
    ),
    (
        "mapping values.*after a colon",
        "problem",
        ("a second ': ' on one line", "quote the value, or begin a new line"),
    ),
    (
        "mapping values.*below plain text",
        "problem",
        ("the line above has no ': ' between key and value", _COLON),
    ),
    (
        "mapping values|block .*at line start",
        "problem",
        (
            "this line is not indented like its neighbours",
            "indent it like the lines beside it; a list and a key cannot stand side by side",
        ),
    ),
    (
        "sequence entries",
        "problem",
        ("a list cannot begin on the line of its key", "begin it on the next line"),
    ),
    (
        "flow (sequence|mapping)",
        "context",
        (
            "this {char} is not closed, or a ',' is missing in it",
            "close it, or put ',' between its items",
        ),
    ),
    (
        "block|document start",
        "problem",
        ("text after the end of a value", "quote the value as a whole; write '' for ' in it"),
    ),
    ("", "problem", ("this cannot be read as YAML", "keep to plain keys, values and lists")),
)


def merge_mark(text: str) -> Fault | None:
    """The first mark that git left around a conflict, in YAML or JSON."""
    if not (mark := _MERGE_MARK.search(text)):
        return None
    words = "git left the marks of a merge here", "keep one side, remove the marks"
    return Fault(*words, span_of(text, *mark.span()))


def syntax_fault(text: str, error: Any) -> Fault:
    """The syntax error that ended the parsing, in words for people."""
    if merged := merge_mark(text):
        return merged
    problem = error.problem_mark.index
    if alike := _lookalike(text, problem):
        return alike
    said = f"{error.context}: {error.problem}: {text[problem : problem + 1]!r}"
    said += _clue(text, problem)
    _, mark, words = next(row for row in _SYNTAX if re.search(row[0], said))
    index = error.context_mark.index if mark == "context" else problem
    char = text[index : index + 1].strip()
    message = words[0].format(char=f"'{char}'" if char else "the end of the line")
    related = ((span_of(text, problem, problem), "noticed here"),) if index != problem else ()
    word = _WORD.match(text, index)
    return Fault(message, words[1], span_of(text, index, word.end() if word else index), related)


def _lookalike(text: str, problem: int) -> Fault | None:
    """A space or a sign that only looks like one of YAML, on the line of an error or above it."""
    start, end = text.rfind("\n", 0, problem) + 1, text.find("\n", problem)
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    lines = [(start, text[start : end if end >= 0 else None])]
    if not _COLON_ENDS_KEY.search(text[above : max(0, start - 1)]):
        lines.append((above, text[above : max(0, start - 1)]))
    for begin, line in lines:
        found = lookalike(re.split(r"(?:^|\s)#", line)[0], _TAKEN_FOR_SIGNS)
        if found:
            at = begin + found[0]
            words = f"{found[1]}, which YAML takes for a letter", f"write {found[2]}"
            return Fault(*words, span_of(text, at, at + 1))
    return None


def _clue(text: str, index: int) -> str:
    """What stands before the place of a syntax error, for the patterns of the table."""
    start = text.rfind("\n", 0, index) + 1
    before = text[start:index]
    above = text[:start].rstrip().rpartition("\n")[2]
    if not before.strip():
        return " at line start"
    if ": " in before:
        return " after a colon"
    return "" if not above or _COLON_ENDS_KEY.search(above) else " below plain text"

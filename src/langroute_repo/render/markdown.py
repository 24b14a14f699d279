"""Text from files inside Markdown on GitHub: shown as it is, and doing nothing.

GitHub looks for mentions, references and emoji in the rendered text, where an entity is a plain
character again; a zero-width space behind the sign keeps it from finding one.
"""

import re
from collections.abc import Iterable

from langroute_repo.strict_yaml.characters import FORBIDDEN_IN_TEXT

APART = "&#8203;"  # a zero-width space
MARKS = {character: f"&#{ord(character)};" for character in "\\`*_{}[]<>|~&"}
# GitHub's own way to write a dollar that begins no formula.
SIGNS = str.maketrans(MARKS | {"@": f"&#64;{APART}", "#": f"&#35;{APART}", "$": "<span>$</span>"})
# What becomes a link or an emoji without any of these signs, also where a colon of ours follows.
LINKING = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=GH-)(?=\d)|(?<=:)(?=[\w+-]+(?::|\Z))", re.IGNORECASE
)
# What makes a list or a heading of the line that it begins.
BEGINNING = re.compile(r"\A(?:[-+=]|\d{1,9}(?=[.)](?: |\Z)))")


def prose(text: str) -> str:
    """The text as it is, in one line, whatever Markdown or GitHub would make of it."""
    parts = LINKING.split(shown(text))
    escaped = APART.join(part.translate(SIGNS) for part in parts)
    return BEGINNING.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", escaped)


def brief(text: str, longest: int) -> str:
    """The text as prose, cut to so many characters, and escaped to at most twice as many."""
    kept = longest
    while len(told := prose(cut(text, kept))) > 2 * longest:
        kept //= 2
    return told


def code(text: str) -> str:
    """The text as code; not for a cell of a table, where a bar would end the cell."""
    line = shown(text)
    if not line:
        return ""
    ticks = "`" * (1 + _longest_run(line))
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fenced(lines: Iterable[str]) -> str:
    """Lines as a block of code, which none of them can end."""
    told = [_visible(line) for line in lines]
    fence = "`" * max(3, 1 + max(map(_longest_run, told), default=0))
    return "\n".join([f"{fence}text", *told, fence])


def shown(text: str) -> str:
    """The text in one line, with what nobody can see made visible."""
    return _visible(" ".join(text.split()))


def cut(text: str, longest: int) -> str:
    """The text, or the beginning of a longer one."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _visible(text: str) -> str:
    """Controls, bidirectional marks and fillers replaced; a line break is one of them."""
    told = FORBIDDEN_IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
    if told.isprintable():
        return told
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in told)


def _longest_run(line: str) -> int:
    return max(map(len, re.findall("`+", line)), default=0)

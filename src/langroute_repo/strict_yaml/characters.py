"""Characters and bytes that must not stand in a reviewed file, found before it is parsed."""

import re
import unicodedata

from langroute_repo.strict_yaml.fault import Fault, shortened
from langroute_repo.strict_yaml.position import span_of

MAX_FAULTS = 100  # of one file; whoever mends a hundred runs the check again anyway

# Controls, bidirectional marks ("trojan source"), the invisible and what is no character at all.
_FORBIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]|\r(?!\n)"
)
FORBIDDEN_IN_TEXT = re.compile(_FORBIDDEN)
SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Joiners belong to Persian and Indic spelling; in a key they would make two that look the same.
FORBIDDEN_IN_KEY = re.compile(_FORBIDDEN + f"|[\u200c\u200d{SPACES}]")
# What looks like a sign of ASCII: other spaces and dashes, curly quotes, the wide forms.
_ALIKE = re.compile(f"[{SPACES}\u2010-\u2015\u2018-\u201f\u2212\uff01-\uff5e]")
_DIRECTIVE = re.compile(r"(?:(?:\.\.\.)?[ \t]*(?:#[^\r\n]*)?\r?\n)*(%[^\r\n]*)")


def encoding_fault(raw: bytes, index: int) -> Fault:
    before = raw[:index].decode("utf-8")
    message, end = f"byte 0x{raw[index]:02X} is not UTF-8", len(before)
    return Fault(message, "save the file as UTF-8", span_of(before, end, end))


def character_name(char: str) -> str:
    kind = "control character" if unicodedata.category(char) == "Cc" else "no character"
    return f"U+{ord(char):04X} ({unicodedata.name(char, kind)})"


def lookalike(text: str, alike: re.Pattern[str] = _ALIKE) -> tuple[int, str, str] | None:
    """The first character that looks like one of ASCII: its offset, its name, what to write."""
    if text.isascii() or not (match := alike.search(text)):
        return None
    char = match[0]
    plain = unicodedata.normalize("NFKC", char)
    if unicodedata.category(char) == "Zs":
        plain = "a plain space, or none"
    elif char in "\u2018\u2019\u201a\u201b":
        plain = "'"
    elif not plain.isascii():
        plain = "-" if unicodedata.category(char) in ("Pd", "Sm") else '"'
    return match.start(), character_name(char), plain


def character_faults(text: str) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    for match in FORBIDDEN_IN_TEXT.finditer(text):
        message, hint = character_name(match[0]), "delete it; it is invisible or breaks the line"
        if match[0] == "\ufeff" and not match.start():
            message, hint = f"a byte order mark, {message}", "save the file without one"
        elif match[0] == "\r":
            message, hint = f"a lone {message}", "end lines with LF or CR LF"
        faults.append(Fault(message, hint, span_of(text, *match.span())))
        if len(faults) == MAX_FAULTS:
            break
    return tuple(faults)


def directive_faults(text: str) -> tuple[Fault, ...]:
    if not (match := _DIRECTIVE.match(text)):
        return ()
    message = f"a directive, '{shortened(match[1])}'"
    return (Fault(message, "remove it; no reader needs it", span_of(text, *match.span(1))),)

"""What is written where stdout cannot show every character: a picture of # rather than a crash."""

import sys
from collections.abc import Iterable

from langroute_repo.render.scores.histogram import ASCII, UNICODE, Marks

# Other characters that our texts have; what is in nobody's list becomes a question mark.
PLAIN = str.maketrans({"→": "->", "–": "-", "—": "-", "…": "...", "×": "x"})


def shows(text: str) -> bool:
    """Whether stdout can show the text."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def marks() -> Marks:
    """The characters that pictures are drawn with."""
    everything = UNICODE.blocks + UNICODE.axis + UNICODE.before + UNICODE.after
    return UNICODE if shows(everything) else ASCII


def write(text: str) -> None:
    """Write to stdout, as near to the text as it can show."""
    if not shows(text):
        encoding = sys.stdout.encoding or "ascii"
        text = text.translate(PLAIN).encode(encoding, "replace").decode(encoding)
    sys.stdout.write(text)


def tell(lines: Iterable[str]) -> None:
    """Write lines at once, so that they stand in order with what stderr says meanwhile.

    Labels and descriptions come from AWS, subjects from git: no character of theirs acts here.
    """
    from langroute_repo.render.findings.text import printable

    write("".join(f"{printable(line)}\n" for line in lines))
    sys.stdout.flush()

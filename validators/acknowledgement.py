"""Acknowledgements: the lines by which the people of a change accept its warnings, one by one.

`Acknowledge: <rule> <tag> <fingerprint>`, on a line of its own in a commit message or in the pull
request's text. The fingerprint is that of one finding, so that it accepts nothing else, and nothing
any more when the value is edited again.
"""

import re
from collections.abc import Iterable, Iterator

from langroute_repo.tree.tree import Tree
from langroute_repo.wording import did_you_mean
from validators.finding import Given

# Exactly the printed form: a line that nearly has it is prose, and what it was meant for is told
# with the line to paste. GitHub ends the lines of a text with CR LF.
LINE = re.compile(r"^[ \t]*(Acknowledge: [^\s]+ [^\s]+ [0-9a-f]{8})[ \t\r]*$", re.MULTILINE)
# The file of a finding about the change as a whole; `languages` is its tag.
WHOLE = "config/languages"


def acknowledgements(texts: Iterable[str]) -> tuple[str, ...]:
    """Every acknowledgement once, in the order of the texts, without its blanks."""
    return tuple(dict.fromkeys(line for text in texts for line in LINE.findall(text)))


def without_acknowledgements(text: str) -> str:
    """What people wrote themselves."""
    return LINE.sub("", text)


def misnamed(line: str, given: Given) -> tuple[str, str] | None:
    """What is wrong with an acknowledgement that no finding can ever fit, and the cure."""
    _, rule, tag, _ = line.split()
    if rule not in given.levels:
        warnings = [name for name, level in given.levels.items() if level == "warning"]
        cure = did_you_mean(rule, warnings, "write the line that the finding prints")
        return f'"{line}": there is no rule "{rule}"', cure
    known = {name for tree in given.change for name in _names(tree)}
    if tag not in known:
        cure = did_you_mean(tag, known, "write the line that the finding prints")
        return f'"{line}": there is no file "{tag}"', cure
    return None


def _names(tree: Tree) -> Iterator[str]:
    yield "languages"
    yield from (file.path.rpartition("/")[2].removesuffix(".yaml") for file in tree.files())
    yield from (language for _, language in tree.evidence_paths)

"""What is printed to be pasted or run is a cure: the finding is gone, and no error came for it.

Of every bad example the acceptances that are offered, with a reason in the place of the dots; and
of the hints those that print a value, a line or a command.
"""

import re
from pathlib import Path

import pytest

from langroute_repo.findings import Finding, Report
from langroute_repo.render.findings.text import text
from langroute_repo.tree.read import read
from langroute_repo.tree.state_before import read_before
from scripts.__main__ import main
from tests.memory import Memory
from tests.repository import lay
from tests.rules.examples import TODAY, Example, Files, base, examples, held
from tests.rules.test_identity import change_of
from validators.engine import run
from validators.finding import Given

BAD = [example for example in examples() if not example.good]
OFFERED = re.compile(r"  to accept it, bring (\S+) with this change, and say why:\n((?:    .+\n)+)")


def checked(example: Example, before: Files, after: Files) -> Report:
    tree = read(Memory(after))
    return run(
        Given(
            tree=tree,
            today=TODAY,
            before=read_before(Memory(before), Memory(after), tree),
            pushed=example.documents(),
            messages=(example.message,),
            title=example.message.partition("\n")[0],
        )
    )


def states(example: Example) -> tuple[Files, Files]:
    """An example as a change of its state before, or of the base."""
    before, after = change_of(example)
    return before if example.changes else base(), after


@pytest.mark.parametrize("example", BAD, ids=lambda example: example.name)
def test_an_acceptance_that_is_pasted_accepts(example: Example) -> None:
    before, after = states(example)
    first = checked(example, before, after)
    pasted = {
        path: re.sub("(?m)^    ", "", lines).replace("…", "agreed with the analysts").encode()
        for path, lines in OFFERED.findall(text(first))
    }
    assert len(pasted) == first.count("warning")
    again = checked(example, before, after | pasted)
    assert again.count("warning") == 0
    assert again.accepted == first.accepted + len(pasted)
    assert [one for one in again.beyond(first) if one.level == "error"] == []


# Hints that print what belongs in the place that the finding points to.
VALUES = [
    r"\bwrite (\{.+\}|\[.+\]|\d+ of \d+|\"[^\"]+\"(?! \(and)|-?\d[\w.]*)(?=;| |$)",
    r" or (-?\d[\d.]*)$",
    r"\bwrite \w+: (.+)$",
    r"did you mean (\"[^\"]+\")\?$",
    r"^a share is written with its unit: (\S+)$",
    r"^write the unit, for example (\S+)$",
    r"^send it: fields: (.+)$",
    r"^for example (.+)$",
    r"^bring (\[.+\]|[a-z]+) back, or say why",
    r"^keep (.+), or say why the change is safe with",
]
# Those that print a line of the file, behind its first or in its place.
LINES = [r"^add the line (.+)$", r"^add (owners: \{.+\}),", r"^begin the file with: (#.+)$"]
# Those that print what `set` is given, or a threshold for it.
COMMANDS = [r"\./langroute set (\S+ \S+ [a-z0-9.%-]+)$"]
THRESHOLDS = [
    r"^(\d\.\d+) would (?:pass|keep)",
    r"^write (\d\.\d+) or \d\.\d+ with \./langroute set",
    r"^write \d\.\d+ or (\d\.\d+) with \./langroute set",
]
Ways = tuple[tuple[str, list[str]], ...]
WAYS: Ways = (("threshold", THRESHOLDS), ("set", COMMANDS), ("line", LINES), ("value", VALUES))


def cures(one: Finding) -> list[tuple[str, str]]:
    """How what its hint prints is used, and what it prints."""
    pointed = one.excerpt[one.column - 1 : one.end_column - 1]
    # A guard that the file leaves out has no place of its own.
    if one.rule == "guard-weakened" and one.depends.get("after") != pointed:
        return []
    found = [
        (how, match[1])
        for how, patterns in WAYS
        for pattern in patterns
        for match in re.finditer(pattern, one.hint)
    ]
    by_command = [one for one in found if one[0] in ("set", "threshold")]
    return by_command or found


def used(how: str, what: str, one: Finding, root: Path) -> None:
    """Edit the file as somebody who pastes it, or run the command."""
    file = root / one.path
    if how in ("set", "threshold"):
        above = file.read_text().split("\n")[: one.line]
        role = "canary" if "canary:" in above else "primary"
        words = what.split() if how == "set" else [file.stem, f"{role}.threshold", what]
        assert main(["--root", str(root), "set", *words, "--today", str(TODAY)]) == 0
        return
    lines = file.read_text().split("\n")
    if how == "value":
        line = lines[one.line - 1]
        lines[one.line - 1] = line[: one.column - 1] + what + line[one.end_column - 1 :]
    elif what.startswith("#") and lines[0].startswith("#"):
        lines[0] = what
    else:
        lines.insert(0 if what.startswith("#") else 1, what)
    file.write_text("\n".join(lines))


# A text with a fault is not read behind it: what one hint says mends one of them.
PRINTED = [one for one in BAD if one.rule != "syntax"]


@pytest.mark.parametrize("example", PRINTED, ids=lambda example: example.name)
def test_what_a_hint_prints_cures(example: Example, tmp_path: Path) -> None:
    before, after = states(example)
    before = before if example.changes else after
    first = checked(example, before, after)
    for one in first.findings:
        for how, what in cures(one) if one.rule == example.rule else ():
            root = tmp_path / f"{one.fingerprint}-{how}-{len(what)}"
            lay(after, root)
            used(how, what, one, root)
            left = checked(example, before, held(root))
            assert one.fingerprint not in {other.fingerprint for other in left.findings}
            came = [other.message for other in left.beyond(first) if other.level == "error"]
            # Of an example that fails the first thing is told, and then the next one.
            assert came == [] or example.rule == "case-fails"


@pytest.mark.parametrize("name", ["11-typed-with-one-decimal", "12-typed-between-two-steps"])
def test_the_line_of_a_seal_is_on_the_grid(name: str, tmp_path: Path) -> None:
    """It once repeated 0.2 as it was written, which threshold-off-grid then refused."""
    example = next(one for one in BAD if one.name == f"broken-seal/bad-{name}")
    _, after = states(example)
    (seal,) = (one for one in checked(example, after, after).findings if one.rule == "broken-seal")
    ((how, what),) = cures(seal)
    lay(after, tmp_path)
    used(how, what, seal, tmp_path)
    left = held(tmp_path)
    assert checked(example, left, left).findings == ()


def test_many_hints_print_a_cure() -> None:
    """That the patterns fit what hints say: a pattern that fits nothing proves nothing."""
    hints = [
        one for example in PRINTED for one in example.report.findings if one.rule == example.rule
    ]
    ways = {(how, pattern) for how, patterns in WAYS for pattern in patterns}
    unused = {
        (how, pattern)
        for how, pattern in ways
        if not any(re.search(pattern, one.hint) for one in hints)
    }
    assert unused == set()
    assert len({one.rule for one in hints if cures(one)}) > 25

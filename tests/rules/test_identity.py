"""What makes a finding another one: the values that it depends on, and nothing else."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from langroute_repo.findings import Finding
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tree.files.evidence import Evidence, render
from langroute_repo.tree.read import read
from langroute_repo.tree.state_before import read_before
from tests.memory import Memory
from tests.rules.examples import TODAY, Example, Files, examples
from validators.engine import run
from validators.finding import Given
from validators.rules import RULES

# The state before a change, and the state after; of a state alone they are the same.
Change = tuple[Files, Files]
# Findings about all languages together, which one more may end.
OF_ALL = ("document-nearly-too-large", "empty-document")
BAD = [example for example in examples() if not example.good]
# The fault is how a number is written, which the same data in other words does not have.
OF_SPELLING = ("threshold-off-grid/bad-4-exponent",)


def change_of(example: Example) -> Change:
    after = example.files
    return example.files_before if example.changes else after, after


def found(example: Example, change: Change, today: date = TODAY) -> list[Finding]:
    """What the example's own rule finds."""
    before, after = change
    tree = read(Memory(after))
    asked = Given(tree=tree, today=today, pushed=example.documents())
    if example.changes:
        asked = replace(
            asked,
            before=read_before(Memory(before), Memory(after), tree),
            messages=(example.message,),
            title=example.message.partition("\n")[0],
        )
    return [one for one in run(asked).findings if one.rule == example.rule]


def fingerprints(findings: list[Finding]) -> set[str]:
    return {one.fingerprint for one in findings}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_names_what_its_findings_depend_on(rule: str) -> None:
    for example in (one for one in BAD if one.rule == rule):
        for one in example.report.findings:
            if one.rule == rule:
                assert one.depends, f"{rule} names no value that its finding depends on"
                told = {one.message, one.hint, str(TODAY), str(one.line)}
                assert not told & set(one.depends.values())


@pytest.mark.parametrize(
    "example",
    [one for one in BAD if one.name not in OF_SPELLING],
    ids=lambda example: example.name,
)
def test_what_a_finding_does_not_depend_on_leaves_it_as_it_is(example: Example) -> None:
    """Comments and lines, the order of keys, another language and its model, and the day."""
    change = change_of(example)
    wanted = fingerprints(found(example, change))
    more = change if example.rule in OF_ALL else [with_finnish(files) for files in change]
    before, after = map(rewritten, more)
    tomorrow = TODAY + timedelta(days=1)
    assert wanted <= fingerprints(found(example, (before, after), tomorrow))


def rewritten(files: Files) -> Files:
    """The same data in every file whose text is in order, with other comments and lines."""
    parsed = {path: parse(raw) for path, raw in files.items() if path.endswith(".yaml")}
    return files | {
        path: b"%s\n\n# Why not.\n%s\n" % (files[path].split(b"\n")[0], turned(one.data))
        for path, one in parsed.items()
        if not one.faults and isinstance(one.data, dict) and files[path].startswith(b"#")
    }


def turned(data: object) -> bytes:
    """The data as flow YAML, the keys of every mapping in reverse."""
    text = json.dumps(_turned(data), default=lambda number: f"@{number:f}@", ensure_ascii=False)
    return re.sub('"@([-0-9.]+)@"', r"\1", text).encode()


def _turned(data: object) -> object:
    if isinstance(data, dict):
        return {key: _turned(value) for key, value in reversed(data.items())}
    return [_turned(value) for value in data] if isinstance(data, list) else data


def with_finnish(files: Files) -> Files:
    """A language more that has nothing in common with the others."""
    names = [Path(path).stem for path in files if path.startswith("config/environments/")]
    if not names:
        return files
    urls = {name: f"https://models.acme.example/{name}/suomi" for name in names}
    added = {
        "languages/fi": {
            "language": "fi",
            "owners": ["@acme/suomi"],
            "source": "yle",
            "primary": {
                "model": "suomi",
                "fields": ["otsikko"],
                "threshold": {"at": Decimal("0.777"), "evidence": "none"},
            },
        },
        "models/suomi": {
            "model": "suomi",
            "owners": ["@acme/suomi"],
            "status": "active",
            "languages": ["fi"],
            "inputs": {"required": ["otsikko"]},
            "score": {"minimum": 0, "maximum": 1},
            "capacity": "1/s",
            "endpoint": {"kind": "http", "url": urls},
        },
        "sources/yle": {"source": "yle", "fields": {"otsikko": {}}},
    }
    first = "# yaml-language-server: $schema=../../schemas/%s.schema.json\n"
    return files | {
        f"config/{path}.yaml": (first % path.split("s/")[0]).encode() + turned(data)
        for path, data in added.items()
    }


def texts(key: str, *others: str) -> Callable[[Files, Finding, str], Iterator[Files]]:
    """The value behind a key in the finding's own file as another: elsewhere it is another's."""

    def moved(files: Files, finding: Finding, value: str) -> Iterator[Files]:
        raw = files.get(finding.path, b"")
        for other in others:
            old, new = f"{key}{value}".encode(), f"{key}{other.format(value)}".encode()
            if other != value and re.search(re.escape(old) + rb"(?![\w.%-])", raw):
                yield files | {finding.path: re.sub(re.escape(old) + rb"(?![\w.%-])", new, raw)}

    return moved


def recounted(files: Files, _: Finding, value: str) -> Iterator[Files]:
    """One event more was recorded, and the seals were renewed."""
    for path, raw in files.items():
        if path.startswith("config/evidence/"):
            one = Evidence.model_validate_json(raw)
            if one.reference == value:
                more = one.model_copy(update={"counts": [one.counts[0] + 1, *one.counts[1:]]})
                more = more.model_copy(update={"digest": more.computed_digest()})
                old, new = value.encode(), more.reference.encode()
                yield {at: text.replace(old, new) for at, text in files.items()} | {
                    path: render(more).encode()
                }


def endpoints(files: Files, finding: Finding, value: str) -> Iterator[Files]:
    name = value.partition(" ")[0]
    yield from texts("", f"{name}x")(files, finding, name)


MOVES = {
    "threshold": texts("at: ", "0.001", "0.350", "0.900", "0.999"),
    "evidence": recounted,
    "model": texts("model: ", "words", "embedding", "chars"),
    "traffic": texts("traffic: ", "0.00%", "0.4%", "9%", "11%", "99%"),
    "fields": texts("fields: ", "[title]", "[body]", "[body, title]", "[summary, title]"),
    "source": texts("source: ", "{}x", "newswire"),
    "endpoint": endpoints,
    "capacity": texts("capacity: ", "0.5/s", "1/s"),
    "until": texts('until: "', "2026-11-20"),
}
# Warnings of a state: they may stand before a change.
STANDING = [rule.name for rule in RULES if rule.level == "warning" and rule.group != "change"]


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("idle-canary", "model"),
        ("idle-canary", "traffic"),
        ("freeze-over", "until"),
        ("endpoint-copied", "endpoint"),
        ("no-evidence", "threshold"),
        ("thin-evidence", "threshold"),
        ("thin-evidence", "evidence"),
        ("stale-evidence", "threshold"),
        ("stale-evidence", "evidence"),
        ("drifted-evidence", "threshold"),
        ("drifted-evidence", "evidence"),
        ("constant-scores", "evidence"),
        ("passes-everything", "threshold"),
        ("passes-everything", "evidence"),
        ("passes-nothing", "threshold"),
        ("passes-nothing", "evidence"),
        ("broken-seal", "threshold"),
        ("broken-seal", "evidence"),
        ("endpoint-overload", "capacity"),
        ("unknown-model", "model"),
        ("value-of-another-language", "threshold before"),
        ("pass-share-jump", "threshold before"),
        ("pass-share-jump", "threshold"),
        ("pass-share-jump", "evidence before"),
        ("pass-share-jump", "evidence"),
        ("recall-drop", "threshold before"),
        ("recall-drop", "threshold"),
        ("recall-drop", "evidence"),
        ("threshold-kept-for-new-model", "model before"),
        ("fields-changed", "fields before"),
        ("fields-changed", "fields"),
        ("source-changed", "source before"),
        ("ramp-step-too-large", "traffic before"),
        ("ramp-step-too-large", "traffic"),
        ("canary-nearly-stopped", "traffic before"),
        ("canary-nearly-stopped", "traffic"),
        ("canary-skipped", "traffic before"),
        ("endpoint-moved", "endpoint before"),
        ("endpoint-moved", "endpoint"),
    ],
)
def test_a_finding_whose_value_moves_is_another_one(rule: str, name: str) -> None:
    """Told by the same rule in the same file, by no fingerprint of before, and not as standing."""
    again = 0
    for example in (one for one in BAD if one.rule == rule):
        change = change_of(example)
        for was in found(example, change):
            for moved in moves(example, change, was, name):
                told = [one for one in found(example, moved) if one.path == was.path]
                assert was.fingerprint not in fingerprints(told)
                if rule in STANDING:
                    held_up = fingerprints(blocking(change[1], moved[1], was))
                    assert held_up == fingerprints(told)
                again += bool(told)
    assert again


def blocking(before: Files, after: Files, was: Finding) -> list[Finding]:
    """What the rule finds in the same file that blocks a change."""
    tree = read(Memory(after))
    asked = Given(tree=tree, today=TODAY, before=read_before(Memory(before), Memory(after), tree))
    found = [one for one in run(asked).findings if (one.rule, one.path) == (was.rule, was.path)]
    return [one for one in found if one.blocks]


@pytest.mark.parametrize("rule", STANDING)
def test_a_warning_that_stood_before_blocks_no_other_change(rule: str) -> None:
    for example in (one for one in BAD if one.rule == rule):
        before, after = change_of(example)
        for was in found(example, (before if example.changes else after, after)):
            assert blocking(after, with_finnish(after), was) == []
            assert blocking(after, rewritten(after), was) == []


def test_a_warning_that_stood_before_and_becomes_worse_blocks() -> None:
    nearly = "document-nearly-too-large"
    example = next(one for one in BAD if one.rule == nearly)
    less = example.files
    german = "config/languages/de.yaml"
    fallback = less[german].replace(b"  traffic: 10%\n", b"  traffic: 10%\n  on_failure: primary\n")
    more = less | {german: fallback}
    (was, _) = found(example, (less, less))
    assert len(blocking(less, more, was)) == 1
    assert blocking(more, less, was) == []


def moves(example: Example, change: Change, was: Finding, name: str) -> Iterator[Change]:
    """The change with other values under a name, as far as an edit of the files gives them."""
    before, after = change
    key = name.removesuffix(" before")
    if name not in was.depends:
        return
    if name != key:
        yield from ((one, after) for one in MOVES[key](before, was, was.depends[name]))
    else:
        for one in MOVES[key](after, was, was.depends[name]):
            yield (before if example.changes else one), one

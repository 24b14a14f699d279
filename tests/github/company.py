"""A company of any number of languages, and a change of them all, for a comment of any size."""

import shutil
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from langroute_repo.tree.files.evidence import Evidence, digest, render
from tests.bench.company import MODELS, tags
from tests.repository import commit, git
from tests.rules.examples import BASE

# The first dozen is what there is in the world; behind it come any three letters.
KNOWN = ("ar", "cs", "da", "de", "en", "es", "fi", "fr", "it", "ja", "nl", "pl")
TEAMS = ("dach", "iberia", "nordics", "apac")
# What a change of a language may be: the steps by which its threshold moves, its canary's share.
MOVES = ((2, 10), (-40, 10), (3, 25), (0, 20), (-1, 10), (150, 10), (1, 10), (-90, 50))
LANGUAGE = """\
# yaml-language-server: $schema=../../schemas/language.schema.json
language: {tag}
owners: ["@acme/risk-{team}"]
source: newswire
primary:
  model: words
  fields: [title, body]
  threshold: {primary}
canary:
  model: embedding
  traffic: {share}%
  fields: [title]
  threshold: {canary}
"""
ACCEPTANCE = """\
# yaml-language-server: $schema=../../../schemas/acceptance.schema.json
accepts: [too-many-languages-at-once {fingerprint}]
because: the yearly tuning, as agreed in RISK-2290
"""


def changed(root: Path, languages: int) -> None:
    """A repository whose main holds so many languages, and whose topic changes each of them."""
    shutil.copytree(BASE, root)
    shapes = {model: _evidence_at(root, model, "de") for model in MODELS}
    for path in chain((root / "config/languages").iterdir(), (root / "config").rglob("*.json")):
        path.unlink()
    for model in MODELS:
        file = root / f"config/models/{model}.yaml"
        text = file.read_text("utf-8").splitlines(keepends=True)
        kept = ("languages: any\n" if "languages:" in line else line for line in text)
        capacity = ("capacity: 9000/s\n" if "capacity:" in line else line for line in kept)
        file.write_text("".join(capacity), "utf-8")
    named = list(islice(chain(KNOWN, tags()), languages))
    for index, tag in enumerate(named):
        for model, shape in shapes.items():
            made = render(_evidence(shape, tag, index))
            (root / f"config/evidence/{model}/{tag}.json").write_text(made, "utf-8")
    git(root, "init", "-q", "-b", "main")
    _write(root, named, [(0, 10)])
    commit(root, "begin")
    git(root, "switch", "-q", "-c", "topic")
    _write(root, named, MOVES)
    commit(root, "tune every threshold")


def _write(root: Path, named: Sequence[str], moves: Sequence[tuple[int, int]]) -> None:
    for index, tag in enumerate(named):
        moved, share = moves[index % len(moves)]
        seals = {
            "primary": _seal(_evidence_at(root, "words", tag), 300 + index % 89 + moved),
            "canary": _seal(_evidence_at(root, "embedding", tag), 250 + index % 83),
        }
        text = LANGUAGE.format(tag=tag, team=TEAMS[index % len(TEAMS)], share=share, **seals)
        (root / f"config/languages/{tag}.yaml").write_text(text, "utf-8")


def _evidence_at(root: Path, model: str, tag: str) -> Evidence:
    path = root / f"config/evidence/{model}/{tag}.json"
    return Evidence.model_validate_json(path.read_bytes())


def _evidence(shape: Evidence, tag: str, index: int) -> Evidence:
    """The scores of another language in a tongue and at a rate of its own."""
    rate = shape.events.per_day * (1 + index * 37 % 23) / 2
    rows: Mapping[str, list[int]] = {
        "counts": [count + (index + cell) % 2 for cell, count in enumerate(shape.counts)],
        "labelled": shape.labelled,
        "relevant": shape.relevant,
    }
    return shape.model_copy(
        update={
            **rows,
            "language": tag,
            "weeks": [],
            "events": shape.events.model_copy(update={"per_day": rate}),
            "digest": digest(tag, shape.model, shape.score, *rows.values()),
        }
    )


def _seal(evidence: Evidence, cell: int) -> str:
    at = cell / 1000
    return f"{{at: {at:.3f}, passes: {evidence.passes(at)}, evidence: {evidence.reference}}}"

"""Changes to tell of, each a few edits of the smallest tree or of the shipped one.

What `diff` says of each is in ``expected/<name>.txt``; ``UPDATE_EXPECTED=1`` writes it anew, read
the diff.
"""

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BASE = ROOT / "tests/rules/base"
DE, EN = "config/languages/de.yaml", "config/languages/en.yaml"
WORDS, EMBEDDING = "config/models/words.yaml", "config/models/embedding.yaml"
CANARY = """canary:
  model: embedding
  traffic: 10%
  fields: [title]
  threshold: {at: 0.287, passes: 44.0%, evidence: de-81791f67}
"""
SHADOW = """shadows:
  - {model: embedding, traffic: 5%, fields: [title], threshold: {at: 0.500, evidence: none}}
"""
THIRD = "config/models/third.yaml"
Edit = Callable[[Path], None]


def edit(path: str, *pairs: tuple[str, str]) -> Edit:
    """Replaces texts of a file, each of which must be there."""

    def apply(root: Path) -> None:
        text = (root / path).read_text()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        (root / path).write_text(text)

    return apply


def append(path: str, text: str) -> Edit:
    def apply(root: Path) -> None:
        (root / path).write_text((root / path).read_text() + text)

    return apply


def write(path: str, text: str) -> Edit:
    def apply(root: Path) -> None:
        (root / path).write_text(text)

    return apply


def remove(path: str) -> Edit:
    return lambda root: (root / path).unlink()


def copy(path: str, to: str, *pairs: tuple[str, str]) -> Edit:
    def apply(root: Path) -> None:
        (root / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, root / to)
        edit(to, *pairs)(root)

    return apply


def value(tag: str, role: str, at: str) -> Edit:
    """Another threshold for a role, typed by hand: its seal is left as it was."""

    def apply(root: Path) -> None:
        path = root / f"config/languages/{tag}.yaml"
        head, found, tail = path.read_text().partition(f"{role}:")
        assert found, role
        path.write_text(head + found + re.sub(r"at: [0-9.]+", f"at: {at}", tail, count=1))

    return apply


def everywhere(old: str, new: str) -> Edit:
    """The same replacement in every language's file that has the text."""

    def apply(root: Path) -> None:
        for path in (root / "config/languages").iterdir():
            path.write_text(path.read_text().replace(old, new))

    return apply


def scaled(path: str, by: float) -> Edit:
    """Thresholds of the languages, all times a factor."""

    def apply(root: Path) -> None:
        for one in (root / path).iterdir():
            text = re.sub(
                r"at: ([0-9.]+)", lambda at: f"at: {float(at[1]) * by:.3f}", one.read_text()
            )
            one.write_text(text)

    return apply


RAISED = edit(DE, ("at: 0.342, passes: 35.6%", "at: 0.350, passes: 34.6%"))
RAMPED = edit(DE, ("traffic: 10%", "traffic: 25%"))
MOVED = edit(WORDS, ("production: words}", "production: words-2}"))
EN_LOWERED = edit(EN, ("at: 0.415, passes: 27.3%", "at: 0.400, passes: 28.8%"))
OF_EMBEDDING = "at: 0.287, passes: 44.0%, evidence: de-81791f67"
NEW_PRIMARY = edit(
    DE,
    ("model: words\n  fields: [title, body]", "model: embedding\n  fields: [title]"),
    ("at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0", OF_EMBEDDING),
)
NEW_MODEL = copy(
    EMBEDDING, THIRD, ("model: embedding", "model: third"), ("acme.example/", "acme.example/third-")
)
FREEZE = "config/freeze.yaml"
FROZEN = write(
    FREEZE,
    "# yaml-language-server: $schema=../schemas/freeze.schema.json\n"
    "reason: nobody is here over the holidays\n"
    'owner: "@acme/ml-platform"\n'
    "environments: [staging, production]\n"
    'until: "2027-01-04"\n',
)
UNSEALED = ("passes: 44.0%, evidence: de-81791f67", "evidence: none")

# On the smallest tree, tests/rules/base.
CHANGES: dict[str, Iterable[Edit]] = {
    "nothing": (),
    "comments and order": (
        edit(
            DE,
            ("language: de\n", ""),
            ("source: newswire\n", "source: newswire # x\nlanguage: de\n"),
        ),
    ),
    "threshold raised": (RAISED,),
    "threshold raised by one step": (value("de", "primary", "0.343"),),
    "threshold raised by far": (value("de", "primary", "0.700"),),
    "threshold that passes nothing": (value("de", "primary", "1.000"),),
    "evidence removed beside a threshold": (remove("config/evidence/words/de.json"), RAISED),
    "threshold of a canary": (value("de", "canary", "0.300"),),
    "threshold and ramp at once": (RAISED, RAMPED),
    "thresholds against each other": (
        value("de", "primary", "0.400"),
        value("en", "primary", "0.300"),
    ),
    "canary ramped": (RAMPED,),
    "canary ramped to everybody": (edit(DE, ("traffic: 10%", "traffic: 100%")),),
    "canary ramped by little": (edit(DE, ("traffic: 10%", "traffic: 10.05%")),),
    "canary reduced": (edit(DE, ("traffic: 10%", "traffic: 1%")),),
    "canary started": (append(EN, CANARY.replace("de-81791f67", "en-a4facf9a")),),
    "canary with a fallback": (
        edit(DE, ("traffic: 10%\n", "traffic: 10%\n  on_failure: primary\n")),
    ),
    "canary stopped": (edit(DE, (CANARY, "")),),
    "canary promoted": (edit(DE, (CANARY, "")), NEW_PRIMARY),
    "canary replaced": (
        NEW_MODEL,
        edit(DE, ("model: embedding", "model: third"), UNSEALED),
    ),
    "canary replaced and ramped": (
        NEW_MODEL,
        edit(DE, ("model: embedding\n  traffic: 10%", "model: third\n  traffic: 25%"), UNSEALED),
    ),
    "primary and canary swapped": (
        edit(
            DE,
            ("model: words", "model: x"),
            ("model: embedding", "model: words"),
            ("model: x", "model: embedding"),
        ),
    ),
    "primary replaced": (
        edit(EN, ("model: words", "model: embedding"), ("[title, summary]", "[title]")),
    ),
    "a shadow added": (edit(EN, ("source: newswire\n", "source: newswire\n" + SHADOW)),),
    "fields changed": (edit(DE, ("[title, body]", "[title]")),),
    "fields changed and threshold raised": (
        edit(DE, ("[title, body]", "[title]")),
        EN_LOWERED,
        RAISED,
    ),
    "owners changed": (edit(DE, ('"@acme/risk-dach"', '"@acme/risk-global"')),),
    "language removed": (remove(EN),),
    "language removed that another answers for": (
        copy(EN, "config/languages/und.yaml", ("language: en", "language: und")),
        remove(EN),
    ),
    "language added": (
        copy(DE, "config/languages/de-AT.yaml", ("language: de", "language: de-AT")),
    ),
    "a file at fault is never no change": (edit(DE, ("source: newswire", "source: [newswire")),),
    "endpoint moved": (MOVED,),
    "endpoint overloaded": (
        edit(DE, ("traffic: 10%", "traffic: 90%")),
        edit(EMBEDDING, ("20/s", "2/s")),
    ),
    "capacity raised": (edit(WORDS, ("capacity: 40/s", "capacity: 60/s")),),
    "policy loosened beside a threshold": (
        RAISED,
        edit("config/policy.yaml", ("366d", "365d")),
    ),
    "a freeze beside a threshold": (RAISED, FROZEN),
    "the same change in two languages is one row": (
        edit(DE, ("source: newswire", "source: wire")),
        edit(EN, ("source: newswire", "source: wire")),
    ),
}

# On the tree that is shipped.
SHIPPED: dict[str, Iterable[Edit]] = {
    "a threshold of Spanish in German": (value("de", "primary", "0.183"),),
    "threshold without evidence": (value("pt-BR", "primary", "0.300"),),
    "thin evidence": (value("no", "primary", "0.300"),),
    "Brazil falls back to Portugal": (remove("config/languages/pt-BR.yaml"),),
    "all thresholds": (scaled("config/languages", 1.1),),
    "all shadows": (everywhere("traffic: 25%", "traffic: 50%"),),
    "a case that names another shadow": (
        edit("config/cases/de.yaml", ("shadows: [relevance-chars-v2]", "shadows: []")),
    ),
    "a model retired everywhere": (everywhere("relevance-words-v1", "relevance-chars-v2"),),
}


def laid(tree: Path, edits: Iterable[Edit], target: Path) -> Path:
    """A copy of a tree's configuration with the edits."""
    shutil.copytree(tree / "config", target / "config", dirs_exist_ok=True)
    for apply in edits:
        apply(target)
    return target

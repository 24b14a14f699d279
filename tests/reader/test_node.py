"""A reader in another language, written from docs/reader.md, passes the vectors; a wrong one fails.

The vectors are worth as much as the mistakes they find: each of these is one that a reader makes in
good faith.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.node import EXAMPLE, SOURCES, node

VECTORS = Path(__file__).parents[1] / "vectors"
MISTAKES = {
    "a bucket of the first 32 bits": (
        "Number((digest.readBigUInt64BE(0) * BigInt(EVERYBODY)) >> 64n)",
        "Math.floor((digest.readUInt32BE(0) / 2 ** 32) * EVERYBODY)",
    ),
    "a bucket to the nearest": (
        "Number((digest.readBigUInt64BE(0) * BigInt(EVERYBODY)) >> 64n)",
        "Math.round((Number(digest.readBigUInt64BE(0)) / 2 ** 64) * EVERYBODY)",
    ),
    "a bucket of the little end": ("readBigUInt64BE", "readBigUInt64LE"),
    "a bucket of the remainder": ("* BigInt(EVERYBODY)) >> 64n", "% BigInt(EVERYBODY))"),
    "a bucket of the tag that was asked for": (
        "bucket(answerer.model, entry.tag, key)",
        "bucket(answerer.model, requested, key)",
    ),
    "a bucket of the language alone": ("`${salt}:${language}:${key}`", "`${language}:${key}`"),
    "a key in one of Unicode's forms": (":${key}`", ':${key.normalize("NFC")}`'),
    "a key without its blanks": (":${key}`", ":${key.trim()}`"),
    "a key in Latin-1": ('"utf8"', '"latin1"'),
    "a number taken for a key": ('typeof key !== "string" || ', 'typeof key === "object" || '),
    "a share that includes its edge": ("drawn >= traffic", "drawn > traffic"),
    "a shadow's share that includes its edge": ("own = drawn < traffic", "own = drawn <= traffic"),
    "a shadow for an event without a key": ("if (key === null)", 'if (key === "")'),
    "an audit by a model's draw": ('AUDIT = ":audit"', 'AUDIT = "relevance-words-v1"'),
    "an audit that includes its edge": ("key) < entry.audit)", "key) <= entry.audit)"),
    "an audit that brings no shadow a copy": (
        "if (!own && audited === null) return [];",
        "if (!own) return [];",
    ),
    "an audit that is not looked at": ("share(audit, `${tag}.audit`)", "audit"),
    "a copy by its share, though it was audited": (
        "audited === null ? traffic : EVERYBODY",
        "traffic",
    ),
    "the case of every letter": ("/[A-Z]+/g", "/.+/gsu"),
    "the case as it is written": ("/[A-Z]+/g", "/(?!)/g"),
    "one cut and no more": ("while (subtags.pop() !== undefined)", "if (subtags.pop())"),
    "a cut that ends in a single character": ("?.length > 1", "?.length > 0"),
    "no default": ('DEFAULT = "und"', 'DEFAULT = "none"'),
    "another case called another tag": ("tag === requested ?", "tag === entry?.tag ?"),
    "a cell without the thousandth": ("* CELLS + ROUNDING", "* CELLS"),
    "a cell to the nearest": ("Math.floor(((score", "Math.round(((score"),
    "a cell within a rounding too wide": ("ROUNDING = 0.001", "ROUNDING = 0.002"),
    "a cell of the scale from 0 to 1": ("/ (maximum - minimum)) *", ") *"),
    "doubles compared": (
        "cell(score, minimum, maximum) >= cell(this.threshold, minimum, maximum)",
        "score >= this.threshold",
    ),
    "the threshold itself dropped": (") >= cell(this", ") > cell(this"),
    "a score off the scale clamped": (
        "!(score >= minimum && score <= maximum)",
        "Number.isNaN(score)",
    ),
    "a score as text": ('typeof score !== "number"', 'typeof score === "object"'),
    "a null sent": (" && event[name] !== null", ""),
    "an empty text taken for a missing one": ("event[name] !== null", "event[name]"),
    "all of the event sent": ("this.fields.filter(has)", "Object.keys(event)"),
    "the first missing field overlooked": ("if (missing !== undefined)", "if (missing === 1)"),
    "a format that is not looked at": ("if (!FORMATS.includes(format))", "if (!format)"),
    "bytes mended": ("fatal: true", "fatal: false"),
    "the first format alone": ("FORMATS = [1, 2]", "FORMATS = [1]"),
    "a key of format 2 taken from format 1": ("if (format === 1) return", "if (!format) return"),
    "an endpoint cut down to its address": ("if (format === 1) return", "if (format) return"),
    "what an endpoint says unread": ("each(endpoint, later, place);", ""),
    "a share above everybody": ("&& value <= EVERYBODY", ""),
    "a share that is no whole number": ("Number.isInteger(value)", "Number.isFinite(value)"),
}


def test_the_lock_is_exact_hashed_and_names_no_place() -> None:
    package = json.loads((EXAMPLE / "package.json").read_text("utf-8"))
    packages = json.loads((EXAMPLE / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == package["dependencies"]
    for wanted in package["dependencies"].values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", wanted)
    for locked in packages.values():
        assert locked["integrity"].startswith("sha512-")
        assert "resolved" not in locked


def passes(folder: Path) -> bool:
    """Whether the reader in a folder passes the vectors; all of them were looked at."""
    ended = subprocess.run(
        [node(), "--test-reporter=tap", "vectors.test.mjs"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert "\n# tests 12\n" in ended.stdout, ended.stdout + ended.stderr
    return ended.returncode == 0


def test_the_example_passes() -> None:
    assert passes(EXAMPLE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in a checkout of its own, next to the same vectors."""
    root = tmp_path_factory.mktemp("checkout")
    (root / "tests").mkdir()
    (root / "tests" / "vectors").symlink_to(VECTORS)
    folder = root / "examples" / "node"
    folder.mkdir(parents=True)
    for name in SOURCES:
        shutil.copy(EXAMPLE / name, folder)
    assert passes(folder)
    return folder


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_fails(copy: Path, mistake: str) -> None:
    right, wrong = MISTAKES[mistake]
    source = (EXAMPLE / "reader.mjs").read_text("utf-8")
    assert right in source
    (copy / "reader.mjs").write_text(source.replace(right, wrong), "utf-8")
    assert not passes(copy)

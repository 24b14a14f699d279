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
    "a share that includes its edge": ("drawn < traffic ?", "drawn <= traffic ?"),
    "a shadow's share that includes its edge": ("own = drawn < share", "own = drawn <= share"),
    "a shadow for an event without a key": ("if (key === null)", 'if (key === "")'),
    "an audit by a model's draw": ('AUDIT = ":audit"', 'AUDIT = "relevance-words-v1"'),
    "an audit that includes its edge": ("key) < entry.audit)", "key) <= entry.audit)"),
    "an audit that brings no shadow a copy": (
        "if (!own && audited === null) return [];",
        "if (!own) return [];",
    ),
    "an audit that is not looked at": ("share(audit, `${tag}.audit`)", "audit"),
    "a copy by its share, though it was audited": (
        "audited === null ? share : EVERYBODY",
        "share",
    ),
    "a comparison by the canary's own draw": ('COMPARED = ":compared:"', 'COMPARED = ""'),
    "a comparison by the model that is asked": (
        "COMPARED + answerer.model",
        "COMPARED + other.model",
    ),
    "a comparison with whoever answers": ("copies(other, COMPARED", "copies(asked, COMPARED"),
    "a comparison that answers": ('role: "shadow" }', "role: answerer.role }"),
    "a comparison of nobody that an audit brings": ("share ? copies(other", "true ? copies(other"),
    "a comparison that only the copy tells": (
        "compared = pair.length ? share : null",
        "compared = null",
    ),
    "a comparison that is not looked at": (
        "share(compared, `${tag}.canary.compared`)",
        "compared",
    ),
    "the case of every letter": ("/[A-Z]+/g", "/.+/gsu"),
    "the case as it is written": ("/[A-Z]+/g", "/(?!)/g"),
    "one cut and no more": ("while (subtags.pop() !== undefined)", "if (subtags.pop())"),
    "a cut that ends in a single character": ("?.length > 1", "?.length > 0"),
    "no default": ('DEFAULT = "und"', 'DEFAULT = "none"'),
    "another case called another tag": ("tag !== asked ?", "tag !== entry.tag ?"),
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
    "a tag of a locale": ('requested.replaceAll("_", "-")', "requested"),
    "a tag of a locale, once": ("requested.replaceAll", "requested.replace"),
    "other names unread": ("for (const name of one.also) {", "for (const name of []) {"),
    "another name called exact": ('own ? "exact" : "also"', '"exact"'),
    "another name called another name after a cut": (
        'tag !== asked ? "lookup" : own ? "exact" : "also"',
        'own ? (tag !== asked ? "lookup" : "exact") : "also"',
    ),
    "what was replaced unread": ("candidates(successor(asked), this.#longest)", "[]"),
    "what was replaced before a cut": (
        "for (const tag of candidates(asked, this.#longest)) {",
        "for (const tag of candidates(successor(asked) || asked, this.#longest)) {",
    ),
    "what was replaced by the whole tag alone": (
        "candidates(tag, LONGEST_REPLACED).find(",
        "[tag].find(",
    ),
    "what was replaced by its shortest beginning": ("LONGEST_REPLACED).find(", "2).findLast("),
    "what was replaced without the rest": (" + tag.slice(old.length)", ""),
    "what was replaced in one case alone": ("SUCCESSORS.has(folded(one))", "SUCCESSORS.has(one)"),
    "what was replaced called a cut": ('found: "successor"', 'found: "lookup"'),
    "two entries of one name": ("insist(!this.#entries.has(folded(name))", "insist(true"),
    "case twins": ("insist(!this.#entries.has(folded(name))", "insist(!this.#entries.has(name)"),
    "a tag of any form": ("insist(TAG.test(name)", "insist(true"),
    "a tag of any form but an empty one": (
        "TAG = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/",
        "TAG = /^[A-Za-z0-9-]+$/",
    ),
    "another name for all others": ("insist(folded(name) !== DEFAULT", "insist(true"),
    "another name that is no text": (
        "also === undefined ? [] : texts(also",
        "also === undefined ? [] : list(also",
    ),
    "no entry": ("insist(languages.length > 0", "insist(true"),
    "an environment unread": ('text(document.environment, "environment");', ""),
    "a source unread": ("text(source, `${tag}.source`);", ""),
    "a model unread": ("text(model, `${place}.model`);", ""),
    "fields unread": ("texts(fields, `${place}.fields`);", ""),
    "required unread": ("texts(required, `${place}.required`);", ""),
    "no field": ("insist(fields.length > 0", "insist(true"),
    "required that is not sent": ("insist(required.every(", "insist(true || required.every("),
    "one of required that is sent": ("required.every(", "required.some("),
    "a threshold below its scale": ("threshold >= score.minimum && ", ""),
    "a threshold above its scale": (" && threshold <= score.maximum", ""),
    "a threshold at the foot of its scale": (
        "threshold >= score.minimum",
        "threshold > score.minimum",
    ),
    "a threshold at the head of its scale": (
        "threshold <= score.maximum",
        "threshold < score.maximum",
    ),
    "a threshold unread": ("number(threshold, `${place}.threshold`);", ""),
    "an end of a scale unread": ("number(minimum, `${place}.minimum`);", ""),
    "the other end of a scale unread": ("number(maximum, `${place}.maximum`);", ""),
    "a scale of no width": ("width > 0 && ", ""),
    "a scale of an infinite width": (" && Number.isFinite(width)", ""),
    "a number from text": ("insist(Number.isFinite(value)", "insist(isFinite(value)"),
    "what passes unread": ("if (passes !== undefined) share(", "if (passes === 1) share("),
    "an audit that is null": ("audit === undefined ? 0", "audit == null ? 0"),
    "what passes that is null": ("if (passes !== undefined)", "if (passes != null)"),
    "other names that are null": ("also === undefined ? []", "also == null ? []"),
    "a canary that is null": ("canary === undefined ? null", "canary == null ? null"),
    "a stand-in that is null": ("value.on_failure !== undefined", "value.on_failure != null"),
    "any stand-in": ('value.on_failure === "primary"', "value.on_failure"),
    "a stand-in for whoever says none": (
        "standIn = value.on_failure !== undefined",
        "standIn = true",
    ),
    "a canary's share unread": ("share(traffic, `${tag}.${role}.traffic`);", ""),
    "a share of less than nobody": ("value >= 0 && ", ""),
    "an empty text": ('typeof value === "string" && value && ', 'typeof value === "string" && '),
    "a text that is no text": (
        'typeof value === "string" && value && value.isWellFormed()',
        "value",
    ),
    "half a surrogate pair": (
        " && value.isWellFormed(), `${place} is no text`",
        ", `${place} is no text`",
    ),
    "a list taken for an object": (" && !Array.isArray(value)", ""),
    "a null taken for an object": ("value !== null && ", ""),
    "an object taken for a list": (
        "insist(Array.isArray(value)",
        'insist(typeof value === "object"',
    ),
    "any kind of endpoint": ('insist(kind === "sagemaker" || kind === "http"', "insist(kind"),
    "an address unread": ("texts(kind === ", "list(kind === "),
    "no protocol without its score": ('kind !== "json" || score !== undefined', "true"),
    "a kind of protocol in a list": ('typeof kind === "string" && ', ""),
    "a byte order mark": ("ignoreBOM: true", "ignoreBOM: false"),
    "a format that is no whole number": ("insist(Number.isInteger(format)", "insist(true"),
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


def failures(folder: Path) -> set[str]:
    """The readers in the folders below that do not pass the vectors, all in one process.

    Their tests are told apart by the folder's name.
    """
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    (folder / "all.test.mjs").write_text(
        f"for (const name of {json.dumps(names)}) {{\n"
        "  const broken = () => console.log(`not ok - ${name}:`);\n"
        "  await import(`./${name}/vectors.test.mjs`).catch(broken);\n"
        "}\n",
        "utf-8",
    )
    ended = subprocess.run(
        [node(), "--test-reporter=tap", "all.test.mjs"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    for name in names:
        looked_at = len(re.findall(rf"^(?:not )?ok \d+ - {name}: ", ended.stdout, re.M))
        assert looked_at == 12 or f"not ok - {name}:" in ended.stdout, ended.stdout + ended.stderr
    return set(re.findall(r"^not ok (?:\d+ )?- (\w+):", ended.stdout, re.M))


def lay_reader(folder: Path, source: str) -> None:
    """The example in a folder, with the reader as it is given, beside the same vectors."""
    folder.mkdir()
    for name in SOURCES:
        shutil.copy(EXAMPLE / name, folder)
    (folder / "reader.mjs").write_text(source, "utf-8")
    tests = (EXAMPLE / "vectors.test.mjs").read_text("utf-8")
    tests = tests.replace('test("', f'test("{folder.name}: ')
    tests = tests.replace(
        '"../../tests/vectors/", import.meta.url', json.dumps(f"{VECTORS.as_uri()}/")
    )
    (folder / "vectors.test.mjs").write_text(tests, "utf-8")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The mistakes that the vectors find; ``right`` is the reader without any."""
    root = tmp_path_factory.mktemp("readers")
    source = (EXAMPLE / "reader.mjs").read_text("utf-8")
    lay_reader(root / "right", source)
    for number, (right, wrong) in enumerate(MISTAKES.values()):
        assert right in source
        lay_reader(root / f"mistake{number}", source.replace(right, wrong))
    return failures(root)


def test_the_example_passes(found: set[str]) -> None:
    assert "right" not in found


def test_every_mistake_fails(found: set[str]) -> None:
    numbered = {f"mistake{number}": what for number, what in enumerate(MISTAKES)}
    assert [what for name, what in numbered.items() if name not in found] == []

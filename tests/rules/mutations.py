"""The base with random mutations: of bytes, lines and values, and of which files there are."""

import json
import random
from typing import Any

from langroute_repo.strict_yaml.reader import parse
from tests.rules.examples import BASE

# Files of the kinds that the base has none of, so that every kind is mutated.
MORE = {
    "config/cases/de.yaml": b"""# yaml-language-server: $schema=../../schemas/cases.schema.json
language: de
cases:
  - about: without a key the primary answers
    event: {fields: [title, body], score: 0.342}
    expect: {found: de, role: primary, model: words, payload: [title, body], relevant: true}
""",
    "config/golden/words/de.yaml": b"""\
# yaml-language-server: $schema=../../../schemas/golden.schema.json
model: words
language: de
fields: [title, body]
tolerance: 3%
events:
  - {about: a strike in a harbour, relevant: true, event: {title: Streik, body: x}, gives: 0.812}
  - {about: a flood at a factory, event: {title: Flut, tags: [a, 1, true]}, gives: 0.644}
  - {about: a recipe for a soup, event: {title: Suppe}, gives: {from: 0, to: 0.2}}
  - {about: an event without anything, event: {}, gives: error}
""",
    "config/accepted/languages/de/parked.yaml": b"""\
# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json
accepts: [idle-canary 0a1b2c3d, no-evidence 4e5f6071]
because: the canary waits for its index
until: "2027-03-31"
""",
    "config/freeze.yaml": b"""# yaml-language-server: $schema=../schemas/freeze.schema.json
reason: nobody is here over the holidays
owner: "@acme/ml-platform"
environments: [production]
until: "2027-03-31"
""",
    "config/log.yaml": b"""# yaml-language-server: $schema=../schemas/log.schema.json
event_id: {column: event.id}
time: {column: ts, format: milliseconds}
language: {column: lang, values: {de_DE: de, iw: en}}
model: {constant: words}
role: {column: kind, values: {live: primary, mirror: shadow}}
status: {column: outcome, success: [ok]}
score: {column: confidence, divided_by: 100}
relevant: {column: label, values: {relevant: true, noise: false}, unknown: [unsure]}
""",
}
FILES = {
    path.relative_to(BASE).as_posix(): path.read_bytes()
    for path in sorted(BASE.rglob("*"))
    if path.is_file()
} | MORE
WRITTEN = [path for path in FILES if path.endswith(".yaml")]
NEW = [
    "config/languages/DE.yaml", "config/languages/fr.yaml", "config/models/e5.yaml",
    "config/environments/test.yaml", "config/sources/blogs.yaml", "config/cases/en.yaml",
    "config/evidence/words/fr.json", "config/languages/de.yml", "config/x", "config/README.md",
    "config/accepted/change/x.yaml", "config/accepted/x.yaml", "config/accepted/languages/x.yaml",
]  # fmt: skip

ANYTHING: list[Any] = [
    None, True, False, 0, -1, 1, 10**30, 0.5, -0.0001, "", "x", "10%", "0%", "none", "any", "de",
    "pt-br", "words", "a" * 200, "2026-13-45", "9999-12-31", "0 of 0", "5 of 3", "\u202e", [], {},
    [[]], [{}], {"": {}}, ["title", "title"], {"at": 1}, "config/languages/de.yaml", "schema",
]  # fmt: skip
# Values of the right form, so that mutations also reach the rules behind the schema.
PLAUSIBLE: dict[str, list[Any]] = {
    "language": ["de", "en", "DE", "jp", "deu", "pt-br", "und"],
    "model": ["words", "embedding", "word", "de"],
    "source": ["newswire", "newswires"],
    "environment": ["production", "staging"],
    "after": ["production", "staging", "testing"],
    "status": ["active", "deprecated", "retired"],
    "fields": [["title"], ["title", "title"], ["body"], ["location"], ["summary", "title"]],
    "required": [[], ["title"], ["title", "body", "body"]],
    "optional": [[], ["title"], ["location"]],
    "languages": ["any", ["de"], ["jp", "EN", "iw"], ["pt", "pt-BR", "pt"]],
    "summary": [{}, {"languages": ["en"], "except": ["de"]}, {"except": ["EN"]}],
    "at": [0, 1, 0.342, 0.3425, 0.9, -3.2, 34.2, 1e-9, 10**30],
    "passes": ["0.0%", "100.0%", "35.6%"],
    "evidence": ["none", "de-ac0d9ba0", "en-e9b17eea", "fr-00000000"],
    "traffic": ["0%", "0.01%", "100%"],
    "minimum": [0, -10, 1, 0.9999999999, 10**30, -(10**38)],
    "maximum": [1, 10, 0, 1.0000000001, 10**30, 10**38],
    "capacity": ["0.001/s", "999999999/s"],
    "kind": ["http", "sagemaker"],
    "name": [{"staging": "words"}, {"production": "words", "staging": "words"}],
    "url": [{"staging": "https://a.example"}, {"production": "http://embedding.acme.example/"}],
    "duration": ["0s", "90s", "25h", "999999h"],
    "bake": ["0s", "1s", "24h"],
    "step": ["0%", "0.5%", "100%"],
    "failures": ["0%", "100%"],
    "period": ["0s", "45s", "10s", "999999h"],
    "breaching": ["5 of 3", "99 of 99"],
    "accepts": [["idle-canary 00000000"], ["schema 00000000"], ["nothing 00000000"] * 2],
    "because": ["a reason that is long enough"],
    "environments": [["staging"], ["production", "production"], ["prodution"]],
    "until": ["2026-02-30", "2026-11-21", "0001-01-01", "9999-12-31"],
    "largest_kb": [1, 4000],
    "warn_at": ["0%", "100%"],
    "found": ["de", "en", "jp"],
    "role": ["primary", "canary"],
    "relevant": [True, False],
    "payload": [["title"], []],
}


def mutated(seed: int) -> dict[str, bytes]:
    """The files after one to six mutations, two in three times such that the schema cannot tell."""
    draw = random.Random(seed)
    files = dict(FILES)
    kinds = [flipped, cut, shuffled, replaced] if draw.random() < 0.34 else [plausible]
    for _ in range(draw.randint(1, 6)):
        path = draw.choice(list(files) if draw.random() < 0.2 else WRITTEN)
        raw = files.get(path)
        if draw.random() < 0.1 or raw is None:
            move(files, draw)
        else:
            files[path] = draw.choice(kinds)(raw, draw)
    return files


def move(files: dict[str, bytes], draw: random.Random) -> None:
    """A file is missing, or its content stands in another one as well."""
    one = draw.choice(list(FILES))
    if draw.random() < 0.5:
        files.pop(one, None)
    else:
        files[draw.choice([*FILES, *NEW])] = FILES[one]


def flipped(raw: bytes, draw: random.Random) -> bytes:
    """One byte is another one, or there is one more."""
    at = draw.randrange(len(raw) + 1)
    return raw[:at] + draw.randbytes(1) + raw[at + draw.randrange(2) :]


def cut(raw: bytes, draw: random.Random) -> bytes:
    """A stretch is missing, or stands somewhere else."""
    start = draw.randrange(len(raw) + 1)
    end = start + draw.randrange(40)
    rest = raw[:start] + raw[end:]
    at = draw.randrange(len(rest) + 1)
    return draw.choice([rest, rest[:at] + raw[start:end] + rest[at:]])


def shuffled(raw: bytes, draw: random.Random) -> bytes:
    """A line is missing, doubled, indented or in another's place."""
    lines = raw.split(b"\n")
    one, other = (draw.randrange(len(lines)) for _ in range(2))
    kind = draw.randrange(4)
    if kind == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 1:
        lines.insert(other, lines[one])
    elif kind == 2:
        lines[one] = draw.choice([b" ", b"  ", b"\t", b"- "]) + lines[one]
    else:
        del lines[one]
    return b"\n".join(lines)


def replaced(raw: bytes, draw: random.Random) -> bytes:
    """A value is one of another type, or a key has another name."""
    data = parse(raw).data
    if not isinstance(data, dict | list) or not data:
        return raw
    holder, step = draw.choice(places(data))
    if isinstance(holder, dict) and draw.random() < 0.2:
        holder[draw.choice(["models", "at", "", "canary", "ключ"])] = holder.pop(step)
    else:
        holder[step] = draw.choice(ANYTHING)
    return dumped(raw, data)


def plausible(raw: bytes, draw: random.Random) -> bytes:
    """A value is another one that its place may hold as far as the schema says."""
    data = parse(raw).data
    found = places(data) if isinstance(data, dict | list) else []
    known = [(holder, step) for holder, step in found if step in PLAUSIBLE]
    if not known:
        return raw
    holder, step = draw.choice(known)
    holder[step] = draw.choice(PLAUSIBLE[step])
    return dumped(raw, data)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every value in the data, as what holds it and where."""
    steps = list(data) if isinstance(data, dict) else list(range(len(data)))
    here = [(data, step) for step in steps]
    below = [data[step] for step in steps if isinstance(data[step], dict | list)]
    return here + [one for inner in below for one in places(inner)]


def dumped(raw: bytes, data: object) -> bytes:
    """The data as flow YAML, below the first line that the file had."""
    first = raw.split(b"\n", 1)[0]
    return first + b"\n" + json.dumps(data, default=float, ensure_ascii=False).encode()

"""Trees that no file holds: any combination of small files that each have the right shape."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from langroute_repo.tree.read import read
from langroute_repo.tree.tree import Tree
from tests.memory import Memory

Data = dict[str, Any]

TAGS = ("de", "en", "pt", "pt-BR", "und")
MODELS = ("chars", "words", "words-v2")
FIELDS = ("title", "body", "summary")
ENVIRONMENTS = ("lab", "production", "staging")


def tree_of(files: Data) -> Tree:
    """The tree of files given as data by folder and stem, for JSON is YAML."""
    raw = {
        f"config/{path}.yaml": json.dumps(data, ensure_ascii=False).encode()
        for path, data in files.items()
    }
    return read(Memory(raw))


def answerers(models: Sequence[str]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(
        {
            "model": st.sampled_from(models),
            "fields": st.lists(st.sampled_from(FIELDS), min_size=1, unique=True),
            "threshold": st.just({"at": 0.5, "evidence": "none"}),
        }
    )


def sampled(models: Sequence[str]) -> st.SearchStrategy[Data]:
    share = st.integers(0, 100).map(lambda percent: {"traffic": f"{percent}%"})
    return st.tuples(answerers(models), share).map(lambda both: both[0] | both[1])


def canaries(models: Sequence[str]) -> st.SearchStrategy[Data]:
    more = st.fixed_dictionaries(
        {},
        optional={
            "on_failure": st.just("primary"),
            "compared": st.sampled_from(["0%", "25%", "100%"]),
        },
    )
    return st.tuples(sampled(models), more).map(lambda both: both[0] | both[1])


def languages(models: Sequence[str] = (*MODELS, "wrods")) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(
        {
            "owners": st.just(["@acme"]),
            "source": st.sampled_from(["newswire", "newswires"]),
            "primary": answerers(models),
            "shadows": st.lists(sampled(models), max_size=2),
        },
        optional={"canary": canaries(models), "audit": st.sampled_from(["0%", "2%", "100%"])},
    )


def models() -> st.SearchStrategy[Data]:
    name = st.sampled_from(["words", "WORDS", "words-v2", "words-staging", "chars-prod"])
    url = st.sampled_from(["http://words.example", "https://words.example:80/", "https://x.test/a"])
    environments = st.sampled_from([*ENVIRONMENTS, "stagign"])
    sagemaker = st.dictionaries(environments, name, min_size=1).map(
        lambda names: {"kind": "sagemaker", "region": "eu-central-1", "name": names}
    )
    http = st.dictionaries(environments, url, min_size=1).map(
        lambda urls: {"kind": "http", "url": urls}
    )
    tags = st.lists(st.sampled_from(TAGS), min_size=1, unique=True)
    return st.fixed_dictionaries(
        {
            "owners": st.just(["@acme"]),
            "status": st.sampled_from(["active", "deprecated", "retired"]),
            "languages": st.just("any") | tags,
            "inputs": st.fixed_dictionaries({"required": st.lists(st.sampled_from(FIELDS))}),
            "score": st.just({"minimum": 0, "maximum": 1}),
            "capacity": st.sampled_from(["0.5/s", "12/s", "40/s"]),
            "endpoint": sagemaker | http,
        }
    )


def scopes() -> st.SearchStrategy[Data]:
    tags = st.lists(st.sampled_from(TAGS), unique=True)
    return (
        st.just({})
        | tags.map(lambda only: {"languages": only})
        | tags.map(lambda but: {"except": but})
    )


def sources() -> st.SearchStrategy[Data]:
    fields = st.dictionaries(st.sampled_from(FIELDS), scopes(), min_size=1)
    return fields.map(lambda held: {"fields": held})


def environments() -> st.SearchStrategy[Data]:
    rollout = {"duration": "30m", "step": "20%", "growth": "linear", "bake": "30m"}
    return st.fixed_dictionaries(
        {
            "region": st.just("eu-central-1"),
            "appconfig": st.sampled_from(ENVIRONMENTS).map(
                lambda name: {"application": "a", "environment": name, "profile": "p"}
            ),
            "rollout": st.just(rollout),
            "alarm": st.just({"failures": "5%", "period": "60s", "breaching": "3 of 5"}),
        },
        optional={"after": st.sampled_from([*ENVIRONMENTS, "stagign"])},
    )


def cases() -> st.SearchStrategy[Data]:
    event = st.fixed_dictionaries(
        {},
        optional={
            "language": st.sampled_from(["de", "DE-at", "sv", "pt-br"]),
            "key": st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=3),
            "fields": st.lists(st.sampled_from([*FIELDS, "titel"])),
            "score": st.sampled_from([-1, 0, 0.499, 0.5, 1, 34.2]),
        },
    )
    expect = st.fixed_dictionaries(
        {},
        optional={
            "found": st.sampled_from(TAGS),
            "role": st.sampled_from(["primary", "canary"]),
            "model": st.sampled_from([*MODELS, "wrods"]),
            "shadows": st.lists(st.sampled_from(MODELS)),
            "payload": st.lists(st.sampled_from(FIELDS)),
            "relevant": st.booleans(),
        },
    )
    case = st.fixed_dictionaries(
        {"about": st.just("what an event comes to"), "event": event, "expect": expect}
    )
    return st.lists(case, min_size=1, max_size=3).map(lambda held: {"cases": held})


def group(
    folder: str, key: str, names: Sequence[str], contents: st.SearchStrategy[Data]
) -> st.SearchStrategy[Data]:
    """Files of one folder, each saying its own name."""
    return st.dictionaries(st.sampled_from(names), contents).map(
        lambda held: {f"{folder}/{name}": {key: name} | data for name, data in held.items()}
    )


def merged(groups: Sequence[Data]) -> Data:
    return {path: data for files in groups for path, data in files.items()}


TREES = st.tuples(
    group("languages", "language", TAGS, languages()),
    group("models", "model", MODELS, models()),
    group("sources", "source", ["newswire"], sources()),
    group("environments", "environment", ENVIRONMENTS, environments()),
    group("cases", "language", [*TAGS, "sv"], cases()),
).map(merged)

WHOLE = st.tuples(
    group("languages", "language", TAGS, languages(MODELS)),
    st.fixed_dictionaries({f"models/{name}": models() for name in MODELS}).map(
        lambda held: {path: data | {"model": path[7:]} for path, data in held.items()}
    ),
).map(merged)

PEAKS = st.dictionaries(st.sampled_from(TAGS), st.integers(0, 500))


MODEL = {
    "model": "words",
    "owners": ["@acme"],
    "status": "active",
    "languages": "any",
    "inputs": {"required": ["title"]},
    "score": {"minimum": 0, "maximum": 1},
    "capacity": "40/s",
}


def endpoint(region: str) -> Data:
    names = {name: f"words-{name}" for name in ENVIRONMENTS}
    return {"kind": "sagemaker", "region": region, "name": names}


def routed_files(traffic: int, shadow: int) -> Data:
    """A tree in which everything fits: one language with a canary and a shadow."""
    answerer = {"fields": ["title"], "threshold": {"at": 0.5, "evidence": "none"}}
    language = {
        "language": "de",
        "owners": ["@acme"],
        "source": "newswire",
        "primary": {"model": "words"} | answerer,
        "canary": {"model": "words-v2", "traffic": f"{traffic}%"} | answerer,
        "shadows": [{"model": "chars", "traffic": f"{shadow}%"} | answerer],
    }
    return {
        "languages/de": language,
        **{
            f"models/{name}": MODEL | {"model": name, "endpoint": endpoint("eu-central-1")}
            for name in MODELS
        },
        "sources/newswire": {"source": "newswire", "fields": {"title": {}, "body": {}}},
        **{
            f"environments/{name}": {"environment": name, **ENVIRONMENT}
            for name in ("staging", "production")
        },
    }


ENVIRONMENT = {
    "region": "eu-central-1",
    "appconfig": {"application": "a", "environment": "e", "profile": "p"},
    "rollout": {"duration": "30m", "step": "20%", "growth": "linear", "bake": "30m"},
    "alarm": {"failures": "5%", "period": "60s", "breaching": "3 of 5"},
}

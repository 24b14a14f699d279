"""What the JSON schemas refuse the models refuse, and the other way round."""

import copy
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator, validators
from jsonschema.exceptions import ValidationError as Refused
from pydantic import BaseModel, ValidationError

from langroute.document import canonical
from langroute_repo.schemas.appconfig import DRAFT_04, CompiledDocument, appconfig_schema
from langroute_repo.schemas.editor import Schema
from langroute_repo.schemas.known import known
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.plan import PlanFile
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.read import TYPES, read
from langroute_repo.tree.snapshot import Folder
from tests.sample import ACME

ROOT = Path(__file__).parents[2]
# A valid file of each kind, and of a kind that has two forms one of each.
FILES = (
    "languages/de.yaml",
    "models/relevance-e5-v3.yaml",
    "models/relevance-chars-v2.yaml",
    "sources/newswire.yaml",
    "environments/production.yaml",
    "cases/de.yaml",
    "golden/words/de.yaml",
    "policy.yaml",
    "accepted/languages/de/parked.yaml",
    "freeze.yaml",
    "log.yaml",
)
MODELS = {path: TYPES[path.split("/")[0]] for path in FILES} | {"plan.yaml": PlanFile}
# No freeze is shipped, for it would stop every push, no acceptance, for one comes with a change of
# its own, and no mapping, for the log has our columns; those of examples stand in for them.
FOLDERS = {
    "freeze.yaml": ROOT / "tests/rules/freeze-over/good-last-day/config",
    "accepted/languages/de/parked.yaml": ROOT / "tests/rules/acceptance-over/good-last-day/config",
    "golden/words/de.yaml": ROOT
    / "tests/rules/golden-score-off-scale/good-a-stretch-and-an-error/config",
    "log.yaml": ROOT / "tests/rules/mapping-contradicts-itself/good-each-of-them/config",
    "plan.yaml": ACME / ".github/settings",
}
VALID: dict[str, Any] = {
    path: parse((FOLDERS.get(path, ACME / "config") / path).read_bytes()).data for path in MODELS
}
NAMES = known(read(Folder(ROOT / "tests/rules/base")))
# No shipped language has one; many approve the shipped files.
VALID["languages/de.yaml"]["canary"] |= {"on_failure": "primary", "compared": "25%"}
VALID["languages/de.yaml"]["audit"] = "2%"
VALID["policy.yaml"]["audit"] = "1%"
# No shipped model says what its server speaks, for none of the shipped readers has to be newer.
VALID["environments/production.yaml"] |= {
    "reader": 2,
    "golden": {"gate": "required", "runner": "acme-models"},
    "rehearsal": True,
}
VALID["models/relevance-e5-v3.yaml"]["rehearsal"] = {
    "instances": 2,
    "longest": "20m",
    "price": "1.41 USD",
}
VALID["golden/words/de.yaml"]["tolerance"] = "3%"
VALID["golden/words/de.yaml"]["events"][0] |= {"relevant": True}
VALID["golden/words/de.yaml"]["events"][0]["event"]["tags"] = ["a", Decimal(1), True]
VALID["models/relevance-e5-v3.yaml"]["endpoint"] |= {
    "protocol": {"kind": "tensorflow-rows", "signature": "serving_default", "output": "score"},
    "timeout": "800ms",
    "content_type": "application/json",
    "custom_attributes": "tenant=acme",
    "inference_component": {"staging": "e5", "production": "e5"},
    "target_variant": "blue",
    "target_model": "e5.tar.gz",
}
VALID["models/relevance-chars-v2.yaml"]["endpoint"] |= {
    "protocol": {"kind": "json", "score": "[label=RELEVANT].score", "body": "list", "under": "x"},
    "timeout": "2s",
    "headers": {"X-Tenant": "acme", "X-Who": {"variable": "SCORER", "scheme": "Bearer"}},
    "ca": "/etc/ssl/models.pem",
}
VALID["plan.yaml"] |= {"approvers": ["@ada", "@bert"], "alone_after": "24h"}

# The reader lets no control character and no lone surrogate through, so none is generated.
text = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=20)
near = st.sampled_from(
    ["10%", "100%", "100.01%", "0.05%", "010%", "24.1%", "24%", "40/s", "0/s", "0.5/s", "0s", "30m",
     "3 of 5", "0 of 5", "de", "pt-BR", "d", "de-3f2a9c81", "none", "any", "@acme/x", "@", "a_b",
     "2027-02-30", "2027-13-01", "eu-central-1", "https://a.example/b", "ftp://a", "active", "http",
     "canary", "linear", "a" * 36, "x" * 64, "words\n", "10%\n", ""]
)  # fmt: skip
scalars = st.one_of(text, near, st.booleans(), st.integers(-5, 5000), st.decimals(-2, 2, places=3))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(near | text, inner, max_size=2),
    max_leaves=3,
)


def paths(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield at
    children = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data if isinstance(data, list) else ())
    )
    for step, child in children:
        yield from paths(child, (*at, step))


@st.composite
def documents(draw: st.DrawFn, valid: Any) -> Any:
    """A valid file's data with one to three things replaced, removed or added."""
    data = copy.deepcopy(valid)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.sampled_from([path for path in paths(data) if path] or [()]))
        if not at:
            return draw(values)
        holder = data
        for step in at[:-1]:
            holder = holder[step]
        deed = draw(st.sampled_from(["replace", "remove", "add"]))
        if deed == "replace":
            holder[at[-1]] = draw(values)
        elif deed == "remove":
            del holder[at[-1]]
        elif isinstance(holder, dict):
            holder[draw(near | text)] = draw(values)
        else:
            holder.append(draw(values))
    return data


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[Refused]:
    """The keyword as ECMA 262 has it: ``$`` is the end, not also before a last line feed."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield Refused(f"{instance!r} does not match {pattern!r}")


Strict202012 = validators.extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
Strict4 = validators.extend(Draft4Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def accepts(model: type[BaseModel], data: Any) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("path", MODELS)
def test_the_schema_is_one_and_accepts_the_shipped_file(path: str) -> None:
    schema = Schema.of(MODELS[path])
    Draft202012Validator.check_schema(schema)
    assert Strict202012(schema).is_valid(VALID[path])
    assert accepts(MODELS[path], VALID[path])


@pytest.mark.parametrize("path", MODELS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_schema_and_model_agree(path: str, data: st.DataObject) -> None:
    document = data.draw(documents(VALID[path]))
    validator = Strict202012(Schema.of(MODELS[path], NAMES))  # what is offered refuses nothing
    refused = [error.message for error in validator.iter_errors(document)]
    assert accepts(MODELS[path], document) == (not refused), refused


@pytest.mark.parametrize("path", MODELS)
def test_every_key_is_explained_or_named_in_the_editor(path: str) -> None:
    schema = Schema.of(MODELS[path])
    for name, part in {"file": schema, **schema.get("$defs", {})}.items():
        assert part["description"], name
        for key, value in part.get("properties", {}).items():
            assert value.keys() & {"title", "description", "$ref", "oneOf"}, (name, key)


def test_no_null_is_offered() -> None:
    assert "null" not in json.dumps([Schema.of(model) for model in MODELS.values()])


COMPILED = compile_tree(read(Folder(ACME)), "production")


def keywords(schema: Any) -> Iterator[str]:
    for key, value in schema.items():
        yield key
        if key in ("properties", "patternProperties", "definitions"):
            for inner in value.values():
                yield from keywords(inner)
        elif isinstance(value, dict):
            yield from keywords(value)
        elif isinstance(value, list):
            for inner in value:
                yield from keywords(inner) if isinstance(inner, dict) else ()


def test_the_appconfig_schema_is_draft_04_and_fits_a_validator() -> None:
    schema = appconfig_schema()
    Draft4Validator.check_schema(schema)
    assert set(keywords(schema)) <= DRAFT_04
    # AppConfig's limit for a validator's content.
    assert len(json.dumps(schema)) <= 32_768


def test_the_appconfig_schema_accepts_the_compiled_document() -> None:
    document = json.loads(canonical(COMPILED))
    assert list(Draft4Validator(appconfig_schema()).iter_errors(document)) == []


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_appconfig_schema_and_its_types_agree(data: st.DataObject) -> None:
    plain = json.loads(canonical(COMPILED), parse_float=Decimal)
    german = plain["languages"]["de"]
    german["canary"] |= {"on_failure": "primary", "compared": 2500}
    german["audit"] = 200
    german["canary"]["endpoint"] |= {
        "protocol": {"kind": "kserve-v2", "output": "score"}, "timeout": 800, "target_variant": "b"
    }  # fmt: skip
    german["shadows"][0]["endpoint"] |= {
        "protocol": {"kind": "json", "score": "a[0].b"}, "ca": "/etc/ca.pem", "timeout": 5,
        "headers": {"X-Tenant": "acme", "X-Who": {"variable": "SCORER", "scheme": "Bearer"}},
    }  # fmt: skip
    small = plain | {"languages": {"de": german}}
    document = data.draw(documents(small))
    refused = [error.message for error in Strict4(appconfig_schema()).iter_errors(document)]
    accepted = accepts(CompiledDocument, _floats(document))
    assert accepted == (not refused), refused


def _floats(data: Any) -> Any:
    """As a JSON reader gives it: fractions are floats."""
    if isinstance(data, Decimal):
        return float(data)
    if isinstance(data, dict):
        return {key: _floats(value) for key, value in data.items()}
    return [_floats(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize(
    ("part", "factor"),
    [("evidence", "weekly_odds"), ("measured", "pass_odds"), ("measured", "traffic_odds")],
)
def test_a_factor_below_one_is_refused_by_both(part: str, factor: str) -> None:
    """Bounds on numbers of our own type once stood in the model alone."""
    validator = Strict202012(Schema.of(PolicyFile))
    for value, fits in ((Decimal("0.99"), False), (1, True)):
        document = {part: {factor: value}}
        assert validator.is_valid(document) == accepts(PolicyFile, document) == fits

"""What an editor offers: the company's own names where one is to be written, and nobody else's."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from langroute_repo.schemas.editor import Schema
from langroute_repo.schemas.known import known
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tree.form import NAMES, Kind
from langroute_repo.tree.read import TYPES, read
from langroute_repo.tree.snapshot import Folder
from scripts.generated.companys import files, outputs
from tests.infra.company import BASE, lay

# Of the sample company; ours to show, and nobody's to be offered.
SAMPLES = ("acme", "relevance-words", "relevance-e5", "newswire", "bulletins")
MODELS = ["embedding", "words"]
OWNERS = [
    '"@acme/ml-platform"',
    '"@acme/ml-relevance"',
    '"@acme/platform-security"',
    '"@acme/risk-dach"',
    '"@acme/risk-global"',
    '"@acme/risk-lead"',
]
ENVIRONMENTS = ["staging", "production"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(Path(shutil.copytree(BASE, tmp_path / "company")))


def schema(root: Path, kind: str) -> Any:
    return Schema.of(TYPES[kind], known(read(Folder(root))))


def at(schema: Any, path: str) -> Any:
    """The schema of a place, as an editor finds it: through references, lists and choices."""
    here = schema
    for step in path.split("/"):
        here = _resolved(schema, here)
        if step == "[]":
            here = here["items"]
        elif step.startswith("="):  # the choice with this kind
            choices = [_resolved(schema, one) for one in here["oneOf"]]
            (here,) = [one for one in choices if one["properties"]["kind"]["const"] == step[1:]]
        else:
            here = here["properties"][step]
    return _resolved(schema, here)


def _resolved(schema: Any, here: Any) -> Any:
    return schema["$defs"][here["$ref"].rpartition("/")[2]] if "$ref" in here else here


@pytest.mark.parametrize(
    ("kind", "path", "offered"),
    [
        ("languages", "primary/model", MODELS),
        ("languages", "canary/model", MODELS),
        ("languages", "shadows/[]/model", MODELS),
        ("languages", "source", ["newswire"]),
        ("languages", "primary/fields/[]", ["title", "body", "summary"]),
        ("languages", "owners/[]", OWNERS),
        ("models", "owners/[]", OWNERS),
        ("models", "inputs/required/[]", ["title", "body", "summary"]),
        ("models", "endpoint/=sagemaker/region", ["eu-central-1"]),
        ("environments", "after", ENVIRONMENTS),
        ("environments", "region", ["eu-central-1"]),
        ("environments", "infra/account", ['"123456789012"']),
        ("environments", "infra/bucket", ["company-langroute"]),
        ("environments", "infra/github/repository", ["acme/langroute"]),
        ("cases", "language", ["de", "en"]),
        ("cases", "cases/[]/expect/model", MODELS),
        ("cases", "cases/[]/expect/shadows/[]", MODELS),
        ("freeze.yaml", "environments/[]", ENVIRONMENTS),
        ("policy.yaml", "owners/policy/[]", OWNERS),
    ],
)
def test_where_a_name_is_to_be_written_those_that_there_are_are_offered(
    root: Path, kind: str, path: str, offered: list[str]
) -> None:
    assert at(schema(root, kind), path)["examples"] == offered


@pytest.mark.parametrize("path", ["endpoint/=sagemaker/name", "endpoint/=http/url"])
def test_an_endpoint_is_offered_the_environments_as_keys(root: Path, path: str) -> None:
    assert list(at(schema(root, "models"), path)["properties"]) == ENVIRONMENTS


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("languages", "language"),
        ("models", "model"),
        ("sources", "source"),
        ("environments", "environment"),
    ],
)
def test_a_files_own_name_is_that_of_no_other_file(root: Path, kind: str, path: str) -> None:
    there = {"de", "en"} if kind == "languages" else {*MODELS, "newswire", *ENVIRONMENTS}
    own = set(at(schema(root, kind), path)["examples"])
    assert own == {"de", "pt-BR"} if kind == "languages" else not own & there


def test_a_model_that_is_retired_is_not_offered(root: Path) -> None:
    path = root / "config/models/embedding.yaml"
    path.write_text(path.read_text().replace("status: active", "status: retired"))
    assert at(schema(root, "languages"), "primary/model")["examples"] == ["words"]


def test_what_is_new_in_the_same_change_is_no_mistake(root: Path) -> None:
    data: Any = parse((root / "config/languages/de.yaml").read_bytes()).data
    data["primary"]["model"], data["source"] = "not-there-yet", "another"
    Draft202012Validator(schema(root, "languages")).validate(data)
    model: Any = parse((root / "config/models/words.yaml").read_bytes()).data
    model["endpoint"]["name"] = {"canary": "words-canary"}
    Draft202012Validator(schema(root, "models")).validate(model)
    model["endpoint"]["name"] = {"staging": "no name"}
    assert not Draft202012Validator(schema(root, "models")).is_valid(model)


def test_a_company_without_files_is_offered_nobodys_names(tmp_path: Path) -> None:
    nothing = known(read(Folder(tmp_path)))
    for model in files().values():
        assert Schema.of(model, nothing) == Schema.of(model)


def test_no_schema_is_made_of_the_samples_names() -> None:
    for name, model in (files() | outputs()).items():
        text = json.dumps(Schema.of(model))
        assert [one for one in (*SAMPLES, NAMES) if one in text] == [], name


def test_every_kind_of_name_is_known_and_offered_somewhere(root: Path) -> None:
    there = known(read(Folder(root)))
    assert set(there) == set(get_args(Kind))
    marked: Any = {kind: [f"one-of-{kind}"] for kind in there}
    offered = {one for kind in TYPES for one in _examples(Schema.of(TYPES[kind], marked))}
    assert offered >= {one for names in marked.values() for one in names}


def _examples(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (str(one) for one in schema.get("examples", ()))
    for one in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(one, dict | list):
            yield from _examples(one)

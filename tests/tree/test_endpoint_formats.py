"""What of an endpoint takes format 2: all that a reader of format 1 would ignore, and no more."""

import json
from pathlib import Path
from typing import Any

import pytest

from langroute.document import canonical, parse
from langroute.endpoint_shape import LATER, OF_HTTP, OF_SAGEMAKER
from langroute_repo.schemas.appconfig import CompiledHttp, CompiledSageMaker, refusals
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.model import Http, SageMaker
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from tests.memory import Memory
from tests.rules.examples import BASE
from tests.sample import ACME

ADDRESS = {"kind", "region", "name", "url"}
PROTOCOLS = [
    '{kind: json, score: "[label=RELEVANT].score", body: list, under: inputs}',
    "{kind: tensorflow-rows, signature: s, output: o}",
    "{kind: tensorflow-columns}",
    "{kind: kserve-v2, output: o}",
]
OF_EITHER = {**{f"protocol: {one}": one for one in PROTOCOLS}, "timeout: 2s": "2000"}
KEYS = [
    *[("words", key) for key in OF_EITHER],
    *[("embedding", key) for key in OF_EITHER],
    ("embedding", "headers: {X-Tenant: emea, X-Who: {variable: WHO, scheme: Bearer}}"),
    ("embedding", "ca: /etc/ssl/models.pem"),
    ("words", "content_type: application/json"),
    ("words", "custom_attributes: tenant=emea"),
    ("words", "inference_component: {staging: w-staging, production: w}"),
    ("words", "target_variant: blue"),
    ("words", "target_model: de.tar.gz"),
]


def tree_with(model: str, key: str) -> Tree:
    paths = [path for path in BASE.rglob("*") if path.is_file()]
    raw = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in paths}
    raw[f"config/models/{model}.yaml"] += f"  {key}\n".encode()
    return read(Memory(raw))


def compiled(tree: Tree) -> dict[str, Any]:
    """The document as readers get it; AppConfig's schema and the reader take it."""
    raw = canonical(compile_tree(tree, "production"))
    assert list(refusals(raw)) == []
    parse(raw)
    found: dict[str, Any] = json.loads(raw)
    return found


@pytest.mark.parametrize(("model", "key"), KEYS)
def test_each_key_takes_format_2_alone(model: str, key: str) -> None:
    document = compiled(tree_with(model, key))
    assert document["format"] == 2
    role = "primary" if model == "words" else "canary"
    assert document["languages"]["de"][role]["endpoint"][key.partition(":")[0]]


def test_every_key_is_tried_and_read_alike_by_files_schema_and_reader() -> None:
    of_http, of_sagemaker = ({key for key, _ in checks} for checks in (OF_HTTP, OF_SAGEMAKER))
    assert {key.partition(":")[0] for _, key in KEYS} == LATER
    for written, pushed, known in (
        (Http, CompiledHttp, of_http),
        (SageMaker, CompiledSageMaker, of_sagemaker),
    ):
        assert set(written.model_fields) == set(pushed.model_fields)
        assert set(written.model_fields) - ADDRESS == known


@pytest.mark.parametrize("folder", [BASE, ACME], ids=["base", "sample"])
def test_without_any_it_is_format_1_with_addresses_alone(folder: Path) -> None:
    document = compiled(read(Folder(folder)))
    assert document["format"] == 1
    for language in document["languages"].values():
        for one in (language["primary"], *language["shadows"]):
            assert set(one["endpoint"]) <= ADDRESS


def test_a_model_that_no_language_asks_changes_no_format() -> None:
    tree = tree_with("embedding", "timeout: 2s")
    alone = {tag: file for tag, file in tree.languages.items() if tag == "en"}
    assert compiled(Tree("x", alone, tree.models, tree.sources, tree.environments))["format"] == 1


def test_time_is_in_milliseconds_and_a_component_is_that_of_the_environment() -> None:
    for key, value in (("timeout: 2s", 2000), ("timeout: 800ms", 800)):
        assert endpoint(key)["timeout"] == value
    assert endpoint(KEYS[-3][1])["inference_component"] == "w"


def endpoint(key: str) -> dict[str, Any]:
    found: dict[str, Any] = compiled(tree_with("words", key))["languages"]["de"]["primary"]
    return dict(found["endpoint"])


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://models_1.example:65535/score?tenant=acme&x=1", True),
        ("https://models.example/a(b)/c;d=1", True),
        ("https://models.example?x=1", False),
        ("https://models.example:65536/", False),
        ("https://models.example:0/", False),
        ("https://models.example/#part", False),
        ("https://models.example/a b", False),
    ],
)
def test_urls(url: str, fits: bool) -> None:
    paths = [path for path in BASE.rglob("*") if path.is_file()]
    raw = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in paths}
    path = "config/models/embedding.yaml"
    raw[path] = raw[path].replace(b"https://embedding.acme.example/predict", f'"{url}"'.encode())
    tree = read(Memory(raw))
    assert (tree.model("embedding") is not None) == fits
    if fits:
        assert compiled(tree)["languages"]["de"]["canary"]["endpoint"]["url"] == url

"""Where models answer: each endpoint that a model names, made comparable with the others."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.model import ModelFile, SageMaker
from langroute_repo.tree.tree import File, Place, Tree, valid

_URL = re.compile(r"(?P<scheme>https?)://(?P<host>[^/:]+)(?::(?P<port>[0-9]+))?(?P<path>.*)")
_SEPARATORS = re.compile("[^a-z0-9]+")
PORTS = {"http": 80, "https": 443}


class Endpoint(NamedTuple):
    """The endpoint of a model in an environment: as it is written and as it is compared."""

    model: str
    environment: str
    written: str
    address: str
    file: File[ModelFile]
    at: Keys

    @property
    def place(self) -> Place:
        return self.file.place(*self.at)


def endpoints(tree: Tree) -> Iterator[Endpoint]:
    """Every endpoint of the models whose files have no fault."""
    for name, file, model in valid(tree.models):
        key, named = named_endpoints(model)
        for environment, written in named.items():
            at = ("endpoint", key, environment)
            yield Endpoint(
                name, environment, written, address(model, written, environment), file, at
            )


def by_address(tree: Tree) -> Mapping[str, list[Endpoint]]:
    """The endpoints that are one and the same, whoever names them."""
    same: dict[str, list[Endpoint]] = defaultdict(list)
    for endpoint in endpoints(tree):
        same[endpoint.address].append(endpoint)
    return same


def named_endpoints(model: ModelFile) -> tuple[str, Mapping[str, str]]:
    """The key that holds a model's endpoints, and the endpoint of each environment below it."""
    endpoint = model.endpoint
    return ("name", endpoint.name) if isinstance(endpoint, SageMaker) else ("url", endpoint.url)


def address(model: ModelFile, written: str, environment: str) -> str:
    """A spelling that two endpoints share exactly when requests to them end up in one place."""
    endpoint = model.endpoint
    if not isinstance(endpoint, SageMaker):
        return _url(written)
    component = (endpoint.inference_component or {}).get(environment)
    within = (component, endpoint.target_variant, endpoint.target_model)
    # SageMaker refuses a second endpoint whose name differs in case only.
    return " ".join([endpoint.region, written.lower(), *(one for one in within if one)])


def bears(written: str, name: str) -> bool:
    """Whether an endpoint has a name in it, as whole words and however they are joined."""
    return words(name) in words(written)


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """The words of a name or a URL, joined and enclosed by one separator: ``-words-v1-blue-``."""
    return f"-{_SEPARATORS.sub('-', text.lower()).strip('-')}-"


def _url(written: str) -> str:
    """Host, port and path of a URL; http and https on their own ports lead to one service."""
    match = _URL.fullmatch(written)
    if match is None:
        return written
    port = int(match["port"] or PORTS[match["scheme"]])
    host = match["host"].lower().rstrip(".")
    path = match["path"].rstrip("/")
    return f"//{host}{path}" if port in PORTS.values() else f"//{host}:{port}{path}"

"""Both of PyYAML's parsers: a machine without libyaml must not judge otherwise."""

from collections.abc import Iterator

import pytest
import yaml

from langroute_repo.strict_yaml import reader as strict_yaml

PARSERS = [
    pytest.param(
        getattr(yaml, "CSafeLoader", None),
        id="C",
        marks=pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="without libyaml"),
    ),
    pytest.param(yaml.SafeLoader, id="pure"),
]


@pytest.fixture(params=PARSERS)
def either_parser(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setattr(strict_yaml, "_LOADER", request.param)
    strict_yaml._places.cache_clear()
    yield
    strict_yaml._places.cache_clear()

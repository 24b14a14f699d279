"""The names that a company's files give to things, for editors to offer where another names one."""

from collections.abc import Iterable

from langroute_repo.schemas.editor import Known
from langroute_repo.tree.files.model import SageMaker
from langroute_repo.tree.owners import all_owners
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Tree, valid


def known(tree: Tree) -> Known:
    """All names of each kind, as they are typed in YAML: with quotes where it needs them."""
    models = [model for _, _, model in valid(tree.models)]
    environments = [model for _, _, model in valid(tree.environments)]
    infra = [one.infra for one in environments if one.infra]
    endpoints = [one.endpoint.region for one in models if isinstance(one.endpoint, SageMaker)]
    return {
        "accounts": _quoted(sorted({one.account for one in infra})),
        "buckets": sorted({one.bucket for one in infra}),
        "environments": promotion_order(tree),
        "fields": list(
            dict.fromkeys(name for _, _, source in valid(tree.sources) for name in source.fields)
        ),
        "languages": list(tree.languages),
        # What is retired may be named by no route.
        "models": [one.model for one in models if one.status != "retired"],
        "owners": _quoted(all_owners(tree)),
        "regions": sorted({*(one.region for one in environments), *endpoints}),
        "repositories": sorted({one.github.repository for one in infra}),
        "sources": list(tree.sources),
    }


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]

"""In which order a change travels through the environments."""

from collections.abc import Iterator

from langroute_repo.tree.tree import Tree, valid

# What environments are usually called where it counts, and where a change is tried first.
PRODUCTION = ("production", "prod")
TRIAL = ("staging", "stage", "stg", "development", "dev", "testing", "test", "qa", "uat", "sandbox")


def predecessors(tree: Tree) -> dict[str, str | None]:
    """Each environment without a fault, with the one that it is promoted after."""
    return {name: model.after for name, _, model in valid(tree.environments)}


def promotion_order(tree: Tree) -> list[str]:
    """The environments, each behind the one it comes after; rings and loose ends come last."""
    after = predecessors(tree)
    order: list[str] = []
    ready = [name for name, before in after.items() if before is None]
    while ready:
        order += ready
        ready = [name for name, before in after.items() if before in ready]
    return order + [name for name in after if name not in order]


def rings(tree: Tree) -> Iterator[list[str]]:
    """Environments that wait for each other, each ring once, from its first name on."""
    after = predecessors(tree)
    for name in sorted(after):
        ring = _ring(name, after)
        if ring and name == min(ring):
            yield ring


def _ring(start: str, after: dict[str, str | None]) -> list[str]:
    """The way from an environment back to itself; empty when there is none."""
    way = [start]
    while (before := after.get(way[-1])) is not None and before not in way:
        way.append(before)
    return way if before == start else []

"""Who owns a file, as the files below config/ say it."""

from collections.abc import Iterable, Mapping, Sequence

from langroute_repo.tree.tree import Tree, valid

Approvals = Mapping[tuple[str, ...], list[str]]


def owners_of(tree: Tree, path: str) -> Sequence[str]:
    """The owners of what a file is about; those of the policy for what is nobody else's."""
    parts = path.removesuffix(".yaml").removesuffix(".json").split("/")[1:]
    if parts[:1] == ["accepted"]:
        parts = parts[1:]
    if parts[:1] in (["languages"], ["cases"]) and len(parts) > 1:
        language = tree.languages.get(parts[1])
        if language and language.model:
            return language.model.owners
    if parts[:1] in (["models"], ["evidence"], ["golden"]) and len(parts) > 1:
        model = tree.model(parts[1])
        if model:
            return model.owners
    owners = tree.limits().owners
    return owners.policy if owners else ()


def all_owners(tree: Tree) -> list[str]:
    """Everybody who owns something, each once, by the alphabet."""
    owners = tree.limits().owners
    found = [*owners.machinery, *owners.policy, *owners.workflows] if owners else []
    for _, _, language in valid(tree.languages):
        found += language.owners
    for _, _, model in valid(tree.models):
        found += model.owners
    return sorted(set(found))


def approvals(before: Tree, paths: Iterable[str]) -> Approvals:
    """The changed files by who has to approve them; nobody is named where there are no owners.

    GitHub asks those whom the base names: what is new there falls to the owners of what is around.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for path in sorted(paths):
        found.setdefault(tuple(_approvers(before, path)), []).append(path)
    return found


def _approvers(tree: Tree, path: str) -> Sequence[str]:
    if path.startswith("config/"):
        return owners_of(tree, path)
    owners = tree.limits().owners
    if owners is None:
        return ()
    return owners.workflows if path.startswith(".github/") else owners.machinery

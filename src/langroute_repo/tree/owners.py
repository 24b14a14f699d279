"""Who owns a file below config/, as the files themselves say it."""

from collections.abc import Sequence

from langroute_repo.tree.tree import Tree


def owners_of(tree: Tree, path: str) -> Sequence[str]:
    """The owners of what a file is about; those of the policy for what is nobody else's."""
    parts = path.removesuffix(".yaml").removesuffix(".json").split("/")[1:]
    if parts[:1] == ["accepted"]:
        parts = parts[1:]
    if parts[:1] in (["languages"], ["cases"]) and len(parts) > 1:
        language = tree.languages.get(parts[1])
        if language and language.model:
            return language.model.owners
    if parts[:1] in (["models"], ["evidence"]) and len(parts) > 1:
        model = tree.model(parts[1])
        if model:
            return model.owners
    owners = tree.limits().owners
    return owners.policy if owners else ()

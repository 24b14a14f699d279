"""Lets the check run a rule on documents: over all environments, with places in their files."""

from collections.abc import Iterator, Sequence
from functools import wraps

from langroute.shape import Key
from langroute_repo.tree.tree import Place, Tree
from validators.document.pushed import DocumentRule
from validators.finding import Check, Fault, Given


def on_documents(rule: DocumentRule) -> Check:
    """The rule as the check calls it; name and documentation stay the rule's own."""

    @wraps(rule)
    def check(given: Given) -> Iterator[Fault]:
        for pushed in given.as_pushed:
            for one in rule(pushed):
                yield Fault(
                    environment_place(pushed.environment),
                    one.message,
                    one.hint,
                    origin(given.tree, one.path) or limit_place(given.tree, one.limit),
                    depends={**part(pushed.environment, one.path), **one.depends},
                    magnitude=one.magnitude,
                )

    return check


def environment_place(environment: str) -> Place:
    """Where a finding about an environment's document is shown."""
    return Place(f"config/environments/{environment}.yaml", ("environment",))


def part(environment: str, path: Sequence[Key]) -> dict[str, str]:
    """What a finding about a part of a document, or about all of it, depends on in any case."""
    at = {"at": ".".join(map(str, path))} if path else {}
    return {"environment": environment, **at}


def origin(tree: Tree, path: Sequence[Key]) -> tuple[tuple[Place, str], ...]:
    """The file that the part of a document at a path comes from, if it is about one language."""
    tag = path[1] if len(path) > 1 and path[0] == "languages" else None
    file = tree.languages.get(str(tag))
    return ((file.place(*path[2:]), "this comes from here"),) if file else ()


def limit_place(tree: Tree, key: str) -> tuple[tuple[Place, str], ...]:
    """Where the limit is written; nothing when it is the default."""
    policy = tree.policy
    if policy is None or policy.model is None or key not in policy.model.document.model_fields_set:
        return ()
    return ((policy.place("document", key), "the limit"),)

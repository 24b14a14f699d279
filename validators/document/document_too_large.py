from collections.abc import Iterator

from langroute.tree.tree import Place, Tree
from validators.finding import Fault, Given

KB = 1024


def document_too_large(given: Given) -> Iterator[Fault]:
    """The document of an environment has more bytes than config/policy.yaml allows.

    AppConfig takes 2,048 KB, and at most 4,000 KB on request: the push would fail at its last
    step.
    """
    limit = given.tree.limits().document.largest_kb
    for environment, raw in given.documents.items():
        if len(raw) > limit * KB:
            yield Fault(
                Place(f"config/environments/{environment}.yaml", ("environment",)),
                f"the document of {environment} has {kilobytes(raw)}; the limit is {limit:,} KB",
                "remove shadows or languages that are not needed, or ask AWS for a higher quota "
                "and raise largest_kb",
                limit_place(given.tree, "largest_kb"),
            )


def kilobytes(raw: bytes) -> str:
    """The size as it is told, with a decimal so that it differs from the limit it exceeds."""
    return f"{len(raw) / KB:,.1f} KB"


def limit_place(tree: Tree, key: str) -> tuple[tuple[Place, str], ...]:
    """Where the limit is written; nothing when it is the default."""
    policy = tree.policy
    if policy is None or policy.model is None or key not in policy.model.document.model_fields_set:
        return ()
    return ((policy.place("document", key), "the limit"),)

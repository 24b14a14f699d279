from collections.abc import Iterator

from langroute_repo.tree.values import basis_points
from validators.document.document_too_large import KB, kilobytes
from validators.document.on_documents import environment_place, limit_place
from validators.finding import Fault, Given


def document_nearly_too_large(given: Given) -> Iterator[Fault]:
    """The document of an environment nears the size that config/policy.yaml allows.

    Said while there is time to ask AWS for a higher quota, not on the day a language is added.
    """
    limits = given.tree.limits().document
    largest = limits.largest_kb * KB
    for environment, raw in given.documents.items():
        if largest * basis_points(limits.warn_at) / 10_000 < len(raw) <= largest:
            yield Fault(
                environment_place(environment),
                f"the document of {environment} has {kilobytes(raw)}, more than {limits.warn_at} "
                f"of the {limits.largest_kb:,} KB allowed",
                "ask AWS for a higher quota and raise largest_kb, or remove what is not needed",
                limit_place(given.tree, "warn_at"),
                depends={"environment": environment},
                # By whole percents, or every change that adds a character would be told of it.
                magnitude=100 * len(raw) // largest,
            )

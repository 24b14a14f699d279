"""Which share of a language's events people see although they would be dropped."""

from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points


def audit_of(tree: Tree, language: LanguageFile) -> int:
    """In basis points: what the language's file says, else the policy, else none.

    A policy at fault says nothing here; its fault is told on its own.
    """
    written = language.audit if language.audit is not None else tree.limits().audit
    return basis_points(written) if written is not None else 0

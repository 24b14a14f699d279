"""The names that one stack has for what others refer to, and a template for what it holds."""

from langroute_repo.tree.files.environment import EnvironmentFile


def export_name(environment: EnvironmentFile, what: str) -> str:
    """Under which a stack tells the others its ids."""
    return f"{environment.stack}-{what}"


def logical(tag: str) -> str:
    """A language's tag as CloudFormation's ids allow it: pt-BR is PtBR."""
    return "".join(part[0].upper() + part[1:] for part in tag.split("-"))

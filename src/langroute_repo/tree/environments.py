"""The environment that somebody names, among those that config/environments describes."""

from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import did_you_mean


class UnusableEnvironment(Exception):
    """There is no such environment, or its file is at fault."""

    def __init__(self, message: str, hint: str, at_fault: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.at_fault = at_fault


def environment_of(tree: Tree, name: str) -> EnvironmentFile:
    """An environment that is described without a fault."""
    file = tree.environments.get(name)
    if file is None:
        known = ", ".join(tree.environments) or "none: config/environments is empty"
        hint = did_you_mean(name, list(tree.environments), f"known: {known}")
        raise UnusableEnvironment(f"unknown environment {name!r}", hint)
    if file.model is None:
        message = f"{file.path} cannot be used"
        raise UnusableEnvironment(message, "./langroute check says why", at_fault=True)
    return file.model


def last_environment(tree: Tree) -> str:
    """The one that every change comes to last."""
    order = promotion_order(tree)
    if not order:
        message = "config/environments is empty"
        raise UnusableEnvironment(message, "an environment says where models answer")
    return order[-1]

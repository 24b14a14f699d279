"""The environment that a verb was asked for, and the last look at what it is to get."""

from langroute_repo.tree import environments
from langroute_repo.tree.environments import UnusableEnvironment
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.tree import Tree
from scripts.terminal.exit_codes import FAILED, REFUSED
from scripts.terminal.failure import Failure


def environment_of(tree: Tree, name: str) -> EnvironmentFile:
    """An environment that config/environments describes without a fault."""
    try:
        return environments.environment_of(tree, name)
    except UnusableEnvironment as error:
        raise Failure(error.message, error.hint, REFUSED if error.at_fault else FAILED) from error


def named_or_last(tree: Tree, name: str | None) -> str:
    """The environment that is named; without a name the one that every change comes to last."""
    try:
        if name is None:
            return environments.last_environment(tree)
        return environments.environment_of(tree, name).environment
    except UnusableEnvironment as error:
        raise Failure(error.message, error.hint) from error


def refuse_what_appconfig_would(raw: bytes) -> None:
    """Hold exactly these bytes against exactly the schema that AppConfig holds them against."""
    from langroute_repo.schemas.appconfig import refusals

    for path, message in refusals(raw):
        where = ".".join(map(str, path)) or "the document"
        raise Failure(
            f"AppConfig would refuse the document: {where}: {message}",
            "correct the file that this comes from; ./langroute check should have said so",
            exit_code=1,
        )

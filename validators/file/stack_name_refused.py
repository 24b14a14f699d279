from collections.abc import Iterator

from langroute_repo.tree.aws_names import LONGEST_STACK
from langroute_repo.tree.files.environment import PREFIX
from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def stack_name_refused(given: Given) -> Iterator[Fault]:
    """An environment's name and prefix make a name that AWS refuses for a stack or a role.

    A stack is called `PREFIX-ENVIRONMENT`, of letters, digits and hyphens, and what it makes is
    named after it, in 64 characters at most. `infra deploy` would fail half-way.
    """
    for name, file, environment in valid(given.tree.environments):
        if environment.infra is None:
            continue
        stack, prefix = environment.stack, environment.infra.prefix or PREFIX
        at = ("infra", "prefix") if environment.infra.prefix else ("environment",)
        depends = {"environment": name, "prefix": prefix}
        if len(stack) > LONGEST_STACK:
            yield Fault(
                file.place(*at),
                f"the stack's name {stack} has {len(stack)} characters; the names that are made of "
                f"it leave it {LONGEST_STACK} of the 64 that AWS allows",
                "write a shorter prefix in infra, or give the environment a shorter name",
                depends=depends,
            )
        if "." in name or "_" in name:
            yield Fault(
                file.place("environment"),
                f'"{name}" cannot be a part of a stack\'s name',
                "give the environment a name of letters, digits and hyphens",
                depends=depends,
            )

from collections import defaultdict
from collections.abc import Iterator

from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.tree import File, valid
from validators.finding import Fault, Given

Held = tuple[str, File[EnvironmentFile], EnvironmentFile]


def built_twice(given: Given) -> Iterator[Fault]:
    """The stacks of two environments would make the same thing in one account.

    A stack owns all that it makes: two environments cannot share an AppConfig application, nor have
    one stack's name, from which roles get theirs. The second one deployed would take over from the
    first, or fail.
    """
    stacks: dict[tuple[str, str], list[Held]] = defaultdict(list)
    applications: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
    for held in valid(given.tree.environments):
        model = held[2]
        if model.infra:
            account, names = model.infra.account, model.appconfig
            stacks[account, model.stack].append(held)
            applications[account, model.region, names.application].append(held)
    for first, *others in map(_in_order, stacks.values()):
        yield from (_stack(one, first) for one in others)
    for first, *others in map(_in_order, applications.values()):
        yield from (_application(one, first) for one in others)


def _in_order(sharing: list[Held]) -> list[Held]:
    """The one that stays first: least is lost with those that something comes after."""
    earlier = {model.after for _, _, model in sharing}
    return sorted(sharing, key=lambda held: held[0] in earlier)


def _stack(held: Held, first: Held) -> Fault:
    name, file, model = held
    return Fault(
        file.place("infra"),
        f"the stack of {name} is called {model.stack}, and so is that of {first[0]}",
        "write another prefix, or another name of the environment",
        ((first[1].place("infra"), f"where {first[0]} is built"),),
        depends={"stack": model.stack, "other": first[0]},
    )


def _application(held: Held, first: Held) -> Fault:
    name, file, model = held
    shared = model.appconfig.application
    return Fault(
        file.place("appconfig", "application"),
        f'{name} and {first[0]} share the AppConfig application "{shared}", and a stack owns all '
        "that it makes",
        f"write application: {shared}-{name}",
        ((first[1].place("appconfig", "application"), f"that of {first[0]}"),),
        depends={"application": shared, "region": model.region, "other": first[0]},
    )

from collections import defaultdict
from collections.abc import Iterator

from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.tree import File, valid
from validators.finding import Fault, Given

Held = tuple[str, File[EnvironmentFile], EnvironmentFile]
Target = tuple[str, str, str, str]


def same_target(given: Given) -> Iterator[Fault]:
    """Two environments are pushed to the same place in AppConfig.

    A push to staging would be a push to production, and each push would undo the other. Give each
    its own AppConfig environment or profile.
    """
    same: dict[Target, list[Held]] = defaultdict(list)
    for held in valid(given.tree.environments):
        same[_target(held[2])].append(held)
    for sharing in same.values():
        rightful = next(
            (one for one in sharing if one[2].appconfig.environment == one[0]), sharing[0]
        )
        yield from (_fault(one, rightful) for one in sharing if _collides(one, rightful))


def _collides(one: Held, rightful: Held) -> bool:
    """Not where the files say that they are in two accounts, in which names may be the same."""
    here, there = one[2].infra, rightful[2].infra
    return one is not rightful and not (here and there and here.account != there.account)


def _fault(held: Held, rightful: Held) -> Fault:
    name, file, model = held
    other, origin, _ = rightful
    names = model.appconfig
    return Fault(
        file.place("appconfig"),
        f"{name} is pushed to the same place as {other}: {names.application}, "
        f"{names.environment}, {names.profile} in {model.region}",
        f"write {{application: {names.application}, environment: {name}, "
        f"profile: {names.profile}}}, and create it in AppConfig",
        ((origin.place("appconfig"), f"where {other} is pushed to"),),
        depends={
            "region": model.region,
            "application": names.application,
            "environment": names.environment,
            "profile": names.profile,
        },
    )


def _target(model: EnvironmentFile) -> Target:
    names = model.appconfig
    return model.region, names.application, names.environment, names.profile

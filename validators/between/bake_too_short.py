from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from langroute_repo.tree.values import seconds
from validators.finding import Fault, Given

MINUTE = 60


def bake_too_short(given: Given) -> Iterator[Fault]:
    """An environment bakes for so short a time that nothing of it is measured.

    A push holds what readers measure against what was promised, in whole minutes of the bake, and
    leaves `settling` out at both ends. Of a shorter bake it only ever says that it has no data.
    """
    settling = seconds(given.tree.limits().measured.settling)
    # A minute to measure, and up to one more until the first whole one begins.
    shortest = -(-2 * settling // MINUTE) + 2
    for _, file, environment in valid(given.tree.environments):
        bake, settles = environment.rollout.bake, given.tree.limits().measured.settling
        if seconds(bake) < shortest * MINUTE:
            yield Fault(
                file.place("rollout", "bake"),
                f"a bake of {bake}, of which the first and the last {settles} are not measured, "
                "leaves no whole minute for certain",
                f"write {shortest}m or more, or a shorter measured.settling in config/policy.yaml; "
                "where nobody reads the environment, accept it",
                depends={"bake": bake, "settling": settles},
            )

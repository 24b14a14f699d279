from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from langroute_repo.tree.values import basis_points
from validators.finding import Fault, Given

SMALLEST = 100  # basis points; AppConfig's GrowthFactor is 1.0 to 100.0


def rollout_cannot_finish(given: Given) -> Iterator[Fault]:
    """A rollout's step is below 1 %, which AppConfig refuses.

    At 0 % no reader would ever get the new document; the push fails before it begins.
    """
    for _, file, environment in valid(given.tree.environments):
        for section in ("rollout", "quick"):
            step = getattr(getattr(environment, section), "step", "1%")
            if basis_points(step) < SMALLEST:
                yield Fault(
                    file.place(section, "step"),
                    f"a step of {step}; AppConfig takes 1% to 100%",
                    "write the share of the readers that gets the document at each step, such as "
                    "20%",
                    depends={"step": step},
                )

from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def promotion_out_of_reach(given: Given) -> Iterator[Fault]:
    """An environment comes after one in another region, of which nobody says the account.

    A job that deploys has a role of its own account and region. To see that the environment before
    runs the commit it takes that one's role for looking, which only `infra` of its file can name.
    Without it the job could never promote anything.
    """
    for name, file, environment in valid(given.tree.environments):
        before = given.tree.environments.get(environment.after or "")
        model = before.model if before else None
        if before is None or model is None or environment.infra is None or model.infra is not None:
            continue
        if model.region != environment.region:
            yield Fault(
                file.place("after"),
                f"{name} is in {environment.region} and comes after {model.environment} in "
                f"{model.region}, whose file has no infra: no role could look at it",
                f"add infra to {before.path}, as docs/aws.md says",
                ((before.place("region"), f"where {model.environment} is"),),
                depends={
                    "after": model.environment,
                    "region": environment.region,
                    "other": model.region,
                },
            )

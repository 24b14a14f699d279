from collections.abc import Iterator

from langroute_repo.tree.tree import Place, valid
from validators.finding import Fault, Given


def bucket_elsewhere(given: Given) -> Iterator[Fault]:
    """Environments in two regions take the validator from one bucket.

    A bucket lies in one region, and Lambda takes an archive from its own region alone: the stack of
    one of the two would fail. Create a bucket in each region.
    """
    first: dict[str, tuple[str, str, Place]] = {}
    for name, file, environment in valid(given.tree.environments):
        if environment.infra is None:
            continue
        bucket, region = environment.infra.bucket, environment.region
        other, known, origin = first.setdefault(
            bucket, (name, region, file.place("infra", "bucket"))
        )
        if region != known:
            yield Fault(
                file.place("infra", "bucket"),
                f"{name} is in {region} and takes the validator from {bucket}, as {other} in "
                f"{known} does; a bucket lies in one region",
                f"write another bucket, one in {region}; docs/aws.md says how to create it",
                ((origin, f"the bucket of {other}"),),
                depends={"bucket": bucket, "region": region, "other": known},
            )

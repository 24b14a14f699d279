from collections.abc import Iterator

from langroute_repo.tree.endpoints import endpoints
from langroute_repo.tree.promotion import predecessors, rings
from langroute_repo.wording import did_you_mean, listed
from validators.finding import Fault, Given


def unknown_environment(given: Given) -> Iterator[Fault]:
    """An environment is named that has no file, or environments wait for each other in a ring.

    An endpoint in an environment that does not exist is never used, a freeze of it stops no push,
    and whatever comes after such an environment, or after itself, can never be promoted. Correct
    the name.
    """
    yield from _endpoints(given)
    yield from _frozen(given)
    yield from _after(given)
    yield from _rings(given)


def _endpoints(given: Given) -> Iterator[Fault]:
    known = given.tree.environments
    for endpoint in endpoints(given.tree):
        name = endpoint.environment
        if name not in known:
            otherwise = f"take it out, or add config/environments/{name}.yaml"
            yield Fault(
                endpoint.file.place(*endpoint.at, key=True),
                f'no environment is called "{name}", so this endpoint is never used',
                did_you_mean(name, known, otherwise),
                depends={"environment": name},
            )


def _frozen(given: Given) -> Iterator[Fault]:
    file, known = given.tree.freeze, given.tree.environments
    if file is None or file.model is None:
        return
    for index, name in enumerate(file.model.environments or ()):
        if name not in known:
            yield Fault(
                file.place("environments", index),
                f'no environment is called "{name}", so no push to it is stopped',
                did_you_mean(name, known, f"known here: {listed(known)}"),
                depends={"environment": name},
            )


def _after(given: Given) -> Iterator[Fault]:
    known = given.tree.environments
    for name, before in predecessors(given.tree).items():
        if before is not None and before not in known:
            others = [one for one in known if one != name]
            yield Fault(
                known[name].place("after"),
                f'no environment is called "{before}", so {name} could never be promoted',
                did_you_mean(before, others, f"known here: {listed(others)}"),
                depends={"after": before},
            )


def _rings(given: Given) -> Iterator[Fault]:
    for first, *others in rings(given.tree):
        way = " after ".join([first, *others, first])
        yield Fault(
            given.tree.environments[first].place("after"),
            f"{way}: an environment that waits for itself can never be promoted",
            "remove the line from the environment that is pushed to first",
            tuple(
                (given.tree.environments[other].place("after"), f"{other} is in the same ring")
                for other in others
            ),
            depends={"ring": way},
        )

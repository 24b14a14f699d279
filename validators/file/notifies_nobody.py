from collections.abc import Iterator

from langroute_repo.tree.files.environment import OWN, EnvironmentFile
from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given

REGION = 3  # of the parts of an ARN


def notifies_nobody(given: Given) -> Iterator[Fault]:
    """An environment has `notify`, and nobody would be told anything.

    An alarm acts on topics of its own region alone, and it is the stack that connects the two: a
    file without `infra` has none.
    """
    for name, file, environment in valid(given.tree.environments):
        for key, message, hint in _faults(environment):
            place = file.place("notify", key) if key else file.place("notify")
            depends = {"environment": name, "topic": getattr(environment.notify, "topic", "")}
            depends |= {
                "region": environment.region,
                "infra": environment.infra.account if environment.infra else "",
            }
            yield Fault(place, message, hint, depends=depends)


def _faults(environment: EnvironmentFile) -> Iterator[tuple[str, str, str]]:
    if environment.notify is None:
        return
    if environment.infra is None:
        hint = "add infra, as docs/aws.md says, or take notify out"
        yield "", "without infra there is no stack that would tell anybody", hint
    topic = environment.notify.topic
    if topic != OWN and topic.split(":")[REGION] != environment.region:
        region = topic.split(":")[REGION]
        message = f"the topic is in {region}, {environment.environment} in {environment.region}"
        yield "topic", message, f"write a topic in {environment.region}, or own"

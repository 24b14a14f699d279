from collections.abc import Iterator

from langroute_repo.tree.routes import answering
from langroute_repo.tree.spoken import in_words, spoken
from langroute_repo.tree.tree import valid
from langroute_repo.wording import listed
from validators.finding import Fault, Given


def protocol_changed(given: Given) -> Iterator[Fault]:
    """Another number of a model's answers is read as its score, or it is asked in another way.

    It holds at once for all events of all its languages, and thresholds were chosen on the scores
    that were read before: the probability of another label is valid, and wrong. Where the server
    changed, make what is new a model of its own and ramp it.
    """
    before, after = given.change
    for name, file, model in valid(after.models):
        old = before.model(name)
        if old is None or spoken(old) == spoken(model):
            continue
        tags = sorted(answering(before, name) & answering(after, name))
        if tags:
            was, now = in_words(spoken(old)), in_words(spoken(model))
            at = ("endpoint", "protocol") if model.endpoint.protocol else ("endpoint",)
            yield Fault(
                file.place(*at, key=True),
                f"{name} was asked by {was}, and now is by {now}, at once for all that it answers "
                f"in {listed(tags)}",
                "say how it is known that the scores are the same; where they are not, add it as "
                "a model of its own and make that the canary",
                depends={"model": name, "protocol before": was, "protocol": now},
                magnitude=len(tags),
            )

from collections.abc import Iterator

from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.files.model import ModelFile, SageMaker
from langroute_repo.tree.routes import answering
from langroute_repo.tree.tree import Place, valid
from langroute_repo.wording import listed
from validators.finding import Fault, Given

WITHIN = ("inference_component", "target_variant", "target_model")
WHERE = ("url", "region", "name", *WITHIN)


def endpoint_moved(given: Given) -> Iterator[Fault]:
    """A model that answers gets another endpoint under its name.

    All events of all its languages move at once, with no canary and no way to raise a share: what
    answers there may be another model, or the same with another preprocessing, at thresholds that
    were chosen on the scores of the old one. Give what is new a name of its own, and ramp it.
    """
    before, after = given.change
    for name, file, model in valid(after.models):
        old = before.model(name)
        if old is None or old.endpoint == model.endpoint:
            continue
        tags = sorted(answering(before, name) & answering(after, name))
        for environment in after.environments if tags else ():
            was, now = _where(old, environment), _where(model, environment)
            if was and now and was != now:
                yield Fault(
                    Place(file.path, ("endpoint", _key(model), environment)),
                    f"the endpoint of {name} in {environment} moves from {_shown(was)} to "
                    f"{_shown(now)}, at once for all that it answers in {listed(tags)}",
                    "add it as a model of its own and make that the canary; if it answers as the "
                    "old one did, say how that is known",
                    depends={
                        "model": name,
                        "endpoint before": _shown(was),
                        "endpoint": _shown(now),
                    },
                    magnitude=len(tags),
                )


def _where(model: ModelFile, environment: str) -> dict[str, str]:
    """Whom it asks; how it asks is another thing."""
    found = endpoint_in(model, environment) or {}
    return {key: value for key, value in found.items() if key in WHERE}


def _key(model: ModelFile) -> str:
    return "name" if isinstance(model.endpoint, SageMaker) else "url"


def _shown(endpoint: dict[str, str]) -> str:
    if "url" in endpoint:
        return endpoint["url"]
    within = (endpoint[key] for key in WITHIN if key in endpoint)
    return f"{' '.join((endpoint['name'], *within))} ({endpoint['region']})"

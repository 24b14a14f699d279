from collections.abc import Iterator

from langroute.strict_yaml.position import Keys
from langroute.tree.tree import valid
from validators.finding import Fault, Given

ROLES = {"primary": "answers as the primary", "canary": "answers as the canary"}


def repeated_shadow(given: Given) -> Iterator[Fault]:
    """A shadow is a model that answers here, or is sent a copy here, already.

    It would be asked twice for one event and tell nothing that is not recorded anyway.
    """
    for _, file, language in valid(given.tree.languages):
        first: dict[str, Keys] = {}
        for path, answerer in language.answerers():
            known = first.setdefault(answerer.model, path)
            if path[0] != "shadows" or known == path:
                continue
            role = ROLES.get(str(known[0]), "is a shadow")
            yield Fault(
                file.place(*path, "model"),
                f'"{answerer.model}" {role} already',
                "name another model, or remove this shadow",
                ((file.place(*known, "model"), "first named here"),),
            )

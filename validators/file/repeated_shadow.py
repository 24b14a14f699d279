from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given
from validators.named_twice import named_twice

ROLES = {"primary": "answers as the primary", "canary": "answers as the canary"}


def repeated_shadow(given: Given) -> Iterator[Fault]:
    """A shadow is a model that answers here, or is sent a copy here, already.

    It would be asked twice for one event and tell nothing that is not recorded anyway.
    """
    for _, file, language in valid(given.tree.languages):
        named = ((path, one.model) for path, one in language.answerers())
        for path, model, first in named_twice(named):
            if path[0] == "shadows":
                role = ROLES.get(str(first[0]), "is a shadow")
                yield Fault(
                    file.place(*path, "model"),
                    f'"{model}" {role} already',
                    "name another model, or remove this shadow",
                    ((file.place(*first, "model"), "first named here"),),
                    depends={"model": model},
                )

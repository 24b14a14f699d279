"""Which values of a foreign document were taken, and which were not: every leaf is one of both."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from langroute_repo.foreign.document import leaves
from langroute_repo.foreign.paths import Found, Variables, shown
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.wording import counted


class Taken:
    """The leaves of a document, and of which of them something was made."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.all = list(leaves(document))
        self._known = frozenset(self.all)
        self.taken: set[Keys] = set()

    def take(self, found: Found) -> None:
        """All that stands at a place is part of what was made of it."""
        below = ((*found.place, *leaf) for leaf in leaves(found.value))
        self.taken.update(leaf for leaf in below if leaf in self._known)

    @property
    def variables(self) -> bool:
        """Whether it is of environment variables."""
        return isinstance(self.document, Variables)

    @property
    def left(self) -> list[Keys]:
        """The leaves of which nothing was made, in the order of the document."""
        return [leaf for leaf in self.all if leaf not in self.taken]


def told(left: Collection[Keys], languages: Collection[str], variables: bool) -> Iterator[str]:
    """What was not taken; what differs by its language or index alone is one line.

    Only names: a value may be a secret.
    """
    alike: dict[str, list[Keys]] = {}
    for leaf in left:
        alike.setdefault(shown(leaf) if variables else _pattern(leaf, languages), []).append(leaf)
    for pattern, found in alike.items():
        many = len(found) > 1
        yield f"{pattern} ({counted(len(found), 'place')})" if many else shown(found[0])


def _pattern(leaf: Keys, languages: Collection[str]) -> str:
    steps = (
        "{language}" if key in languages else "*" if isinstance(key, int) else key for key in leaf
    )
    return re.sub(r'\["([{*][^"]*)"\]', r"[\1]", shown(tuple(steps)))

"""A reader with a mistake does not pass the vectors: each mistake of a kind, in the whole reader.

What survives is named, with why no vector can find it. A mistake that no vector finds and that is
not named is a rule that nothing pins: write its vector.
"""

from types import ModuleType

import pytest

from langroute import checks, endpoint_shape, lookup, prepared, router, shape
from tests.reader.conformance import disagreement
from tests.reader.mutants import mutants

COSTS = "it only costs time or memory"
SAME = "it comes to the same"
SURROGATES = r"any(('\ud800' <= letter <= '\udfff' for letter in value))"
ENDLESS = "longest is None"
REMEMBERED, MOST = "len(self._remembered)", "REMEMBERED_TAGS"
SHADOWS = "_shadows(sampled, language, found, encoded, audited)"
SURVIVING: dict[ModuleType, dict[str, str]] = {
    checks: {
        f"a_text: not value.isascii() and {SURROGATES} -> {SURROGATES} and {SURROGATES}": COSTS,
    },
    shape: {},
    endpoint_shape: {},
    lookup: {
        # How long a cut may be, and where the search for hyphens ends.
        "candidates: 0 -> 1": SAME,
        "candidates: 1 -> 2": COSTS,
        "candidates: end > 0 -> end >= 0": SAME,
        f"candidates: None if {ENDLESS} else longest + 1 -> None if True else longest + 1": COSTS,
        "names: also.pop(DEFAULT, None) -> None": "a document with it is refused",
    },
    prepared: {},
    router: {
        "_encoded: if type(key) is int: -> if False:": "a reader may refuse a whole number",
        "promises: if self._promises is None: -> if False:": "promises are no part of a decision",
        "promises: if self._promises is None: -> if True:": COSTS,
        "promises: self._promises is None -> self._promises is not None": "as above",
        f"route: {SHADOWS} if sampled else () -> {SHADOWS} if True else ()": COSTS,
        "_unpacked: if entry is None: -> if True:": COSTS,
        "_remember: if len(self._remembered) >= REMEMBERED_TAGS: -> if False:": COSTS,
        "_remember: if len(self._remembered) >= REMEMBERED_TAGS: -> if True:": COSTS,
        f"_remember: {REMEMBERED} >= {MOST} -> {REMEMBERED} > {MOST}": COSTS,
        "_remember: self._remembered.clear() -> None": COSTS,
        "_remember: if len(language) <= REMEMBERED_LENGTH: -> if False:": COSTS,
        "_remember: if len(language) <= REMEMBERED_LENGTH: -> if True:": COSTS,
        "_remember: len(language) <= REMEMBERED_LENGTH -> len(language) < REMEMBERED_LENGTH": COSTS,
    },
}


def survivors(module: ModuleType) -> list[str]:
    """The mistakes in a module with which the reader agrees with every vector."""
    documents_first = module not in (lookup, prepared, router)
    return [what for what in mutants(module) if disagreement(documents_first) is None]


@pytest.mark.parametrize("module", SURVIVING, ids=lambda module: module.__name__)
def test_what_survives_is_named(module: ModuleType) -> None:
    assert sorted(set(survivors(module))) == sorted(SURVIVING[module])


def test_without_a_mistake_every_vector_agrees() -> None:
    assert disagreement(documents_first=True) is None

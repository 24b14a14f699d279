"""Whatever a document holds, every leaf of it was taken or is told as not taken."""

import re
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from langroute_repo.foreign.document import leaves
from langroute_repo.foreign.mapping import read
from langroute_repo.foreign.reading import Imported, UnusableValues, imported
from tests.foreign.having import OF_TABLE

scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["x", "stem-1", ""])
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b.c", "model", "nb", "[0]"]), inner, max_size=3)
    ),
    max_leaves=6,
)
entries = st.fixed_dictionaries(
    {"model": st.sampled_from(["stem-1", "Deep/2"]), "cutoff": st.decimals(0, 1, places=3)},
    optional={
        "trial": st.none()
        | st.fixed_dictionaries(
            {"model": st.sampled_from(["Deep/2", "stem-1", None]), "share": st.just(Decimal("0.1"))}
            | {"since": scalars}
        ),
        "mirrors": st.lists(st.fixed_dictionaries({"name": st.just("Deep/2"), "more": anything})),
        "owner": anything,
        "model.old": anything,
    },
)
documents = st.fixed_dictionaries(
    {
        "routes": st.dictionaries(
            st.sampled_from(["nb", "pt_BR", "fi", "zh-hant"]), entries, min_size=1
        ),
        "defaults": st.fixed_dictionaries({"cutoff": st.just(Decimal("0.5")), "more": anything}),
        "cutoffs": st.dictionaries(st.just("Deep/2"), st.dictionaries(st.just("nb"), st.just(1))),
    },
    optional={"more": anything, "": anything},
)
PLACES = re.compile(r" \(([0-9,]+) places\)$")


def lines(told: list[str]) -> int:
    """How many leaves the lines stand for."""
    return sum(int(match[1]) if (match := PLACES.search(one)) else 1 for one in told)


def taken(document: Any, mapping: str) -> Imported | None:
    """What is read; None where a place is refused, which other tests are about."""
    try:
        return imported(document, read(mapping.encode()))
    except UnusableValues:
        return None


@settings(max_examples=60)
@given(documents)
def test_every_leaf_is_taken_or_told(document: Any) -> None:
    mapping = OF_TABLE
    for path in ("cutoffs.{model}.{language}", ".cutoff"):  # not in every document
        mapping = mapping.replace(f"    threshold: {path}\n", "").replace(
            f"  threshold: {path}\n", ""
        )
    found = taken(document, mapping)
    if found is None:
        return
    assert found.taken is not None
    everything = set(leaves(document))
    left = everything - found.taken.taken
    assert found.taken.taken <= everything
    assert lines(found.left) == len(left)
    # What was taken of a language stands in the answers.
    for raw, entry in document["routes"].items():
        answers = found.answers["languages"][found.tags.get(raw, raw)]
        assert answers["threshold"] == entry["cutoff"]
        assert ("routes", raw, "cutoff") in found.taken.taken
        for key in ("owner", "model.old"):
            for leaf in leaves(entry.get(key)) if key in entry else ():
                assert ("routes", raw, key, *leaf) in left

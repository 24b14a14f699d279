"""What a comment tells of a change, and whether what was shown leads from live to a target."""

import json

from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.diff.shown import MOST, Move, as_told, fits, leads, moves, shown_of
from langroute_repo.tree.parts import short_hash

TAGS = st.text("abcdefgh", min_size=2, max_size=5)
HASHES = st.integers(0, 5).map(lambda one: short_hash({"value": one}))
PARTS = st.dictionaries(TAGS, HASHES, max_size=3 * MOST)


@given(PARTS, PARTS)
def test_all_that_was_told_was_shown(before: dict[str, str], after: dict[str, str]) -> None:
    moved = moves(before, after)
    told = fits(json.loads(json.dumps(as_told(moved))))
    assert shown_of(told, moved) == moved.keys()
    assert len(json.dumps(told)) < 2_500


@given(PARTS, PARTS, st.data())
def test_what_moves_otherwise_than_told_was_not_shown(
    before: dict[str, str], after: dict[str, str], data: st.DataObject
) -> None:
    moved = moves(before, after)
    told = as_told(moved)
    if moved:
        name = data.draw(st.sampled_from(sorted(moved)))
        other = moved[name]._replace(**{data.draw(st.sampled_from(Move._fields)): "otherone"})
        assert name not in shown_of(told, {**moved, name: other})
        assert shown_of({}, moved) == set()


def test_two_hundred_languages_take_a_few_kilobytes_and_cannot_hide_one() -> None:
    before = {f"l{index}": short_hash({"at": index}) for index in range(200)}
    after = {tag: short_hash({"at": hashed}) for tag, hashed in before.items()}
    told = as_told(moves(before, after))
    assert len(json.dumps(told)) < 2_000
    changed = moves(before, after | {"l7": "otherone"})
    assert "l7" not in shown_of(told, changed)
    assert len(shown_of(told, changed)) > 180  # its group, of 64, alone is not


def test_shown_moves_lead_on_from_what_is_live() -> None:
    up, down, on = Move("a", "b"), Move("b", "a"), Move("b", "c")
    assert leads("a", "a", [])
    assert leads("a", "c", [up, on])
    assert not leads("a", "c", [on])  # nobody was shown the first
    assert not leads("a", "c", [on, up])  # as they were merged, and not in any order
    assert leads("a", "b", [up, down, up])  # a revert of a revert
    assert not leads("a", "b", [up, down])  # nobody was shown that it comes again
    assert not leads("a", "b", [up, on])  # nor that it comes back for what followed it
    assert not leads("a", "b", [up, Move("c", "d")])
    assert leads("a", "b", [up, Move("c", "b")])  # behind one that nobody was shown
    assert leads("a", "c", [up, Move("a", "c")])  # as it would be pushed
    assert leads("a", "b", [up])  # where nobody was shown the two that went there and back
    assert not leads("b", "c", [up])
    assert leads("", "b", [Move("", "b")])

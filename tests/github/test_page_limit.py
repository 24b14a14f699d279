"""How a page is fitted into its limit, and that it says what it lacks then."""

from hypothesis import example, given
from hypothesis import strategies as st

from langroute_repo.render.comment.page_limit import NOTE, Section, as_many, fitted


@given(st.lists(st.text("ab\n", max_size=20), max_size=20), st.integers(0, 300))
def test_as_many_items_as_fit(items: list[str], limit: int) -> None:
    told = as_many(items, limit, "… {} more")
    if told != "\n".join(items):
        shown, _, rest = told.rpartition("… ")
        assert len(shown) <= limit
        count = len(items) - int(rest.removesuffix(" more"))
        assert shown == "".join(f"{one}\n" for one in items[:count])


@example([Section("a", ("aaaa", "a")), Section("b", ("bbbb", "b"))], 7)
@given(
    st.lists(
        st.builds(Section, st.sampled_from("abc"), st.lists(st.text("x"), min_size=1).map(tuple)),
        unique_by=lambda one: one.name,
    ),
    st.integers(0, 100),
)
def test_sections_give_way_in_their_order(sections: list[Section], limit: int) -> None:
    told = fitted(sections, "ab", limit)
    if len(told) <= limit:
        return
    last = [one.forms[0 if one.name == "c" else -1] for one in sections]
    assert told == "\n\n".join(filter(None, last)) + "\n"


def test_what_fits_again_comes_back() -> None:
    sections = [Section("a", ("aa", "a")), Section("b", ("b" * 50, "b"))]
    assert fitted(sections, "ab", 20) == "aa\n\nb\n"


def test_each_name_in_the_order_is_a_step() -> None:
    sections = [Section("a", ("aaaa", "aaa", "a")), Section("b", ("bbbb", "b"))]
    assert fitted(sections, "aba", 7) == "aaa\n\nb\n"


def test_what_gave_way_is_said_within_the_limit() -> None:
    lacks = ("half of it", "all of it")
    sections = [Section(NOTE, ("",)), Section("a", ("a" * 90, "a" * 40, "a"), lacks)]
    said = fitted(sections, "aa", 50, lambda lacking: f"without {' and '.join(lacking)}")
    assert said == "without all of it\n\na\n"
    assert fitted(sections, "aa", 100, lambda _: "never") == "a" * 90 + "\n"

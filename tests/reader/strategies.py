"""Arbitrary compiled documents of format 1."""

from typing import Any

from hypothesis import strategies as st

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
tags = st.from_regex(r"[a-z]{2,3}(-[A-Z]{2})?", fullmatch=True)
endpoints = st.fixed_dictionaries(
    {"kind": st.just("sagemaker"), "region": words, "name": words}
) | st.fixed_dictionaries({"kind": st.just("http"), "url": words})


@st.composite
def answerers(draw: st.DrawFn, *, sampled: bool) -> dict[str, Any]:
    fields = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    minimum = draw(st.floats(-100, 100) | st.integers(-100, 100))
    maximum = minimum + draw(st.integers(1, 100))
    answerer = {
        "model": draw(words),
        "fields": fields,
        "required": draw(st.lists(st.sampled_from(fields), unique=True)),
        "threshold": draw(st.floats(minimum, maximum)),
        "score": {"minimum": minimum, "maximum": maximum},
        "endpoint": draw(endpoints),
    }
    if draw(st.booleans()):
        answerer["passes"] = draw(st.integers(0, 10_000))
    return answerer | ({"traffic": draw(st.integers(0, 10_000))} if sampled else {})


canaries = st.tuples(
    answerers(sampled=True),
    st.fixed_dictionaries(
        {}, optional={"on_failure": st.just("primary"), "compared": st.integers(0, 10_000)}
    ),
).map(lambda both: both[0] | both[1])
entries = st.fixed_dictionaries(
    {
        "source": words,
        "primary": answerers(sampled=False),
        "shadows": st.lists(answerers(sampled=True), max_size=2),
    },
    optional={"canary": canaries, "audit": st.integers(0, 10_000)},
)
documents = st.fixed_dictionaries(
    {
        "environment": words,
        "format": st.just(1),
        "languages": st.dictionaries(tags, entries, min_size=1, max_size=3),
    }
)

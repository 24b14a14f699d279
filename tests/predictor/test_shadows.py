"""Whatever becomes of a shadow, the answer is the one that there would be without it."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from langroute import MissingField
from langroute.predictor import CallFailed, Codec, Counts, PredictionFailed, Shadows, TimedOut
from tests.predictor.company import (
    CHARS,
    E5,
    EVENT,
    LANGUAGES,
    WORDS,
    Fixed,
    Held,
    Kept,
    Models,
    Reply,
    answerer,
    entry,
    made,
    seen,
)

DOWN = CallFailed(503, "cannot be reached")


def test_shadows_are_recorded_beside_the_answer() -> None:
    records = Kept()
    with made(Models(words=b"0.9", e5=b"0.2", chars=DOWN), records) as predictor:
        assert predictor.predict("es", "evt-1", EVENT).decision.model == "words"
        records.until(3)
        counts = predictor.counts
    assert (counts.answers, counts.shadows_sent, counts.shadows_dropped) == (1, 2, 0)
    assert sorted(seen(one) for one in records) == [
        ("primary words", 200, True),
        ("shadow chars", 503, False),
        ("shadow e5", 200, False),
    ]


def test_a_shadow_without_its_field_is_its_own_failure() -> None:
    records = Kept()
    languages = {"de": entry(WORDS, None, E5 | {"required": ["body"]})}
    with made(Models(words=b"0.9"), records, source=Fixed(languages)) as predictor:
        assert predictor.predict("de", "evt-1", {"title": "Streik"}).relevant
        records.until(2)
    assert sorted(map(seen, records)) == [("primary words", 200, True), ("shadow e5", 481, False)]
    (shadow,) = (one for one in records if one.role == "shadow")
    assert shadow.error == "event has no 'body', which e5 needs for de"


def test_a_shadow_waits_for_nobody_and_nobody_for_it() -> None:
    held = Held()
    records = Kept()
    models = Models(words=b"0.9", e5=held, chars=held)
    limits = Shadows(workers=1, waiting=1)
    with made(models, records, shadows=limits) as predictor:
        predictor.predict("es", "evt-1", EVENT)  # one is asked, one waits
        assert held.begun.wait(10)
        assert predictor.counts.shadows_dropped == 0
        for number in range(2, 12):
            assert predictor.predict("es", f"evt-{number}", EVENT).score == 0.9
        assert predictor.counts == Counts(answers=11, shadows_sent=2, shadows_dropped=20)
        held.go_on.set()
        records.until(13)
    assert sum(one.final for one in records) == 11


def test_shadows_in_line_at_the_end_are_dropped() -> None:
    held = Held()
    records = Kept()
    models = Models(words=b"0.9", e5=held, chars=held)
    predictor = made(models, records, shadows=Shadows(workers=1, waiting=9))
    for number in range(3):
        predictor.predict("es", f"evt-{number}", EVENT)
    assert held.begun.wait(10)
    held.go_on.set()
    predictor.close()
    counts = predictor.counts
    asked = sum(one.role == "shadow" for one in records)
    assert (counts.shadows_sent, counts.shadows_dropped + asked) == (6, 6)


def test_a_shadow_is_sent_the_event_as_it_was() -> None:
    """It may be asked long after the caller got its answer and went on with the event."""
    held = Held()
    records = Kept()
    models = Models(words=b"0.9", e5=held, chars=held)
    shadows = (one | {"fields": ["title", "tags"]} for one in (E5, CHARS))
    source = Fixed({"es": entry(WORDS, None, *shadows)})
    event: dict[str, Any] = {"title": "Huelga", "tags": [{"name": "port"}]}
    before = copy.deepcopy(event)
    with made(models, records, source=source, shadows=Shadows(workers=1)) as predictor:
        predictor.predict("es", "evt-1", event)
        assert held.begun.wait(10)  # the second one is in line
        event["title"] = "other"
        event["tags"][0]["name"] = "other"
        held.go_on.set()
        records.until(3)
    assert [sent for model, sent in models.asked if model != "words"] == [before, before]


def test_what_a_codec_does_to_a_payload_is_seen_by_no_other() -> None:
    def greedy(payload: Any) -> bytes:
        payload["title"].clear()
        payload.clear()
        return b"{}"

    event = {"title": ["Huelga"]}
    records = Kept()
    codecs = {model: Codec(greedy, float) for model in ("e5", "chars")}
    models = Models(words=b"0.9", e5=b"0.1", chars=b"0.1")
    with made(models, records, codecs=codecs) as predictor:
        predictor.predict("es", "evt-1", event)
        records.until(3)
        assert predictor.predict("fr", "evt-2", event).score == 0.1
    assert event == {"title": ["Huelga"]}
    assert ("words", {"title": ["Huelga"]}) in models.asked


def loud(_: bytes) -> bytes:
    raise SystemError("a shadow of the worst kind")


replies = st.sampled_from(
    [b"0.9", b"NaN", b"7", b"", b"\xff", b"[" * 2000, DOWN, TimedOut(5), KeyError("x"), loud]
)
fields = st.dictionaries(
    st.sampled_from(["title", "body", "other"]),
    st.none()
    | st.text()
    | st.floats()
    | st.lists(st.text(), max_size=2)
    | st.just(object())
    | st.dictionaries(st.text(), st.integers(), max_size=2),
)
SHADOWED = {
    "plain": (entry(WORDS), entry(WORDS, None, E5, CHARS | {"required": ["body"]})),
    "canary": (
        entry(WORDS, answerer("third")),
        entry(WORDS, answerer("third"), E5, CHARS),
    ),
    "fallback": (
        entry(WORDS, answerer("third") | {"on_failure": "primary"}),
        entry(WORDS, answerer("third") | {"on_failure": "primary"}, E5, CHARS),
    ),
}
A_KEY = st.none() | st.text(st.characters(codec="utf-8"), min_size=1)


def outcome(language: Any, models: Models, key: str | None, event: Any) -> object:
    """What the caller gets, without what names the document; and what is recorded as that."""
    records = Kept()
    with made(models, records, source=Fixed({"de": language})) as predictor:
        try:
            answer = predictor.predict("de", key, event)
            got: object = (answer.score, answer.relevant, answer.decision.model, str(answer.failed))
        except (PredictionFailed, MissingField) as error:
            got = (type(error), str(error))
        records.until(predictor.counts.shadows_sent + 1)
    kept = ("time", "latency_ms", "plan_hash")
    finals = [one._asdict() for one in records if one.role != "shadow"]
    return got, [{name: one[name] for name in one if name not in kept} for one in finals]


@given(st.sampled_from(sorted(SHADOWED)), replies, replies, replies, replies, A_KEY, fields)
def test_the_answer_is_the_one_without_shadows(
    kind: str, words: Reply, third: Reply, e5: Reply, chars: Reply, key: str | None, event: Any
) -> None:
    alone, shadowed = SHADOWED[kind]
    before = copy.copy(event)
    expected = outcome(alone, Models(words=words, third=third), key, event)
    models = Models(words=words, third=third, e5=e5, chars=chars)
    assert outcome(shadowed, models, key, event) == expected
    assert event == before


def test_an_event_that_cannot_be_copied_costs_the_shadows_alone() -> None:
    class Odd(dict[str, Any]):
        """Gives the body only where it is asked for by name."""

        def get(self, name: str, default: Any = None) -> Any:
            if name == "body":
                raise LookupError("no body today")
            return super().get(name, default)

    languages = {"es": entry(WORDS | {"fields": ["title"]}, None, E5)}
    with made(Models(words=b"0.9", e5=b"0.9"), source=Fixed(languages)) as predictor:
        assert predictor.predict("es", "evt-1", Odd(EVENT)).relevant
        assert predictor.counts == Counts(answers=1, shadows_dropped=1)


def test_without_shadows_no_thread_begins() -> None:
    import threading

    before = threading.active_count()
    with made(Models(words=b"0.9")) as predictor:
        predictor.predict("de", "evt-1", EVENT)
        assert threading.active_count() == before
    assert LANGUAGES["de"]["shadows"] == []

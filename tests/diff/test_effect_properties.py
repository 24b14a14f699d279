"""What must hold of the effect of any change, and that the split is what the router does."""

import json
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.document import canonical
from langroute.router import Router
from langroute_repo.diff.changes import difference
from langroute_repo.diff.effect import effects
from langroute_repo.diff.impact import Impact
from langroute_repo.diff.split import Arms, Split, split
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from tests.diff.changes import BASE, DE
from tests.memory import Memory

FILES = {
    str(path.relative_to(BASE)): path.read_bytes()
    for path in sorted(BASE.rglob("*"))
    if path.is_file()
}
MODELS = ("words", "embedding")
KEYS = 20_000


@dataclass(frozen=True)
class German:
    """The German routes: two thresholds in cells, and the canary's share in basis points."""

    primary: str
    at: int
    canary: str | None
    canary_at: int
    traffic: int
    audit: int = 0  # basis points

    @property
    def text(self) -> str:
        canary = f"canary:\n{_answerer(self.canary, self.canary_at)}" if self.canary else ""
        traffic = f"  traffic: {self.traffic / 100:.2f}%\n" if self.canary else ""
        audit = f"audit: {self.audit / 100:.2f}%\n" if self.audit else ""
        head = 'language: de\nowners: ["@acme/risk-dach"]\nsource: newswire\n'
        return f"{head}{audit}primary:\n{_answerer(self.primary, self.at)}{canary}{traffic}"

    def passed_per_day(self) -> float:
        """Counted from the evidence files by hand."""
        share = self.traffic / 10_000 if self.canary else 0.0
        passed = (1 - share) * _share(self.primary, self.at)
        passed += share * _share(self.canary or "words", self.canary_at)
        return _rate() * (passed + (1 - passed) * self.audit / 10_000)


def _answerer(model: str, at: int) -> str:
    threshold = f"{{at: {at / 1000:.3f}, evidence: none}}"
    return f"  model: {model}\n  fields: [title]\n  threshold: {threshold}\n"


def _share(model: str, at: int) -> float:
    counts = json.loads(FILES[f"config/evidence/{model}/de.json"])["counts"]
    return float(sum(counts[at:]) / sum(counts))


def _rate() -> float:
    return float(json.loads(FILES["config/evidence/words/de.json"])["events"]["per_day"])


@st.composite
def germans(draw: st.DrawFn) -> German:
    primary = draw(st.sampled_from(MODELS))
    other = next(model for model in MODELS if model != primary)
    return German(
        primary,
        draw(st.integers(0, 1000)),
        draw(st.sampled_from((None, other))),
        draw(st.integers(0, 1000)),
        draw(st.integers(0, 10_000)),
        draw(st.just(0) | st.integers(0, 10_000)),
    )


def state(german: German | None) -> Memory:
    """The smallest tree with these German routes, or with none."""
    others = {path: raw for path, raw in FILES.items() if path != DE}
    return Memory(others | {DE: german.text.encode()} if german else others)


def impact(before: German | None, after: German | None) -> Impact:
    return Impact(difference(state(before), state(after)))


def more(before: German | None, after: German | None) -> float:
    """What the report says of the language in all."""
    told = impact(before, after).languages.get("de")
    assert told is None or told.more is not None
    return told.more or 0.0 if told else 0.0


@given(germans(), germans())
def test_the_effects_of_all_changes_add_up_to_the_difference_of_the_totals(
    before: German, after: German
) -> None:
    found = difference(state(before), state(after))
    each = sum(effect.events_per_day or 0.0 for _, effect in effects(found))
    expected = after.passed_per_day() - before.passed_per_day()
    assert each == pytest.approx(expected, abs=1e-6)
    assert more(before, after) == pytest.approx(expected, abs=1e-6)


@given(germans(), germans())
def test_undoing_a_change_undoes_its_effect(before: German, after: German) -> None:
    assert more(after, before) == pytest.approx(-more(before, after), abs=1e-9)
    there, back = (impact(*pair).languages.get("de") for pair in ((before, after), (after, before)))
    if there and back and there.sides.split and back.sides.split:
        assert there.sides.split.moved == back.sides.split.moved


@given(germans())
def test_a_language_that_comes_or_goes_brings_or_takes_all_its_events(one: German) -> None:
    assert more(one, None) == pytest.approx(-one.passed_per_day())
    assert more(None, one) == pytest.approx(one.passed_per_day())


@given(germans(), germans())
def test_what_reaches_the_analysts_agrees_with_the_difference(
    before: German, after: German
) -> None:
    told = impact(before, after).languages.get("de")
    if told and None not in told.reaches:
        was, now = (share or 0.0 for share in told.reaches)
        rate = told.sides.per_day
        assert rate == _rate()
        assert told.more == pytest.approx((now - was) * rate if told.answers else 0.0, abs=1e-6)


arms = st.builds(
    lambda found, primary, canary, traffic: Arms(found, primary, canary, traffic if canary else 0),
    st.sampled_from(("de", "und")),
    st.sampled_from(MODELS),
    st.sampled_from((None, "third", *MODELS)),
    st.integers(0, 10_000),
)


@given(arms, arms)
def test_every_event_either_moves_or_keeps_its_model(before: Arms, after: Arms) -> None:
    told = split(before, after)
    assert told.moved + told.kept == 10_000
    assert all(share > 0 for share in told.flows.values())


@given(arms)
def test_without_a_change_every_event_keeps_its_model(one: Arms) -> None:
    assert split(one, one).moved == 0


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_ramp_moves_the_difference_and_keeps_the_rest(before: int, after: int) -> None:
    told = split(*(Arms("de", "words", "embedding", share) for share in (before, after)))
    assert told.moved == abs(after - before)
    assert told.flows.get(("embedding", "embedding"), 0) == min(before, after)


def german(primary: str, canary: str | None, traffic: int) -> German:
    return German(primary, 300, canary, 300, traffic)


def routed(one: German) -> list[str]:
    """The model that the real router gives each of many keys."""
    document = canonical(compile_tree(read(state(one)), "production"))
    router = Router(document)
    return [router.route("de", str(key)).model for key in range(KEYS)]


@pytest.mark.parametrize(
    ("before", "after", "exactly"),
    [
        (german("words", "embedding", 500), german("words", "embedding", 2500), True),
        (german("words", "embedding", 2500), german("embedding", None, 0), True),
        (german("words", "embedding", 4000), german("embedding", "words", 3000), False),
    ],
    ids=["ramp", "promotion", "other salt"],
)
def test_the_split_is_what_the_router_does(before: German, after: German, exactly: bool) -> None:
    told: Split | None = impact(before, after).languages["de"].sides.split
    assert told
    pairs: list[tuple[str | None, str | None]] = list(
        zip(routed(before), routed(after), strict=True)
    )
    for flow in {*told.flows, *pairs}:
        share = float(told.flows.get(flow, Fraction(0))) / 10_000
        # Four standard deviations of a share of so many keys; none where nothing may move.
        room = 4 * (share * (1 - share) / KEYS) ** 0.5
        assert pairs.count(flow) / KEYS == pytest.approx(share, abs=room)
    if exactly:
        stays = {new for old, new in pairs if old == "embedding"}
        assert stays == {"embedding"}
